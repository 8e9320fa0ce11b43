"""Spreadsheets of Excel 97 to 2003 (``.xls``), as internet banking still writes them."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlrd
from django.utils.translation import gettext_noop as _

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.table import EMPTY, MOST_COLUMNS, MOST_SHEETS, Cell, Table, damaged, lined

_LISTS_PLACES = 50
"""From this version of the format on (Excel 5) a file says where each of its sheets begins."""


def sheets_of_xls(content: bytes, most_rows: int) -> list[Table]:
    """The sheets that are shown; raises Unreadable. Formulas come as what they last gave."""
    try:
        with xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        ) as book:
            _check_sheets(book)
            tables = [_one_sheet(book, place, most_rows) for place in range(book.nsheets)]
    except Unreadable:
        raise
    except Exception as error:  # xlrd raises whatever a damaged stream makes it raise
        raise damaged() from error
    if not tables:
        raise damaged()
    return [table for hidden, table in tables if not hidden] or [table for _hidden, table in tables]


def _check_sheets(book: Any) -> None:
    """Look at the list of sheets before one is read: the same rows may be listed a thousand times."""
    if book.nsheets > MOST_SHEETS:
        text = _("The file has more than {limit} sheets. Save the one that is meant as a file of its own.")
        raise Unreadable(Complaint(text, {"limit": str(MOST_SHEETS)}))
    begins = book._sh_abs_posn  # xlrd tells the places nowhere else
    if book.biff_version >= _LISTS_PLACES and len(set(begins)) < len(begins):
        raise damaged()


def _one_sheet(book: Any, place: int, most_rows: int) -> tuple[bool, Table]:
    """Whether it is hidden, and its rows; xlrd's own copy is let go."""
    sheet = book.sheet_by_index(place)
    table = lined(sheet.name, _rows(sheet, book.datemode), most_rows)
    book.unload_sheet(place)
    return bool(sheet.visibility), table


def _rows(sheet: Any, datemode: int) -> Iterator[tuple[int, list[Cell]]]:
    for number in range(sheet.nrows):
        yield number + 1, [_cell(one, datemode) for one in sheet.row(number)[:MOST_COLUMNS]]


def _cell(cell: Any, datemode: int) -> Cell:
    kind, value = cell.ctype, cell.value
    if kind == xlrd.XL_CELL_TEXT:
        return Cell.of(value)
    if kind == xlrd.XL_CELL_DATE:
        return Cell(_day(value, datemode))
    if kind == xlrd.XL_CELL_NUMBER:
        return Cell(int(value) if float(value).is_integer() and abs(value) < 10**15 else value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return Cell(bool(value))
    if kind == xlrd.XL_CELL_ERROR:
        return Cell(str(xlrd.error_text_from_code.get(value, "#N/A")))
    return EMPTY


def _day(value: float, datemode: int) -> datetime | float:
    try:
        found: datetime = xlrd.xldate_as_datetime(value, datemode)
    except (ValueError, OverflowError):
        return value
    return found
