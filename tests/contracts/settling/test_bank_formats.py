"""Statements of ten banks, directions and minus signs, numbers that repeat; what cannot be read is named."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinglan.contracts.settling.bank_account_said import differs
from qinglan.contracts.settling.bank_reading import BankReading, read_statement
from tests.contracts.settling.statements import NUMBER, SAMPLES, book, text

DAY = "2026-06-12"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_statement_of_each_bank(name: str) -> None:
    file, content, expected = SAMPLES[name]
    found = read_statement(file, content)
    assert found.findings == []
    shown = [
        (row.day, row.direction, row.amount, row.party, "" if row.is_derived else row.number)
        for row in found.rows
    ]
    assert shown == expected
    assert not differs(found.own, NUMBER)


def ways(rows: list[list[Any]]) -> list[int]:
    found = read_statement("a.csv", text(rows))
    assert found.findings == []
    return [row.amount if row.direction == "in" else -row.amount for row in found.rows]


def says(found: BankReading) -> list[tuple[int, str, str]]:
    return [
        (one.row, one.column, one.complaint.text.format(**one.complaint.values)) for one in found.findings
    ]


TWO = ["日期", "收入", "支出"]
FLAG = ["日期", "借贷标志", "金额"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([TWO, [DAY, "100", ""], [DAY, "-30", ""], [DAY, "", "20"], [DAY, "", "-5"]], [10000, -3000, -2000, 500]),
        ([TWO, [DAY, "100", ""], [DAY, "", "-20"], [DAY, "", "-5"]], [10000, -2000, -500]),
        ([["日期", "收入", "支出（-元）"], [DAY, "", "-20"]], [-2000]),
        ([[*TWO, "余额"], [DAY, "100", "", "100"], [DAY, "", "-20", "80"]], [10000, -2000]),
        ([[*TWO, "余额"], [DAY, "100", "", "100"], [DAY, "", "-20", "120"]], [10000, 2000]),
        ([FLAG, [DAY, "贷", "100"], [DAY, "借", "20"], [DAY, "贷", "-30"], [DAY, "借", "-5"]], [10000, -2000, -3000, 500]),
        ([FLAG, [DAY, "贷", "100"], [DAY, "借", "-20"]], [10000, -2000]),
        ([["日期", "交易类型", "金额"], [DAY, "来账", "100"], [DAY, "往账", "20"]], [10000, -2000]),
        ([["日期", "交易类型", "金额"], [DAY, "转账", "100"], [DAY, "费用", "-20"]], [10000, -2000]),
        ([["日期", "交易金额", "余额"], [DAY, "100", "1100"], [DAY, "50", "1150"]], [10000, 5000]),
    ],
    ids=["taken back", "a minus before all that goes out", "said by the heading", "balances: out", "balances: taken back", "beside a direction", "twice the same", "kind names it", "kind names nothing", "balances: all in"],
)  # fmt: skip
def test_a_minus_means_what_the_file_means_by_it(rows: list[list[Any]], expected: list[int]) -> None:
    assert ways(rows) == expected


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["日期", "借方", "贷方", "余额"], [DAY, "100", "", "1100"], [DAY, "", "40", "1060"]], (0, "", "The balances run the other way")),
        ([["币种：美元"], ["日期", "金额"], [DAY, "5"]], (0, "", "The statement is in 美元")),
        ([["日期", "金额", "币种"], [DAY, "5", "USD"]], (2, "C", "“USD” is not yuan")),
        ([["日期", "金额"], ["6月12日", "5"]], (2, "A", "“6月12日” is no day")),
        ([["日期", "金额"], ["", "5"]], (2, "A", "Holds no day.")),
        ([["日期", "金额"], [DAY, "1,5"]], (2, "B", "“1,5” is no amount in yuan")),
        ([["日期", "金额", "流水号"], [DAY, "5", "2.02606E+17"]], (2, "C", "Is stored as a number and has lost digits")),
        ([["姓名", "工资"], ["甲", "5"]], (0, "", "The heading was not found")),
        ([["日期", "交易金额"], [DAY, "100"]], (0, "", "The file does not say which way")),
        ([["日期", "交易金额", "余额"], [DAY, "100", "1100"], [DAY, "50", "1050"]], (0, "", "The file does not say which way")),
        ([["日期", "收入", "流水号"], [DAY, "5", "A" * 72]], (2, "C", "Is longer than any number of a bank")),
        ([["日期", "金额"], ["合计", "5"]], (0, "", "There is no movement below the heading")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(rows: list[list[Any]], fault: tuple[int, str, str]) -> None:
    found = read_statement("a.csv", text(rows))
    ((row, column, words),) = says(found)
    assert (row, column, words[: len(fault[2])]) == fault
    assert found.rows == []


def test_every_fault_of_a_row_is_named() -> None:
    rows = [["日期", "流水号", "收入", "币种"], ["6月12日", "2.02606E+17", "1,5", "USD"]]
    assert [one[:2] for one in says(read_statement("a.csv", text(rows)))] == [
        (2, "A"),
        (2, "C"),
        (2, "B"),
        (2, "D"),
    ]


def test_sheets_of_several_months_are_named_and_none_is_taken() -> None:
    rows = [["日期", "金额"], [DAY, 5]]
    found = read_statement("a.xlsx", book(rows, 七月=rows))
    assert says(found) == [
        (
            0,
            "",
            "Several sheets hold rows (明细、七月). Put all rows into one, or save each as a file of its own.",
        )
    ]


def test_a_fee_with_the_number_of_its_payment_is_a_line_of_its_own_in_every_later_statement() -> None:
    heading = ["日期", "流水号", "支出", "摘要"]
    payment, fee = [DAY, "F1", "100", "转账"], [DAY, "F1", "5", "手续费"]
    first = read_statement("a.csv", text([heading, payment, fee])).rows
    assert [(one.amount, one.number[:3], one.is_derived) for one in first] == [
        (10000, "F1", False),
        (500, "F1/", False),
    ]
    upwards = read_statement("b.csv", text([heading, fee, payment])).rows
    assert {(one.amount, one.number) for one in upwards} == {(one.amount, one.number) for one in first}
    (alone,) = read_statement("c.csv", text([heading, fee])).rows
    assert (alone.number, alone.also) == ("F1", first[1].number)


def test_an_account_that_a_spreadsheet_rounded_is_left_out() -> None:
    rows = [
        ["日期", "收入", "对方账号"],
        [20260612, 5, 6222020012345678901],
        [20260612, "5.00元整", "6222020012345678901"],
    ]
    found = read_statement("a.xlsx", book(rows))
    assert [(one.amount, one.account) for one in found.rows] == [(500, ""), (500, "6222020012345678901")]


def test_numbers_of_nought_are_none_and_equal_rows_stay_two() -> None:
    found = read_statement("a.csv", text([["日期", "凭证号", "收入"], [DAY, "0", "5"], [DAY, "000", "5"]]))
    assert [one.is_derived for one in found.rows] == [True, True]
    assert len({one.number for one in found.rows}) == 2


@pytest.mark.parametrize(
    ("said", "ours", "expected"),
    [
        ("5000********0001", "5000 0000 0000 0001", False), ("5000********0009", "5000 0000 0000 0001", True),
        ("50000000000000010001", "5000000000000001", False), ("6222000000000001", "5000000000000001", True), ("", "5000000000000001", False),
        ("****0001", "5000000000000001", False), ("6222000000000001", "尾号0001", False),
    ],
)  # fmt: skip
def test_another_account_is_told_by_the_digits_that_both_show(said: str, ours: str, expected: bool) -> None:
    assert differs(said, ours) is expected


WRITTEN = st.sampled_from(["{:%Y-%m-%d}", "{:%Y%m%d}", "{:%Y/%m/%d}", "{:%Y年%m月%d日}", "{:%Y-%m-%d} 09:15:02", "{:%Y%m%d} 23:59", "{:%Y.%m.%d}"])  # fmt: skip
MOVES = st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 10**13), st.booleans()), min_size=1, max_size=12)  # fmt: skip
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@settings(max_examples=60)
@given(MOVES, WRITTEN, st.sampled_from([",", "\t", ";", "|"]), st.sampled_from(["utf-8-sig", "gb18030", "utf-16"]), st.booleans(), st.booleans())  # fmt: skip
def test_written_out_and_read_again_nothing_changes(
    moves: list[tuple[date, int, bool]],
    written: str,
    delimiter: str,
    encoding: str,
    wide: bool,
    columns: bool,
) -> None:
    """Out as banks write it, in again: every day, direction and 分, in two columns or in one with its direction."""
    rows: list[list[str]] = [
        ["某某银行明细"],
        ["日期", "流水号", *(["收入", "支出"] if columns else ["收支标志", "金额"])],
    ]
    for place, (day, fen, into) in enumerate(moves):
        shown = f"{fen // 100:,}.{fen % 100:02}"
        shown = shown.translate(WIDE) if wide else shown
        money = ([shown, ""] if into else ["", shown]) if columns else ["收" if into else "支", shown]
        rows.append([written.format(day), f"N{place}", *money])
    rows.append(["合计", "", "", ""])
    found = read_statement("a.txt", text(rows, delimiter, encoding))
    assert found.findings == []
    assert [(one.day, one.amount, one.direction == "in") for one in found.rows] == moves


def test_a_column_that_holds_times_alone_leaves_the_day_to_another() -> None:
    def row(*cells: tuple[str, str]) -> str:
        said = (f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>' for kind, value in cells)
        return f"<Row>{''.join(said)}</Row>"

    heading = row(*(("String", name) for name in ("交易时间", "记账日期", "贷方发生额", "借方发生额")))
    moved = row(
        ("DateTime", "1899-12-31T10:20:00.000"), ("DateTime", "2026-06-12T00:00:00.000"), ("Number", "5"), ("String", "")
    )  # fmt: skip
    content = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="a"><Table>{heading}{moved}</Table></Worksheet></Workbook>'
    )
    found = read_statement("a.xls", content.encode())
    assert found.findings == []
    assert [(one.day, one.direction, one.amount) for one in found.rows] == [(date(2026, 6, 12), "in", 500)]
