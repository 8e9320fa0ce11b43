"""The cells of a spreadsheet or a table of text, with limits, before anybody asks what they mean.

What a file is says its content, not its name: internet banking calls a page of HTML or a text parted by
tabs ``.xls``, and people rename files.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL

from qinglan.kernel.documents.checking.archive import read_archive
from qinglan.kernel.documents.checking.refusal import Refused
from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.markup import rows_of_html, sheets_of_xml
from qinglan.kernel.sheets.old_excel import sheets_of_xls
from qinglan.kernel.sheets.table import (
    EMPTY,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_SHEETS,
    Cell,
    Line,
    Table,
    damaged,
    lined,
)
from qinglan.kernel.sheets.texts import decoded, rows_of_text

__all__ = ["EMPTY", "ENDINGS", "LARGEST_FILE", "LINES", "LONGEST_CELL", "MOST_COLUMNS", "Cell", "Line", "Table", "read_grid", "read_tables"]  # fmt: skip

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. 20,000 rows of a roster have about 2 MB as xlsx, 4 MB as csv."""
ENDINGS = (".xlsx", ".xls", ".csv", ".tsv", ".txt")
LINES = ".jsonl"
"""A file of one JSON object a line, where a form takes such (`SheetForm.takes_lines`)."""
LAST_ROW = 1_048_576
"""Of a sheet of xlsx."""
_ARCHIVE = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_grid(name: str, content: bytes, *, most_rows: int, takes_lines: bool = False) -> list[Line]:
    """The rows of the first sheet that are not empty; as `read_tables`."""
    return read_tables(name, content, most_rows=most_rows, takes_lines=takes_lines)[0].whole()


def read_tables(name: str, content: bytes, *, most_rows: int, takes_lines: bool = False) -> list[Table]:
    """Every sheet that is shown, with its rows that are not empty; at least one. Raises Unreadable.

    Of a file of JSON objects, read where `takes_lines`, row 0 holds the names and each object is the row of
    its line; a list in it is one cell with its parts between ``；``.

    Size, archive bombs and document types are looked at before anything is parsed. `most_rows` is the
    number of rows that are not empty; a sheet that has more says so when it is asked for (`Table.whole`).
    """
    if len(content) > LARGEST_FILE:
        limit = str(LARGEST_FILE // 1024 // 1024)
        raise Unreadable(
            Complaint(
                _(
                    "The file is larger than {limit} MB. Delete pictures and empty formatted rows, or split it."
                ),
                {"limit": limit},
            )
        )
    ending = PurePath(name).suffix.lower()
    if ending == LINES and takes_lines:
        return [Table("", _from_lines(content, most_rows))]
    if ending not in ENDINGS:
        raise Unreadable(
            Complaint(
                _(
                    "Only spreadsheets (xlsx, xls) and tables of text (csv, tsv, txt) are read. Save the file as “Excel workbook (.xlsx)”."
                )
            )
        )
    return _told_by_content(ending, content, most_rows)


def _told_by_content(ending: str, content: bytes, most_rows: int) -> list[Table]:
    if content.startswith(_OLE):
        return sheets_of_xls(content, most_rows)
    text = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not content.startswith(_ARCHIVE) and (ending != ".xlsx" or text.startswith(b"<")):
        return _from_text(content, most_rows)
    _look_inside(content)
    return _from_xlsx(content, most_rows)


def _look_inside(content: bytes) -> None:
    try:
        read_archive(content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                with archive.open(member) as file:
                    if b"<!DOCTYPE" in file.read(2048):
                        raise Unreadable(Complaint(_("The file declares a document type and was not read.")))
    except Refused as refused:
        raise Unreadable(Complaint("{why}", {"why": refused.message})) from refused
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError) as error:
        raise damaged() from error


@contextmanager
def _damage_said() -> Iterator[None]:
    """Turn whatever a parser raises into the sentence on damaged files: a file made to break it raises anything."""
    try:
        yield
    except Unreadable:
        raise
    except Exception as error:
        raise damaged() from error


@_damage_said()
def _from_xlsx(content: bytes, most_rows: int) -> list[Table]:
    tables, formulas = _pass(content, most_rows, computed=False)
    if formulas:
        values, _none = _pass(content, most_rows, computed=True)
        tables = [_with_values(one, known) for one, known in zip(tables, values, strict=True)]
    return tables


def _with_values(table: Table, computed: Table) -> Table:
    known = {line.number: line for line in computed.lines}

    def filled(line: Line) -> Line:
        there = known.get(line.number)
        cells = tuple(
            Cell(there.cell(index).value if there else None, formula=True) if cell.formula else cell
            for index, cell in enumerate(line.cells)
        )
        return Line(line.number, cells)

    return Table(table.name, [filled(line) for line in table.lines], table.fault)


def _pass(content: bytes, most_rows: int, *, computed: bool) -> tuple[list[Table], bool]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=computed, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
        if not shown:
            raise damaged()
        tables = []
        for sheet in shown[:MOST_SHEETS]:
            sheet.reset_dimensions()  # what the file says about its size may be a lie
            # rows and cells that are left out are made up, to whatever number and letters are written
            rows = _each_once(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS))
            tables.append(lined(sheet.title, map(_numbered, rows), most_rows))
        formulas = any(cell.formula for table in tables for line in table.lines for cell in line.cells)
        return tables, formulas
    finally:
        book.close()


def _each_once(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows without the one object that openpyxl gives for each row that is left out."""
    before: tuple[Any, ...] | None = None
    for row in rows:
        if row is not before:
            yield row
        before = row


def _numbered(row: Sequence[Any]) -> tuple[int, Iterable[Cell]]:
    number = next((cell.row for cell in row if cell.value is not None), 0)
    width = next((width for width in range(len(row), 0, -1) if row[width - 1] is not EMPTY_CELL), 0)
    return number, (Cell.of(cell.value, formula=cell.data_type == "f") for cell in row[:width])


@_damage_said()
def _from_text(content: bytes, most_rows: int) -> list[Table]:
    text = decoded(content)
    start = text.lstrip("\ufeff \t\r\n")[:2_000].lower()
    if (
        start.startswith("<")
        and "urn:schemas-microsoft-com:office:spreadsheet" in start
        and "<html" not in start
    ):
        return sheets_of_xml(content, most_rows)
    if start.startswith("<") and any(
        sign in start for sign in ("<html", "<table", "<!doctype html", "<head", "<meta", "<style")
    ):
        return [lined("", rows_of_html(text), most_rows)]
    rows = ((number, map(Cell.of, row)) for number, row in rows_of_text(text))
    return [lined("", rows, most_rows)]


@_damage_said()
def _from_lines(content: bytes, most_rows: int) -> list[Line]:
    names: dict[str, int] = {}
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, text in enumerate(decoded(content).split("\n"), start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise Unreadable(Complaint(_("Line {row} is no JSON object."), {"row": str(number)}))
        rows.append((number, row))
        for name in row:
            names.setdefault(name, len(names))
    if len(names) > MOST_COLUMNS:
        raise Unreadable(
            Complaint(_("The lines have more than {limit} different names."), {"limit": str(MOST_COLUMNS)})
        )
    heading = (0, [Cell(name) for name in names])
    cells = ((number, [Cell(_one_cell(row.get(name))) for name in names]) for number, row in rows)
    return lined("", chain([heading], cells), most_rows).whole()


def _one_cell(value: Any, between: str = "；") -> Any:
    """A value of JSON as a spreadsheet would hold it; a list in a list has its parts between ``|``."""
    if isinstance(value, list):
        return between.join(str(_one_cell(one, "|")) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, str | int) else str(value)
