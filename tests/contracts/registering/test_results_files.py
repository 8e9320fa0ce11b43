"""Results as other systems export them, and our own export brought in again: the same rows, to the 分."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.models import Registration
from qinglan.contracts.registering.results_sheet import FORM, examine, result_of
from qinglan.contracts.registering.sheet import in_wan
from qinglan.contracts.registering.sheet_columns import export_columns
from qinglan.kernel.sheets.cells import fen_in
from qinglan.kernel.sheets.reading import Reading, read
from qinglan.kernel.sheets.table import Cell
from tests.contracts.registering import made
from tests.contracts.settling.statements import book, html, text

NATIONAL = [
    "<td colspan=16>技术合同认定登记清单", "<td colspan=16>单位：元",
    ("<th rowspan=2>序号<th rowspan=2>合同登记编号<th rowspan=2>认定登记日期<th rowspan=2>合同名称<th rowspan=2>合同类别<th rowspan=2>合同成交金额<th rowspan=2>技术交易额"
    "<th rowspan=2>技术领域<th rowspan=2>是否关联交易<th rowspan=2>知识产权类型<th colspan=3>卖方信息<th colspan=3>买方信息"),
    "<th>名称<th>统一社会信用代码<th>单位性质<th>名称<th>行政区划<th>国别",
    ("<td>1<td>2025990001000001<td>2025年3月1日<td>节水技术许可（演示）<td>技术许可-专利实施许可<td>2,000,000.00<td>1,800,000.00"
    "<td>6 环境保护与资源综合利用<td>0<td>未涉及<td>甲（演示）<td><td>022 高等院校<td>乙（演示）<td>500106 沙坪坝区<td>142 中国"),
    "<td>合计<td><td><td><td><td>2,000,000.00<td>1,800,000.00",
]  # fmt: skip
PLAIN = [
    ["技术合同编号", "登记时间", "项目名称", "合同类型", "合同成交额（万元）", "其中：技术交易额（万元）", "卖方", "买方", "卖方类型", "国民经济行业", "合同编号"],
    ["'2025990001000002", "20250302", "脱硝技术开发（演示）", "技术开发", "１２０．５", "120", "甲（演示）", "乙（演示）", 22, "C2614 制造", "ZB-1"],
]  # fmt: skip


def brought(name: str, content: bytes) -> list[dict[str, Any]]:
    with translation.override("zh-hans"):
        found = read(FORM, name, content)
    assert [(one.where, str(one.complaint)) for one in found.findings] == []
    return [
        {"number": one.number, "on": one.registered_on, **one.values} for one in map(result_of, found.rows)
    ]


@pytest.mark.django_db
def test_a_list_of_the_national_system_with_groups_and_codes_beside_their_words() -> None:
    (row,) = brought("清单.xls", html(NATIONAL))
    assert {name: value for name, value in row.items() if value not in ("", None)} == {
        "number": "2025990001000001", "on": date(2025, 3, 1), "title": "节水技术许可（演示）", "form": "patent_licence", "kind": "licence",
        "amount": 200_000_000, "technology_amount": 180_000_000, "tech_field": "6", "is_related": False, "ip_kind": "none",
        "seller_name": "甲（演示）", "seller_type": "022", "buyer_name": "乙（演示）", "buyer_territory": "500106", "buyer_country": "142",
    }  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["a.xlsx", "a.csv", "a.xls"])
def test_other_headings_a_kind_without_its_sub_kind_and_codes_without_their_noughts(file: str) -> None:
    content = {"a.xlsx": book(PLAIN), "a.csv": text(PLAIN), "a.xls": text(PLAIN, "\t")}[file]
    (row,) = brought(file, content)
    assert (row["number"], row["on"], row["kind"], row["form"]) == (
        "2025990001000002",
        date(2025, 3, 2),
        "development",
        "",
    )
    assert (row["amount"], row["technology_amount"]) == (120_500_000, 120_000_000)
    assert (row["seller_type"], row["industry"]) == ("022", "C")


@pytest.mark.django_db
def test_what_means_several_things_is_named() -> None:
    rows = [PLAIN[0], [*PLAIN[1][:3], "技术合同", *PLAIN[1][4:8], "9", "农林", ""]]
    with translation.override("zh-hans"):
        found = read(FORM, "a.csv", text(rows))
    assert [(one.row, one.column) for one in found.findings] == [(2, "D"), (2, "J"), (2, "I")]


@pytest.mark.django_db
def test_our_own_export_brought_in_again_changes_nothing() -> None:
    who = made.people()
    row = made.registration(
        who,
        "registered",
        title="节水技术许可（演示）",
        amount=123_456_789_01,
        technology_amount=100_000_000_07,
    )
    row = Registration.objects.get(pk=row.pk)
    columns = export_columns(persons=True)
    out = io.StringIO()
    csv.writer(out).writerows(
        [
            [str(column.label) for column in columns],
            [column.read(row) for column in columns],
        ]
    )
    with translation.override("zh-hans"):
        found: Reading = read(FORM, "导出.csv", out.getvalue().encode("gb18030"))
        assert found.findings == []
        examined = examine(reading=found)
    assert ([one.act for one in examined.outcomes], examined.findings) == (["same"], [])


@given(st.integers(1, 10**16))
def test_an_amount_in_ten_thousands_comes_back_to_the_cent(fen: int) -> None:
    assert fen_in(Cell(in_wan(fen)), "万元") == fen
    whole, places = in_wan(fen).split(".")
    assert fen_in(Cell(f"¥{int(whole):,}.{places}万元"), "元") == fen


@given(
    st.integers(-(10**15), 10**15),
    st.sampled_from(["{}", "¥{}", "{}元", " {} ", "\t{}", "RMB {}"]),
    st.booleans(),
    st.booleans(),
)
def test_an_amount_in_every_dress_is_the_same(fen: int, dress: str, wide: bool, brackets: bool) -> None:
    shown = f"{abs(fen) // 100:,}.{abs(fen) % 100:02}"
    shown = shown.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，")) if wide else shown
    if fen < 0:
        shown = f"({shown})" if brackets else f"-{shown}"
    written = dress.format(shown) if not (brackets and fen < 0) else shown
    assert fen_in(Cell(written), "元") == fen
