"""The table of industries against a second copy of GB/T 4754-2017, names alone."""

import unicodedata
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from qinglan.kernel.codes.domain.loading import load_table
from qinglan.kernel.codes.models import Code

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "data" / "reference"
DIFFERENT = {
    "0171": ("中草药种植", "中药材种植"),
    "2780": ("药用辅料及包装材料", "药用辅料及包装材料制造"),
    "3445": ("液力动力机械元件制造", "液力动力机械及元件制造"),
    "4511": ("天然气生产和供应业", "燃气生产和供应业"),
    "4710": ("住宅房屋建筑", "房屋建筑业"),
    "7289": ("其他会议、会展及相关服务", "其他会议、展览及相关服务"),
    "923": ("人民法院和人民检察院", "监察委员会、人民法院和人民检察院"),
    "9231": ("人民法院", "监察委员会"),
    "9232": ("人民检察院", "人民法院"),
    "96": ("基层群众自治组织及其他组织", "基层群众自治组织"),
}
"""Where the copies differ: slips of either, and at 923 the amendment of 2019, which only the second has."""
IN_OURS_ALONE = {"379", "3791", "3792", "3799", "502", "5021", "5022", "5030", "5090", "91", "9100"}


def plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def second_copy() -> dict[str, str]:
    """Names by code; the copy writes the section's letter before every code."""
    lines = (REFERENCE / "gbt4754_2017_names_check.tsv").read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    names: dict[str, str] = {}
    for code, name in table:
        names.setdefault(code[1:] or code, plain(name))
    return names


@pytest.mark.real_data
@pytest.mark.skipif(not REFERENCE.is_dir(), reason="../shared is absent")
def test_both_copies_name_the_industries_alike_but_for_these(db):
    system = get_user_model().objects.create(username="the system", is_system=True)
    load_table(acting_user=system, kind="industries", path=REFERENCE / "gbt4754_2017_industries.tsv")
    rows = Code.objects.filter(code_list="industries-2017-full").values_list("code", "name_zh")
    ours = {code: plain(name) for code, name in rows}
    theirs = second_copy()
    both = ours.keys() & theirs.keys()
    found = {code: (ours[code], theirs[code]) for code in both if ours[code] != theirs[code]}
    missing = theirs.keys() - ours.keys()
    assert found == {code: (plain(a), plain(b)) for code, (a, b) in DIFFERENT.items()}
    assert ours.keys() - theirs.keys() == IN_OURS_ALONE
    # Ours leaves out groups of a single class, and with them nothing of the first two levels.
    assert (len(both), len(missing), {len(code) for code in missing}) == (1760, 198, {3, 4})
