"""What every kind of file becomes: sheets of numbered rows of cells, within limits."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import gettext_noop as _

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.texts import unwrapped

MOST_COLUMNS = 100
MOST_SHEETS = 40
LONGEST_CELL = 5_000
"""Characters."""


@dataclass(frozen=True)
class Cell:
    """A value as the file holds it; of a formula the value that the spreadsheet last computed."""

    value: Any
    formula: bool = False

    @classmethod
    def of(cls, value: Any, *, formula: bool = False) -> "Cell":
        """The cell of a file: a text without what only keeps it a text, nothing where it is empty."""
        if isinstance(value, str) and not formula:
            value = unwrapped(value) or None
        return cls(value, formula)

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


@dataclass(frozen=True)
class Table:
    """A sheet: its name ("" where the file has but one), its rows, and why it was not read to its end."""

    name: str
    lines: list[Line] = field(default_factory=list)
    fault: Complaint | None = None

    def whole(self) -> list[Line]:
        """The rows; raises Unreadable where there are more than are taken."""
        if self.fault is not None:
            raise Unreadable(self.fault)
        return self.lines


def lined(name: str, rows: Iterable[tuple[int, Iterable[Cell]]], most_rows: int) -> Table:
    """The sheet of these rows: empty ones left out, read until a limit is passed."""
    lines: list[Line] = []
    for number, cells in rows:
        line = Line(number, tuple(islice(cells, MOST_COLUMNS)))
        if all(cell.is_empty for cell in line.cells):
            continue
        fault = _fault(line, len(lines), most_rows)
        if fault is not None:
            return Table(name, lines, fault)
        lines.append(line)
    return Table(name, lines)


def _fault(line: Line, before: int, most_rows: int) -> Complaint | None:
    if any(isinstance(cell.value, str) and len(cell.value) > LONGEST_CELL for cell in line.cells):
        text = _("Row {row} has a cell of more than {limit} characters.")
        return Complaint(text, {"row": str(line.number), "limit": str(LONGEST_CELL)})
    if before >= most_rows:
        return Complaint(_("The sheet has more than {limit} rows. Split it."), {"limit": str(most_rows)})
    return None


def damaged() -> Unreadable:
    """A file that its own program made otherwise."""
    return Unreadable(
        Complaint(
            _(
                "The file is damaged or under a password. Open it, save it anew as xlsx without a password, and send it again."
            )
        )
    )
