"""A table as data: caption, columns and rows, for ``{% table %}``, exports and charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


@dataclass
class Column:
    """A heading. Numbers stand right with their unit in the heading; `sorted` is ascending,
    descending or "" and `url` sorts by this column.
    """

    label: Text
    numeric: bool = False
    sorted: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """One value under its heading; the first of a row is the row's heading."""

    value: Any
    label: Text
    numeric: bool = False
    header: bool = False


@dataclass
class Table:
    """Values in the order of `columns`; the first column names the row. `cards` makes each row a
    card on phones; a table with many numeric columns may scroll sideways instead (False).
    """

    caption: Text
    columns: list[Column]
    values: Sequence[Sequence[Any]]
    total_values: Sequence[Any] = ()
    cards: bool = True
    hide_caption: bool = False

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells of each row."""
        return [self._cells(row) for row in self.values]

    @property
    def total(self) -> list[Cell]:
        """The cells of the line of totals, empty where there is none."""
        return self._cells(self.total_values)

    def _cells(self, values: Iterable[Any]) -> list[Cell]:
        return [
            Cell(value, column.label, column.numeric, index == 0)
            for index, (value, column) in enumerate(zip(values, self.columns, strict=False))
        ]


def build(caption: Text, headings: Iterable[Text | Column], values: Iterable[Sequence[Any]]) -> Table:
    """A table from plain headings; a heading that is already a Column is kept."""
    columns = [h if isinstance(h, Column) else Column(h) for h in headings]
    return Table(caption, columns, [tuple(row) for row in values])
