"""Small files made to cost much, or to break the reader: refused with a sentence or cut, soon and in little memory."""

import io
import re
import time
import tracemalloc
import zipfile
from datetime import datetime
from typing import Any

import pytest

from qinglan.kernel.sheets import old_excel
from qinglan.kernel.sheets.cells import day_in
from qinglan.kernel.sheets.complaint import Unreadable
from qinglan.kernel.sheets.grid import Cell, Table, read_tables
from qinglan.kernel.sheets.table import lined
from tests.kernel.sheets.books import xlsx
from tests.kernel.sheets.test_files import OLD_EXCEL

XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>{}</Table></Worksheet></Workbook>"""
MEGABYTE = 1024 * 1024


def outcome(name: str, content: bytes) -> tuple[str, list[Table]]:
    """The sentence, "" where there is none, and the sheets; within seconds and 60 MB."""
    tracemalloc.start()
    begun = time.monotonic()
    said, tables = "", []
    try:
        tables = read_tables(name, content, most_rows=50, takes_lines=True)
        said = next((one.fault.text for one in tables if one.fault is not None), "")
    except Unreadable as unreadable:
        said = unreadable.complaint.text
    finally:
        peak = tracemalloc.get_traced_memory()[1] / MEGABYTE
        tracemalloc.stop()
    assert time.monotonic() - begun < 5
    assert peak < 60
    return said, tables


def test_a_row_of_html_ends_with_the_last_column_that_is_read() -> None:
    page = "<table><tr><td>甲" + "<td colspan=100>乙" * 30_000 + "<tr><td>丙</table>"
    said, (table,) = outcome("a.xls", page.encode())
    assert said == ""
    assert [[cell.value for cell in line.cells] for line in table.lines] == [
        ["甲", "乙", *[None] * 98],
        ["丙"],
    ]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<table><tr><td>" + "<a " * 60_000, ""),
        ("<table><tr><td>" + "<td x" * 60_000, ""),
        ("<table><tr><td " + "".join(f"a{n} " for n in range(60_000)), ""),
        ("<table><tr><td>" + "&lt;<b></b>" * 60_000, "Row {row} has a cell of more than {limit} characters."),
        ("<table><tr><td>a" * 60_000, "The file is damaged"),
        ("<table><tr><td>" + "<i>" * 60_000 + "</u>" * 60_000, "The file is damaged"),
        ("<table>" + "<tr><td>a" * 60_000 + "<i>" * 60_000, "The sheet has more than {limit} rows."),
    ],
    ids=["a tag in a tag", "a tag without end", "attributes", "a cell in pieces", "tables", "depth", "rows"],
)
def test_a_page_made_to_cost_much(page: str, said: str) -> None:
    found, _tables = outcome("a.xls", page.encode())
    assert found.startswith(said)
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xls", XML.format(f'<Row ss:Index="{"9" * 5_000}"><Cell/></Row>')),
        ("a.xls", XML.format(f'<Row><Cell ss:Index="{"9" * 5_000}"/></Row>')),
        ("a.xls", XML.format(f'<Row><Cell ss:MergeAcross="{"9" * 5_000}"/></Row>')),
        ("a.jsonl", "[" * 100_000),
        ("a.jsonl", '{"a":' * 100_000),
        ("a.jsonl", '{"a":' + "[" * 900 + "]" * 900 + "}"),
    ],
    ids=["row", "cell", "merged", "lists", "objects", "lists that can be read"],
)
def test_what_breaks_a_parser_is_a_damaged_file(name: str, text: str) -> None:
    assert outcome(name, text.encode())[0].startswith("The file is damaged")


@pytest.mark.parametrize("start", ["<html><table><![foo[ x ]]>", f"<table><tr><td colspan={'9' * 5_000}>"])
def test_what_a_browser_would_pass_over_is_passed_over(start: str) -> None:
    said, (table,) = outcome("a.xls", f"{start}<tr><td>甲</td><td>乙</table>".encode())
    assert said == ""
    assert [[cell.value for cell in line.cells] for line in table.lines] == [["甲", "乙"]]


def test_a_row_of_xml_ends_with_the_last_column_that_is_read() -> None:
    first, cell = '<Cell><Data ss:Type="String">甲</Data></Cell>', '<Cell ss:MergeAcross="99"/>'
    said, (table,) = outcome("a.xls", XML.format(f"<Row>{first}{cell * 100_000}</Row>").encode())
    assert said == ""
    assert [cell.value for cell in table.lines[0].cells] == ["甲", *[None] * 99]


def test_cells_past_the_last_column_are_not_even_made() -> None:
    made: list[int] = []

    def cells() -> Any:
        for place in range(5_000):
            made.append(place)
            yield Cell(place)

    assert len(lined("", [(1, cells())], 9).lines[0].cells) == 100
    assert len(made) == 100


FAR_BELOW = '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>'
FAR_TO_THE_RIGHT = "".join(f'<row r="{row}"><c r="ZZZ{row}"><v>1</v></c></row>' for row in range(2, 8_000))


@pytest.mark.parametrize("rows", [FAR_BELOW, FAR_TO_THE_RIGHT], ids=["below", "to the right"])
def test_a_cell_far_off_the_others_is_not_reached_for(rows: str) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([["甲"]]))) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            body = old.read(name).replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            new.writestr(name, body)
    said, (table,) = outcome("a.xlsx", content.getvalue())
    assert said == ""
    assert [line.number for line in table.lines] == [1]


def test_an_old_spreadsheet_that_lists_one_sheet_twice_is_refused() -> None:
    (first, second) = re.finditer(rb"\x85\0.\0(....)[\0\1]\0", OLD_EXCEL, re.DOTALL)
    twice = OLD_EXCEL[: second.start(1)] + first[1] + OLD_EXCEL[second.end(1) :]
    assert len(twice) == len(OLD_EXCEL)
    assert outcome("a.xls", twice)[0].startswith("The file is damaged")


def test_an_old_spreadsheet_with_too_many_sheets_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_excel, "MOST_SHEETS", 1)
    assert outcome("a.xls", OLD_EXCEL)[0].startswith("The file has more than {limit} sheets.")


@pytest.mark.parametrize(
    "kept",
    [datetime(1899, 12, 31, 10, 20), datetime(1899, 12, 30), datetime(1900, 1, 1, 2), datetime(1904, 1, 1, 10, 20)],  # noqa: DTZ001 - a cell has no zone
)  # fmt: skip
def test_a_time_is_no_day(kept: datetime) -> None:
    assert day_in(Cell(kept)) is None
