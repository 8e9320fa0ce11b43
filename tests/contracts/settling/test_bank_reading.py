"""Statements as banks write them: columns, encodings, amounts, days, faults."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from qinglan.contracts.settling.bank_reading import BankRow, period, read_statement

BUYER = "缙云化工（演示）有限公司"
TWO_COLUMNS = [
    ["某某银行账户交易明细"], ["账号：", "5000****0001", "币种：人民币"],
    ["交易日期", "交易流水号", "借方发生额（支取）", "贷方发生额（收入）", "余额", "对方户名", "对方账号", "摘要", "附言", "柜员"],
    ["2026-06-12", "ST0001", None, "2,000,000.00", "2,000,000.00", BUYER, "6222 0001", "转账", "HT-2026-000001 首付款", "A1"],
    ["2026/06/13 09:15:02", "ST0002", "200000", None, "1,800,000.00", "某检测机构（演示）", "62220002", "转账", "检测费", "A1"],
    ["合计", None, "200000", "2000000"],
]  # fmt: skip
SIGNED = [
    ["记账日期", "交易金额", "对方单位名称", "用途"], ["20260612", "+2000000.00", BUYER, "技术转让费"],
    ["20260613", "-200000.00", "某检测机构（演示）", "检测费"],
]  # fmt: skip
FLAGGED = [
    ["交易时间", "借贷标志", "发生额", "交易对手名称", "摘要", "凭证号"],
    ["2026年6月12日", "贷", "￥2,000,000.00", BUYER, "技术转让费", "PZ1"],
    ["2026年6月13日", "借", "200,000.00元", "某检测机构（演示）", "检测费", "PZ2"],
]  # fmt: skip


def _csv(rows: list[list[Any]], encoding: str = "utf-8") -> bytes:
    quoted = [",".join("" if cell is None else f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(quoted).encode(encoding)


def _xlsx(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_statement_with_a_column_for_each_direction() -> None:
    found = read_statement("明细.xlsx", _xlsx(TWO_COLUMNS))
    assert found.rows == [
        BankRow(4, "ST0001", False, date(2026, 6, 12), "in", 200_000_000, BUYER, "62220001", "转账 HT-2026-000001 首付款"),
        BankRow(5, "ST0002", False, date(2026, 6, 13), "out", 20_000_000, "某检测机构（演示）", "62220002", "转账 检测费"),
    ]  # fmt: skip
    assert (found.findings, found.skipped, found.unknown) == ([], [(6, "合计")], ("柜员",))
    assert (found.received, found.paid, period(found.rows)) == (
        200_000_000, 20_000_000, (date(2026, 6, 12), date(2026, 6, 13)),
    )  # fmt: skip


@pytest.mark.parametrize("rows", [SIGNED, FLAGGED], ids=["signed", "flagged"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_one_amount_signed_or_with_a_direction(rows: list[list[Any]], encoding: str) -> None:
    found = read_statement("明细.csv", _csv(rows, encoding))
    assert [(one.day, one.direction, one.amount, one.party, one.text) for one in found.rows] == [
        (date(2026, 6, 12), "in", 200_000_000, BUYER, "技术转让费"),
        (date(2026, 6, 13), "out", 20_000_000, "某检测机构（演示）", "检测费"),
    ]
    assert found.findings == []


def test_without_numbers_the_same_row_gets_the_same_one_in_a_later_statement() -> None:
    first = read_statement("a.csv", _csv(SIGNED)).rows
    twice = [SIGNED[0], SIGNED[1], SIGNED[1], SIGNED[2]]
    later = read_statement("b.csv", _csv(twice)).rows
    assert [one.is_derived for one in first] == [True, True]
    assert [one.number for one in later] == [first[0].number, later[1].number, first[1].number]
    assert len({one.number for one in later}) == 3  # two equal payments of a day remain two


def test_cells_that_are_numbers_and_days() -> None:
    rows: list[list[Any]] = [["日期", "收入", "支出"]]
    rows += [[datetime(2026, 6, 12, 10, 1), 1234.5, None]]  # noqa: DTZ001 - a cell has no zone
    rows += [[date(2026, 6, 13), 0, Decimal("0.01")]]
    found = read_statement("a.xlsx", _xlsx(rows))
    assert [(one.day, one.direction, one.amount) for one in found.rows] == [
        (date(2026, 6, 12), "in", 123_450), (date(2026, 6, 13), "out", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "where", "says"),
    [
        (["2026-02-30", "1", ""], (2, "A"), "is no day"),
        (["2026-06-12", "12.345", ""], (2, "B"), "no amount in yuan"),
        (["2026-06-12", "1", "2"], (2, "B"), "moves money one way"),
        (["2026-06-12", "", ""], (2, "B"), "Holds no amount"),
        (["2026-06-12", "12万", ""], (2, "B"), "no amount in yuan"),
    ],
)
def test_faults_name_row_and_column(row: list[str], where: tuple[int, str], says: str) -> None:
    found = read_statement("a.csv", _csv([["日期", "收入", "支出"], row]))
    assert [(one.row, one.column) for one in found.findings] == [where]
    assert says in found.findings[0].complaint.text
    assert found.rows == []


@pytest.mark.parametrize(
    ("flag", "amount", "says"), [("贷", "-1", "below nought"), ("平", "1", "neither in nor out")]
)
def test_a_direction_that_does_not_fit(flag: str, amount: str, says: str) -> None:
    found = read_statement("a.csv", _csv([["日期", "借贷", "金额"], ["2026-06-12", flag, amount]]))
    assert says in found.findings[0].complaint.text


def test_a_number_twice_in_a_file_is_named_with_its_first_row() -> None:
    rows = [["日期", "流水号", "收入"], ["2026-06-12", "A1", "5"], ["2026-06-12", "A1", "5"]]
    found = read_statement("a.csv", _csv(rows))
    assert [one.number for one in found.rows] == ["A1"]
    assert [(one.row, one.complaint.values) for one in found.findings] == [(3, {"value": "A1", "row": "2"})]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF"), ("a.xlsx", b"PK\3\4broken"), ("a.csv", b"a,b\n1,2"), ("a.csv", b"")],
)
def test_what_is_no_statement_is_refused_whole(name: str, content: bytes) -> None:
    found = read_statement(name, content)
    assert found.rows == []
    assert [one.row for one in found.findings] == [0]


AMOUNTS = st.lists(st.integers(min_value=-(10**13), max_value=10**13).filter(bool), min_size=1, max_size=20)


@given(AMOUNTS, st.booleans())
def test_every_cent_is_kept(amounts: list[int], grouped: bool) -> None:
    def shown(fen: int) -> str:
        yuan = Decimal(fen) / 100
        return f"{yuan:,.2f}" if grouped else f"{yuan:.2f}"

    rows = [["日期", "流水号", "金额"]]
    rows += [["2026-06-12", f"N{place}", shown(fen)] for place, fen in enumerate(amounts)]
    found = read_statement("a.csv", _csv(rows))
    signed = [one.amount if one.direction == "in" else -one.amount for one in found.rows]
    if min(amounts) > 0:  # Nothing tells in from out: not one row is taken.
        assert (signed, [one.row for one in found.findings]) == ([], [0])
    else:
        assert signed == amounts
        assert found.received - found.paid == sum(amounts)
