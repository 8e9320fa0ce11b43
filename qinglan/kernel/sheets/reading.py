"""Read a file by a sheet form: the rows with typed values, and everything that is wrong."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _
from openpyxl.utils import get_column_letter

from qinglan.kernel.sheets.cells import Bad, text_of, value_of
from qinglan.kernel.sheets.choices import spellings
from qinglan.kernel.sheets.choosing import the_one
from qinglan.kernel.sheets.complaint import Complaint, Finding, Unreadable
from qinglan.kernel.sheets.form import SheetForm
from qinglan.kernel.sheets.grid import read_tables
from qinglan.kernel.sheets.heading import Heading, find_heading, is_again, names_of
from qinglan.kernel.sheets.table import Line, Table
from qinglan.kernel.sheets.words import Words

EXAMPLE = frozenset({"例", "例：", "例:", "示例", "样例", "e.g.", "example"})
_NOTE = re.compile(
    r"(备?注|说明|填表说明|填报说明|填报单位|填表单位|填报人|填表人|联系人|审核人|负责人|填报日期|填表日期|单位负责人|notes?|remarks?)"
    r"([(（].*?[)）])?\s*[:：]",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(合|总|小)\s*计|total", re.IGNORECASE)
FURTHER_ROWS = 40
"""Rows beside those of the form: title, heading, notes."""


@dataclass(frozen=True)
class Row:
    """One row: its number as the spreadsheet counts, and its values by the columns' keys.

    A column that the file lacks is not among them.
    """

    number: int
    values: dict[str, Any]


@dataclass
class Reading:
    """What was read. `skipped` are rows that are no data (totals, notes), with their first words."""

    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    places: dict[str, int] = field(default_factory=dict)

    def complain(self, form: SheetForm, row: int, key: str, complaint: Complaint) -> Finding:
        """Add a finding on the cell of column `key` (or on the row, where the file has no such column)."""
        place = self.places.get(key)
        letter = get_column_letter(place + 1) if place is not None else ""
        title = form.column(key).title if place is not None else Words("", "")
        finding = Finding(row, letter, title, complaint)
        self.findings.append(finding)
        return finding


def read(form: SheetForm, name: str, content: bytes) -> Reading:
    """Read the file called `name`. A row with a fault is left out of `rows` and named in `findings`."""
    reading = Reading()
    try:
        tables = read_tables(
            name, content, most_rows=form.most_rows + FURTHER_ROWS, takes_lines=form.takes_lines
        )
        lines, heading = _the_one(form, tables)
    except Unreadable as error:
        reading.findings.append(Finding(0, "", Words("", ""), error.complaint))
        return reading
    reading.unknown = heading.unknown
    reading.places = heading.places
    form = form.as_of_now()
    choices = {column.key: spellings(column) for column in form.columns if column.kind == "choice"}
    in_notes = False
    names = names_of(form)
    for line in lines:
        if line.number <= heading.last_row or is_again(line, heading.places, names):
            continue
        why = _no_data(line, heading, in_notes)
        if why is None:
            _read_line(form, line, heading, choices, reading)
        elif why:
            in_notes = in_notes or why == "note"
            reading.skipped.append((line.number, text_of(line.cell(line.filled[0]))[:60]))
    _check_keys(form, reading)
    if not reading.rows and not reading.findings:
        reading.findings.append(
            Finding(0, "", Words("", ""), Complaint(_("There is no row of data below the heading.")))
        )
    return reading


def _the_one(form: SheetForm, tables: list[Table]) -> tuple[list[Line], Heading]:
    """The sheet that has the form's heading; raises Unreadable where none has, or where several hold rows."""
    faults: list[Unreadable] = []

    def find(lines: list[Line]) -> Heading | None:
        try:
            return find_heading(form, lines)
        except Unreadable as error:
            faults.append(error)
            return None

    found = the_one(tables, find, lambda heading: heading.last_row)
    if found is None:
        raise faults[0]
    return found


def _no_data(line: Line, heading: Heading, in_notes: bool) -> str | None:
    """Why a row is no data: ``note``, ``total``, ``example``, "" (a bare serial number); None for data."""
    filled = line.filled
    first = text_of(line.cell(filled[0]))
    serial = text_of(line.cell(heading.serial)) if heading.serial is not None else ""
    if serial.lower() in EXAMPLE:
        return "example"
    if _NOTE.match(first) or (in_notes and len(filled) == 1):
        return "note"
    if _TOTAL.fullmatch(first):
        return "total"
    if filled == [heading.serial]:
        return "" if serial.isdigit() else "note"
    return None


def _read_line(
    form: SheetForm, line: Line, heading: Heading, choices: dict[str, dict[str, str]], reading: Reading
) -> None:
    values: dict[str, Any] = {}
    good = True
    for column in form.columns:
        if column.key not in heading.places:
            continue
        places = [heading.places[column.key], *heading.further.get(column.key, ())]
        cell = next((line.cell(one) for one in places if not line.cell(one).is_empty), line.cell(places[0]))
        try:
            unit = heading.units[column.key]
            values[column.key] = value_of(column, cell, unit, choices.get(column.key, {}))
        except Bad as bad:
            reading.complain(form, line.number, column.key, bad.complaint)
            good = False
    if good:
        reading.rows.append(Row(line.number, values))


def _check_keys(form: SheetForm, reading: Reading) -> None:
    """A key may stand once, unless the form says otherwise; a later row with the same one is a fault that names the first."""
    if form.key_repeats:
        return
    seen: dict[str, int] = {}
    for row in list(reading.rows):
        key = row.values.get(form.key)
        if not key:
            continue
        if key in seen:
            reading.rows.remove(row)
            text = _("“{value}” stands already in row {row}.")
            complaint = Complaint(text, {"value": str(key), "row": str(seen[key])})
            reading.complain(form, row.number, form.key, complaint)
        else:
            seen[key] = row.number
