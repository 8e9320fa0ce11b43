"""Spreadsheets of Excel 97 to 2003 (``.xls``), as internet banking still writes them."""

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlrd

from qinglan.kernel.sheets.table import EMPTY, MOST_COLUMNS, Cell, Table, damaged, lined


def sheets_of_xls(content: bytes, most_rows: int) -> list[Table]:
    """The sheets that are shown; raises Unreadable. Formulas come as what they last gave."""
    try:
        with xlrd.open_workbook(
            file_contents=content, logfile=io.StringIO(), on_demand=True, ragged_rows=True
        ) as book:
            shown = [one for one in range(book.nsheets) if not book.sheet_by_index(one).visibility]
            sheets = [book.sheet_by_index(one) for one in shown or range(book.nsheets)]
            tables = [lined(sheet.name, _rows(sheet, book.datemode), most_rows) for sheet in sheets]
    except Exception as error:  # xlrd raises whatever a damaged stream makes it raise
        raise damaged() from error
    if not tables:
        raise damaged()
    return tables


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
