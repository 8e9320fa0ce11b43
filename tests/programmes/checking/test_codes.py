"""Codes out of pasted text and spreadsheets, each with what is wrong with it."""

import io

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from stdnum.cn import uscc

from qinglan.programmes.checking.codes import from_file, from_text
from qinglan.programmes.views.checking import pasted
from tests.parties.organisations.made import code


def told(text: str) -> list[tuple[int, str, str, str]]:
    return [(line.row, line.code, line.fault, line.expected) for line in from_text(text, most=500)]


def test_codes_stand_alone_beside_names_or_several_in_a_line() -> None:
    a, b, c = code(1), code(2), code(3)
    text = f"统一社会信用代码\n1\t{a}\t甲（演示）有限公司\n{b.lower()}，乙公司\n\n{c[:4]} {c[4:]}\nL-500000-00012"
    assert told(text) == [
        (2, a, "", ""),
        (3, b, "", ""),
        (5, c, "", ""),
        (6, "L-500000-00012", "", ""),
    ]


def test_what_is_wrong_is_said_of_each() -> None:
    good = code(1)
    last = "0" if good[-1] != "0" else "1"
    assert told(f"{good[:-1]}{last}\n{good[:-2]}\n{good[:17]}O\n{good}\n{good}\n某公司") == [
        (1, good[:-1] + last, "check_character", good[-1]),
        (2, good[:-2], "length", ""),
        (3, good[:17] + "O", "characters", ""),
        (4, good, "", ""),
        (5, good, "twice", ""),
        (6, "", "none", ""),
    ]


def test_a_spreadsheet_keeps_its_own_row_numbers_and_skips_its_heading() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["客户名单"], ["序号", "名称", "代码"], [1, "甲", code(1)], [], [2, "乙", code(2)]):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    found = [(line.row, line.code, line.fault) for line in from_file("a.xlsx", buffer.getvalue(), most=10)]
    assert found == [(3, code(1), ""), (5, code(2), "")]


def test_one_more_than_the_most_is_read_and_no_further() -> None:
    assert len(from_text("\n".join(code(n) for n in range(1, 100)), most=30)) == 31


@given(
    st.lists(st.sampled_from([code(1), code(2), "91990101MA0000001", "某公司", "", "x" * 30]), max_size=12)
)
def test_what_is_sent_on_gives_the_same_lines(rows: list[str]) -> None:
    lines = from_text("\n".join(rows), most=500)
    assert from_text(pasted(lines), most=500) == lines


@given(st.integers(min_value=1, max_value=9_999_999), st.integers(min_value=0, max_value=16), st.data())
def test_one_wrong_character_never_passes(number: int, place: int, data: st.DataObject) -> None:
    good = code(number)
    letters = [letter for letter in uscc._alphabet if letter != good[place]]
    wrong = good[:place] + data.draw(st.sampled_from(letters)) + good[place + 1 :]
    assert from_text(wrong, most=5)[0].fault in ("check_character", "characters")
