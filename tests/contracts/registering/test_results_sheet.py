"""What the national system registered comes in by a spreadsheet: whole or not at all, each fault named."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook

from qinglan.contracts.domain.registration_desk import take_back_registration
from qinglan.contracts.domain.registration_import import import_results
from qinglan.contracts.figures.queries import by_code
from qinglan.contracts.models import Attention, Registration
from qinglan.contracts.registering.acts import acts
from qinglan.contracts.registering.results_sheet import FORM, examine, result_of
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.sheets.reading import Reading, read
from tests.contracts.registering import made
from tests.parties.organisations.made import code, verified

pytestmark = pytest.mark.django_db
HEADINGS = ("合同登记编号", "登记日期", "本系统编号", "项目名称", "合同类别", "合同成交额（万元）", "技术交易额（万元）", "卖方名称", "卖方统一社会信用代码", "买方名称", "技术领域", "绿色依据")  # fmt: skip
SHA = "0" * 64
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def who(db: None) -> dict[str, Any]:
    return made.people()


def line(number: str, **changes: Any) -> list[Any]:
    values = {
        "number": number, "day": "2026-02-02", "ours": "", "title": "节水技术许可（演示）", "form": "专利实施许可",
        "amount": "200", "technology": "180", "seller": "甲（演示）", "code": "", "buyer": "乙（演示）", "field": "环境保护与资源综合利用",
        "green": "",
    } | changes  # fmt: skip
    return list(values.values())


def reading(*lines: list[Any]) -> Reading:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["技术合同认定登记结果"])
    sheet.append(list(HEADINGS))
    for one in lines:
        sheet.append(one)
    content = BytesIO()
    book.save(content)
    with translation.override("zh-hans"):
        return read(FORM, "结果.xlsx", content.getvalue())


def bring(who: dict[str, Any], found: Reading, by: str = "registrar") -> int:
    return import_results(acting_user=who[by], results=[result_of(row) for row in found.rows], sha256=SHA)


def faults(found: Reading) -> list[tuple[int, str]]:
    with translation.override("zh-hans"):
        examination = examine(reading=found)
        every = [*found.findings, *examination.findings]
        return sorted((one.row, str(one.complaint)) for one in every)


def test_rows_of_before_become_registrations_with_their_units(who: dict[str, Any]) -> None:
    found = reading(
        line("2025990001000001", code=who["owner"].code), line("2025990001000002", green="属于绿色技术领域")
    )
    assert faults(found) == []
    assert [one.act for one in examine(reading=found).outcomes] == ["new", "new"]
    assert bring(who, found) == 2
    first, second = Registration.objects.order_by("national_number")
    assert (first.state, first.kind, first.amount, first.technology_amount, first.registered_on) == (
        "registered", "licence", 200_000_0_00, 180_000_0_00, date(2026, 2, 2),
    )  # fmt: skip
    assert (first.seller_unit, first.keeper, first.seller_key) == (
        who["owner"],
        who["owner"],
        who["owner"].code,
    )
    assert (first.is_green, second.is_green, second.green_confirmed_by) == (False, True, who["registrar"])
    assert [one.kind for one in Event.objects.filter(stream=first.key)] == ["contracts.registration-imported"]


def test_brought_in_again_nothing_changes(who: dict[str, Any]) -> None:
    found = reading(line("2025990001000001"))
    assert bring(who, found) == 1
    assert [one.act for one in examine(reading=found).outcomes] == ["same"]
    assert bring(who, found) == 0
    assert Registration.objects.count() == 1


def test_other_values_of_the_national_system_hold_and_are_flagged(who: dict[str, Any]) -> None:
    row = made.registration(who, "registered", title="节水技术许可（演示）", seller_name="甲（演示）", buyer_name="乙（演示）", seller_code="")  # fmt: skip
    found = reading(line(made.NUMBER, technology="170"))
    with translation.override("zh-hans"):
        outcome = examine(reading=found).outcomes[0]
    assert (outcome.act, outcome.changes) == ("change", ("技术交易额：200万元 → 170万元",))
    bring(who, found)
    row.refresh_from_db()
    assert (row.technology_amount, row.attention) == (170_000_0_00, Attention.DIFFERENCES)
    assert [(one.field, one.theirs) for one in row.differences.all()] == [("technology_amount", "170万元")]


@pytest.mark.parametrize("state", ["passed", "handed_over"])
def test_what_was_filed_here_becomes_registered(who: dict[str, Any], state: str) -> None:
    row = made.registration(who, state, precheck_number="YS-2026-900001", title="节水技术许可（演示）")
    found = reading(line(made.NUMBER, ours="YS-2026-900001", technology="200"))
    assert [one.act for one in examine(reading=found).outcomes] == ["change"]
    bring(who, found)
    row.refresh_from_db()
    assert (row.state, row.national_number, row.registered_on) == (
        "registered",
        made.NUMBER,
        date(2026, 2, 2),
    )
    assert Registration.objects.count() == 1


def test_a_contract_is_registered_once_by_the_sheet_too(who: dict[str, Any]) -> None:
    made.registration(who, "registered", precheck_number="YS-2026-900001")
    made.registration(who, "handed_over", precheck_number="YS-2026-900002")
    made.registration(who, "draft", precheck_number="YS-2026-900003")
    found = reading(
        line("2026990001000002", ours="YS-2026-900001"),
        line("2026990001000003", ours="YS-2026-900002"),
        line("2026990001000004", ours="YS-2026-900002"),
        line("2026990001000005", ours="YS-2026-900003"),
        line("2026990001000006", ours="YS-2026-900009"),
    )
    told = dict(faults(found))
    assert sorted(told) == [3, 5, 6, 7]
    assert made.NUMBER in told[3]
    assert "2026990001000003" in told[5]
    assert "准备中" in told[6]
    assert "YS-2026-900009" in told[7]
    with pytest.raises(Impossible):
        bring(who, found)
    assert Registration.objects.filter(national_number__startswith="202699000100000").count() == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"technology": "210"}, "210万元"),
        ({"technology": "0"}, "大于零"),
        ({"amount": "0", "technology": "0"}, "大于零"),
        ({"number": "YS-2026-000001"}, "预审编号"),
        ({"number": "12345"}, "登记证明"),
        ({"code": "91990101MA0000001X"}, "校验"),
        ({"day": "2999-01-01"}, "晚于今天"),
        ({"form": "买卖合同"}, "买卖合同"),
        ({"green": "绿色产业目录条目"}, "目录代码"),
        ({"green": "属于绿色技术领域", "field": "电子信息"}, "技术领域"),
        ({"green": "属于绿色社会经济目标"}, "社会经济目标"),
        ({"green": "其他材料"}, "材料"),
    ],
)
def test_each_fault_is_named_with_its_row(who: dict[str, Any], changes: dict[str, Any], word: str) -> None:
    number = str(changes.pop("number", "2025990001000001"))
    found = faults(reading(line("2025990001000009", code=code(3)), line(number, **changes)))
    assert [row for row, _text in found] == [4]
    assert word in found[0][1]


def test_a_row_signed_after_it_was_registered_is_named(who: dict[str, Any]) -> None:
    headings, row = [*HEADINGS, "签订日期"], line("2025990001000001")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ["技术合同认定登记结果"],
        headings,
        [*row, "2026-02-02"],
        [*line("2025990001000002"), "2026-02-03"],
    ):
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    with translation.override("zh-hans"):
        found = read(FORM, "结果.xlsx", content.getvalue())
    assert faults(found) == [(4, "合同签订于 2026-02-03，登记应在此后。")]


def test_units_bring_in_nothing(who: dict[str, Any]) -> None:
    for person in ("member", "buyer", "stranger"):
        with pytest.raises(PermissionRefused):
            bring(who, reading(line("2025990001000001")), by=person)


def test_a_registrar_changes_nothing_of_another_office(who: dict[str, Any]) -> None:
    other = verified(who["officer"], 42, kind="registrar", industry="M75")
    row = made.registration(who, "registered", office=other, keeper=None, seller_unit=None)
    with pytest.raises(PermissionRefused):
        bring(who, reading(line(made.NUMBER, technology="170")))
    assert Registration.objects.get(pk=row.pk).technology_amount == made.PRICE
    assert bring(who, reading(line(made.NUMBER, technology="170")), by="officer") == 1
    bring(who, reading(line("2025990001000001")))
    assert Registration.objects.get(national_number="2025990001000001").office == who["office"]


def filed(who: dict[str, Any], **changes: Any) -> Registration:
    """What was prepared here from a contract and filed."""
    prepared = {"contract": made.in_force(who), "precheck_number": "YS-2026-900001"}
    return made.registration(who, "handed_over", **(prepared | changes))


def alike(who: dict[str, Any], number: str = made.NUMBER, **changes: Any) -> list[Any]:
    """A row about what `filed` is, without naming it."""
    values = {"seller": who["owner"].name, "code": who["owner"].code, "buyer": who["buyer_unit"].name}
    return line(number, **(values | changes))


@pytest.mark.parametrize("changes", [{}, {"code": ""}])
def test_a_row_that_looks_like_what_was_filed_here_names_it_or_says_no(
    who: dict[str, Any], changes: dict[str, Any]
) -> None:
    row = filed(who)
    found = reading(alike(who, **changes))
    told = faults(found)
    assert [one for one, _text in told] == [3]
    assert "YS-2026-900001" in told[0][1]
    with pytest.raises(Impossible):
        bring(who, found)
    other = reading(
        alike(who, "2026990001000002", ours="无", **changes),
        alike(who, "2026990001000003", amount="210"),
        alike(who, "2026990001000004", buyer="丙（演示）"),
        alike(who, "2026990001000005", ours="YS-2026-900001"),
    )
    assert faults(other) == []
    assert bring(who, other) == 4
    row.refresh_from_db()
    assert row.national_number == "2026990001000005"


def test_a_number_that_came_in_without_ours_passes_over_when_ours_is_named(who: dict[str, Any]) -> None:
    bring(who, reading(alike(who, green="属于绿色技术领域")))
    stray = Registration.objects.get(national_number=made.NUMBER)
    row = filed(who, title="节水技术许可（演示）")
    before = by_code("total", *YEAR), by_code("total", *YEAR, green=True)
    found = reading(alike(who, ours="YS-2026-900001"))
    assert [one.act for one in examine(reading=found).outcomes] == ["change"]
    bring(who, found)
    row.refresh_from_db()
    stray.refresh_from_db()
    assert (row.state, row.national_number, row.is_green) == ("registered", made.NUMBER, True)
    assert (stray.state, stray.national_number, stray.registered_on) == ("withdrawn", None, None)
    assert (by_code("total", *YEAR), by_code("total", *YEAR, green=True)) == before
    assert [one.act for one in examine(reading=reading(alike(who))).outcomes] == ["same"]
    assert stray.keeper == who["owner"]
    with translation.override("en"), pytest.raises(Impossible, match="open that one"):
        take_back_registration(acting_user=who["member"], row=stray)
    assert acts(who["member"], stray, clean=True) == []
