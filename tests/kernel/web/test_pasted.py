"""What office programs put on the clipboard, as people paste it into forms."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.web import pasted
from qinglan.kernel.web.forms import (
    CodeField,
    DateField,
    LineField,
    MoneyField,
    NumberField,
    TextField,
    WholeNumberField,
)

WIDE = str.maketrans("0123456789.,-+", "０１２３４５６７８９．，－＋")
BLANKS = st.sampled_from(["", " ", "\u00a0", "\u3000", "\t", "\u200b", "\ufeff", "\u2009"])
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@given(st.integers(-(10**12), 10**12), st.booleans(), st.booleans(), BLANKS, BLANKS)
def test_whole_numbers_in_every_dress(
    value: int, separated: bool, wide: bool, before: str, after: str
) -> None:
    typed = f"{value:,}" if separated else str(value)
    typed = before + (typed.translate(WIDE) if wide else typed) + after
    assert pasted.number(typed) == value
    assert WholeNumberField().clean(typed) == value


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from([("", 10**6), ("元", 100), ("万元", 10**6), ("万", 10**6), ("亿元", 10**10)]),
    st.booleans(),
    BLANKS,
)
def test_amounts_of_money_in_every_dress(
    value: Decimal, unit: tuple[str, int], wide: bool, between: str
) -> None:
    """In a box of 万元 a bare number is 万元, and a written unit is taken at its word."""
    name, fen = unit
    typed = f"{value:,.2f}"
    typed = (typed.translate(WIDE) if wide else typed) + (between + name if name else "")
    assert MoneyField(unit="wan", max_fen=None).clean(typed) == value * fen


@given(
    DAYS,
    st.sampled_from(
        ["{}-{}-{}", "{}/{}/{}", "{}.{}.{}", "{}年{}月{}日", "{} 年 {} 月 {} 日", "{}年{}月{}号"]
    ),
    st.booleans(),
    st.booleans(),
    BLANKS,
)
def test_days_in_every_dress(day: date, form: str, padded: bool, wide: bool, blank: str) -> None:
    parts = (day.year, f"{day.month:02}", f"{day.day:02}") if padded else (day.year, day.month, day.day)
    typed = blank + form.format(*parts) + blank
    typed = typed.translate(WIDE) if wide else typed
    assert DateField().clean(typed) == day
    assert pasted.day(f"{day:%Y-%m-%d} 00:00:00") == day
    assert pasted.day(f"{day:%Y%m%d}") == day


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18), BLANKS, st.booleans())
def test_codes_with_blanks_and_full_width(value: str, blank: str, wide: bool) -> None:
    typed = blank.join(value[i : i + 4] for i in range(0, 18, 4)).lower()
    if wide:
        typed = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in typed)
    assert CodeField().clean(typed) == value


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once_and_nothing_breaks(raw: str) -> None:
    for clean in (pasted.text, pasted.line, pasted.code):
        assert clean(clean(raw)) == clean(raw)
    assert not any(ord(c) < 32 and c != "\n" for c in pasted.text(raw))
    assert "\n" not in pasted.line(raw)
    pasted.number(raw), pasted.money(raw, 1), pasted.day(raw), pasted.table(raw)


@given(
    st.lists(
        st.lists(st.text(alphabet="甲乙a1 ,", min_size=1, max_size=6), min_size=2, max_size=4), max_size=5
    )
)
def test_a_table_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    wanted = [[" ".join(cell.split()) for cell in row] for row in rows]
    raw = "\r\n".join("\t".join(row) for row in rows)
    assert pasted.table(raw) == [row for row in wanted if any(row)]


def test_a_cell_with_a_line_end_of_its_own() -> None:
    assert pasted.table('甲\t"一\n二 ""三"""\r\n乙\t\r\n\t\r\n') == [["甲", '一 二 "三"'], ["乙", ""]]


@pytest.mark.parametrize(
    "typed", ["1,5", "1.234,56", "1,23", "12,34,567", "１，２", "1 2", "十二", "1e5", "--1", "", "1" * 40]
)
def test_what_can_be_read_in_two_ways_is_no_number(typed: str) -> None:
    assert pasted.number(typed) is None


@pytest.mark.parametrize(
    "typed", ["2026-13-01", "2026年2月30日", "26-1-1", "2026年11月", "11/21/2026", "2026-11-21 x"]
)
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        DateField().clean(typed)


def test_a_paragraph_from_a_word_processor() -> None:
    raw = "\ufeff第一行\x0b第二行\r\n\u2022\t要点一\r\n\uf0b7 要点\u00a0二\r\n"
    assert TextField().clean(raw) == "第一行\n第二行\n- 要点一\n- 要点 二"
    assert LineField().clean("\u2022\t青禾\u00a0科技\t有限公司\r\n") == "青禾 科技 有限公司"
    assert NumberField().clean("１，２３４．５０") == Decimal("1234.50")
    assert MoneyField().clean("¥1,260,000.50") == 126_000_050
