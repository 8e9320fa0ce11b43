"""The cells of an xlsx or csv file, with limits, before anybody asks what they mean."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl import load_workbook

from qinglan.kernel.documents.checking.archive import read_archive
from qinglan.kernel.documents.checking.refusal import Refused
from qinglan.kernel.sheets.complaint import Complaint, Unreadable

LARGEST_FILE = 10 * 1024 * 1024
"""Bytes. 20,000 rows of a roster have about 2 MB as xlsx, 4 MB as csv."""
ENDINGS = (".xlsx", ".csv")
LINES = ".jsonl"
"""A file of one JSON object a line, where a form takes such (`SheetForm.takes_lines`)."""
MOST_COLUMNS = 100
LONGEST_CELL = 5_000
"""Characters."""


@dataclass(frozen=True)
class Cell:
    """A value as the file holds it; of a formula the value that the spreadsheet last computed."""

    value: Any
    formula: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing, or blanks."""
        return not self.formula and (
            self.value is None or (isinstance(self.value, str) and not self.value.strip())
        )


EMPTY = Cell(None)


@dataclass(frozen=True)
class Line:
    """One row that is not empty: its number as the spreadsheet counts, and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell of a column (0 is A)."""
        return self.cells[index] if index < len(self.cells) else EMPTY

    @property
    def filled(self) -> list[int]:
        """The columns that hold something."""
        return [index for index, cell in enumerate(self.cells) if not cell.is_empty]


def read_grid(name: str, content: bytes, *, most_rows: int, takes_lines: bool = False) -> list[Line]:
    """The rows of the first sheet that are not empty; raises Unreadable.

    Of a file of JSON objects, read where `takes_lines`, row 0 holds the names and each object is the row of
    its line; a list in it is one cell with its parts between ``；``.

    Size, archive bombs and document types are looked at before anything is parsed. `most_rows` is the
    number of rows that are not empty.
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
    if ending == ".csv":
        return _from_csv(content, most_rows)
    if ending == LINES and takes_lines:
        return _from_lines(content, most_rows)
    if ending != ".xlsx":
        raise Unreadable(
            Complaint(_("Only xlsx and csv files are read. Save the file as “Excel workbook (.xlsx)”."))
        )
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
        raise _damaged() from error


def _damaged() -> Unreadable:
    return Unreadable(
        Complaint(
            _(
                "The file is damaged or under a password. Open it, save it anew as xlsx without a password, and send it again."
            )
        )
    )


def _from_xlsx(content: bytes, most_rows: int) -> list[Line]:
    try:
        lines, formulas = _pass(content, most_rows, computed=False)
        if formulas:
            values, _none = _pass(content, most_rows, computed=True)
            known = {line.number: line for line in values}
            lines = [_with_values(line, known.get(line.number)) for line in lines]
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it raise
        raise _damaged() from error
    return lines


def _with_values(line: Line, computed: Line | None) -> Line:
    cells = tuple(
        Cell(computed.cell(index).value if computed else None, formula=True) if cell.formula else cell
        for index, cell in enumerate(line.cells)
    )
    return Line(line.number, cells)


def _pass(content: bytes, most_rows: int, *, computed: bool) -> tuple[list[Line], bool]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=computed, keep_links=False)
    try:
        if not book.worksheets:
            raise _damaged()
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says about its size may be a lie
        lines: list[Line] = []
        formulas = False
        for row in sheet.iter_rows():
            cells = tuple(Cell(cell.value, cell.data_type == "f") for cell in row[:MOST_COLUMNS])
            if all(cell.is_empty for cell in cells):
                continue
            formulas = formulas or any(cell.formula for cell in cells)
            number = next(cell.row for cell in row if cell.value is not None)
            lines.append(_limited(Line(number, cells)))
            _count(lines, most_rows)
        return lines, formulas
    finally:
        book.close()


def _from_csv(content: bytes, most_rows: int) -> list[Line]:
    text = _decoded(content)
    lines: list[Line] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
            cells = tuple(Cell(_unwrapped(value) or None) for value in row[:MOST_COLUMNS])
            if all(cell.is_empty for cell in cells):
                continue
            lines.append(_limited(Line(number, cells)))
            _count(lines, most_rows)
    except csv.Error as error:
        raise _damaged() from error
    return lines


def _from_lines(content: bytes, most_rows: int) -> list[Line]:
    names: dict[str, int] = {}
    rows: list[tuple[int, dict[str, Any]]] = []
    for number, text in enumerate(_decoded(content).split("\n"), start=1):
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
    lines = [Line(0, tuple(Cell(name) for name in names))]
    for number, row in rows:
        lines.append(_limited(Line(number, tuple(Cell(_one_cell(row.get(name))) for name in names))))
        _count(lines, most_rows)
    return lines


def _one_cell(value: Any, between: str = "；") -> Any:
    """A value of JSON as a spreadsheet would hold it; a list in a list has its parts between ``|``."""
    if isinstance(value, list):
        return between.join(str(_one_cell(one, "|")) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value is None or isinstance(value, str | int) else str(value)


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        raise _damaged()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(Complaint(_("The characters of the file can't be read. Save it as UTF-8.")))


def _delimiter(text: str) -> str:
    head = text[:20_000]
    return max((",", "\t", ";"), key=head.count)


def _unwrapped(value: str) -> str:
    """Excel's way to keep a text a text in csv, ``="0012"``."""
    return value[2:-1] if value.startswith('="') and value.endswith('"') else value


def _limited(line: Line) -> Line:
    if any(isinstance(cell.value, str) and len(cell.value) > LONGEST_CELL for cell in line.cells):
        raise Unreadable(
            Complaint(
                _("Row {row} has a cell of more than {limit} characters."),
                {"row": str(line.number), "limit": str(LONGEST_CELL)},
            )
        )
    return line


def _count(lines: list[Line], most_rows: int) -> None:
    if len(lines) > most_rows:
        raise Unreadable(
            Complaint(_("The sheet has more than {limit} rows. Split it."), {"limit": str(most_rows)})
        )
