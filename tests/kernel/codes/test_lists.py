"""Code lists from packs and files: what they hold, editions by date, correspondences, bad tables."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from qinglan.kernel.codes import lists
from qinglan.kernel.codes.domain.loading import load_table
from qinglan.kernel.codes.ipc import BadSymbol, GreenBasis, green_basis, is_green, lists_loaded, symbol
from qinglan.kernel.codes.models import Code, CodeList
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.rulebook.kinds import KINDS, check_all
from qinglan.kernel.rulebook.packs import discover

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


@pytest.fixture
def system(db):
    return get_user_model().objects.create(username="the system", is_system=True)


@pytest.fixture
def loaded(system):
    """The lists that the packs hold."""
    for pack in discover(settings.PACKS):
        for path in pack.files("codes/*.yaml"):
            KINDS["codes"].load(acting_user=system, pack=pack, path=path)


def test_the_packs_hold_these_lists(loaded):
    counts = {one.slug: one.codes.count() for one in CodeList.objects.all()}
    assert counts == {
        "industries-2017": 20,
        "green-catalogue-2019": 6,
        "green-catalogue-2024": 7,
        "ipc-sections": 8,
        "green-inventory-topics": 7,
        "green-patents-2023": 5,
        "trl-general": 9,
        "trl-gjb": 9,
        "key-fields-chongqing": 5,
    }


def test_a_code_is_read_by_the_edition_of_its_day(loaded):
    days = [date(2018, 1, 1), date(2024, 1, 31), date(2024, 2, 1)]
    names = [lists.find("green-catalogue", "1", day).name_zh for day in days]
    assert names == ["节能环保产业", "节能环保产业", "节能降碳产业"]
    assert lists.find("green-catalogue", "7", date(2024, 1, 31)) is None
    assert lists.find("no-such-family", "1", days[0]) is None


def test_codes_correspond_in_both_directions(loaded):
    old = Code.objects.get(code_list="green-catalogue-2019", code="1")
    new = Code.objects.get(code_list="green-catalogue-2024", code="2")
    assert lists.corresponding(old, "green-catalogue-2024") == [
        ("1", "partly"),
        ("2", "partly"),
        ("3", "partly"),
    ]
    assert lists.corresponding(new, "green-catalogue-2019") == [("1", "partly"), ("2", "partly")]


def test_loading_again_changes_nothing(loaded, system):
    before = list(CodeList.objects.values_list("slug", "loaded_at"))
    for pack in discover(settings.PACKS):
        for path in pack.files("codes/*.yaml"):
            KINDS["codes"].load(acting_user=system, pack=pack, path=path)
    assert list(CodeList.objects.values_list("slug", "loaded_at")) == before


LIST = "lists:\n  - {list: a, family: a, name: {zh: 甲, en: a}, certainty: default, codes: [%s]}\n"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (LIST % "{code: x, name: {zh: 甲, en: a}}, {code: x, name: {zh: 甲, en: a}}", "2: lists.0: Value error, the code x stands twice"),
        (LIST % "{code: x, parent: y, name: {zh: 甲, en: a}}", "2: lists.0: Value error, x lies under y, which is missing"),
        (LIST % "", "2: lists.0.codes: Tuple should have at least 1 item after validation, not 0"),
        (
            LIST % "{code: x, name: {zh: 甲, en: a}}"
            + "crosswalks:\n  - {source: a, target: b, certainty: default, note: {zh: 甲, en: a},"
            " pairs: [{source: q, target: r, kind: same}]}\n",
            "1: the crosswalk names q, which the list a does not have",
        ),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_line_and_reason(tmp_path, text, finding):
    folder = tmp_path / "cn-a"
    (folder / "codes").mkdir(parents=True)
    (folder / "pack.yaml").write_text('pack: cn-a\nname: {zh: 甲, en: a}\nterritory: "1"\n', encoding="utf-8")
    (folder / "codes" / "a.yaml").write_text(text, encoding="utf-8")
    assert check_all(tmp_path)[0] == [f"{folder}/codes/a.yaml:{finding}"]


def test_ipc_symbols_are_read_as_people_write_them():
    texts = ["H01M 10/0525", "ｈ０１ｍ 10／0525", "H01M0010/0525", "H01M 10/0525 (2010.01)", "A01H"]
    assert [str(symbol(text)) for text in texts] == ["H01M10/0525"] * 4 + ["A01H"]
    assert (symbol("H01M 10/0525").main_group, symbol("A01H").main_group, symbol("A01H").section) == (
        "H01M10/00",
        "",
        "A",
    )
    for text in ("I01M 10/05", "H01M 10", "H01M 10/5", "", "H01"):
        with pytest.raises(BadSymbol):
            symbol(text)


GREEN = """list\tline\tpattern\tipc\ttitle_zh
green_inventory_03\t1\tA01H\tA01H\tx
green_inventory_03\t2\tC10L   5/00\tC10L5/00\tx
green_inventory_03\t2\tC10L   5/00\tC10L5/40\tx
green_inventory_03\t3\tC07C  67/00\tC07C67/00\tx
envtech_03\t9\tC10L   5/40-48\tC10L5/40\tx
envtech_03\t10\tF23J   7/00-15\tF23J7/00\tx
"""


def test_a_green_symbol_has_its_basis(system, tmp_path):
    assert lists_loaded() == []
    path = tmp_path / "green.tsv"
    path.write_text(GREEN, encoding="utf-8")
    assert load_table(acting_user=system, kind="green-ipc", path=path) == 6
    assert lists_loaded() == ["env-tech", "green-inventory"]
    assert green_basis("C10L 5/40") == [
        GreenBasis("env-tech", 9, "C10L   5/40-48", "C10L5/40"),
        GreenBasis("green-inventory", 2, "C10L   5/00", "C10L5/00"),
        GreenBasis("green-inventory", 2, "C10L   5/00", "C10L5/40"),
    ]
    answers = {
        text: is_green(text)
        for text in ("A01H 5/10", "C10L 5/48", "C10L 7/00", "C07C 67/08", "F23J 7/01", "A01H")
    }
    assert answers == {"A01H 5/10": True, "C10L 5/48": True, "C10L 7/00": False, "C07C 67/08": True, "F23J 7/01": False, "A01H": True}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("industries", "level\tsection\tcode\n1\tA\tA\n", "a.tsv:1: the column name is missing"),
        ("industries", "level\tsection\tcode\tname\n2\tA\tA\tx\n", "a.tsv:2: 'A' is no code of level '2'"),
        ("industries", "# note\nlevel\tsection\tcode\tname\n1\tA\n", "a.tsv:3: 2 fields, the header has 4"),
        ("industries", "", "a.tsv:1: the table is empty"),
        ("green-ipc", "list\tline\tpattern\tipc\nx\t1\tA\tA01H\n", "a.tsv:2: 'x' is no green list"),
        ("green-ipc", "list\tline\tpattern\tipc\nenvtech_03\t1\tA\tA0\n", "a.tsv:2: 'A0' is no IPC symbol"),
        ("ipc", "code\tlevel\ttitle\nA\tx\ty\n", "a.tsv:2: 'x' is no level"),
        ("divisions-edition", "Revision\tCode\tName\n2002\t110000\tx\n", "needs one Revision"),
        ("nothing", "", "nothing"),
    ],
)
def test_a_bad_table_is_told_line_and_reason(system, tmp_path, kind, text, reason):
    path = tmp_path / "a.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Impossible) as caught:
        load_table(acting_user=system, kind=kind, path=path)
    assert reason in caught.value.message
    assert CodeList.objects.count() == 0


@pytest.mark.django_db
def test_a_stranger_may_not_load(tmp_path):
    with pytest.raises(PermissionRefused):
        load_table(acting_user=get_user_model().objects.create(username="x"), kind="ipc", path=tmp_path)


@pytest.mark.real_data
@needs_shared
def test_the_real_tables_load(system, loaded):
    reference = SHARED / "reference"
    counts = {
        "industries": load_table(
            acting_user=system, kind="industries", path=reference / "gbt4754_2017_industries.tsv"
        ),
        "ipc": load_table(acting_user=system, kind="ipc", path=reference / "ipc_zh.tsv"),
        "2002": load_table(
            acting_user=system, kind="divisions-edition", path=reference / "gb2260_history/200212.tsv"
        ),
        "2007": load_table(
            acting_user=system, kind="divisions-edition", path=reference / "gb2260_history/200712.tsv"
        ),
        "2023": load_table(acting_user=system, kind="divisions", path=reference / "divisions_2023"),
        "green": load_table(
            acting_user=system, kind="green-ipc", path=SHARED / "patent_green_codes" / "green_ipc_zh.tsv"
        ),
    }
    assert counts == {
        "industries": 1771,
        "ipc": 77_235,
        "2002": 3510,
        "2007": 3524,
        "2023": 3348,
        "green": 2880,
    }
    days = (date(2003, 1, 1), date(2010, 1, 1), date(2024, 1, 1))
    qijiang = [getattr(lists.find("divisions", "500222", day), "name_zh", None) for day in days]
    assert qijiang == ["綦江县", "綦江县", None]
    sections = dict(Code.objects.filter(code_list="industries-2017").values_list("code", "name_zh"))
    full = dict(Code.objects.filter(code_list="industries-2017-full", level=1).values_list("code", "name_zh"))
    assert sections == full
