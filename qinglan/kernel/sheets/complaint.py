"""What is wrong with a file, a row or a cell, kept so that it can be said in either language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from qinglan.kernel.sheets.words import Words


@dataclass(frozen=True)
class Complaint:
    """A sentence: `text` is marked with ``gettext_noop`` where it is written, `values` fill it in."""

    text: str
    values: Mapping[str, str | Words] = field(default_factory=dict)

    def __str__(self) -> str:
        return gettext(self.text).format(**self.values)


@dataclass(frozen=True)
class Finding:
    """A complaint and where it stands: row as counted by the spreadsheet, letter and title of the column.

    Row 0 is the whole file, an empty `column` the whole row.
    """

    row: int
    column: str
    title: Words
    complaint: Complaint

    @property
    def where(self) -> str:
        """“第 7 行 C 列（单位名称）”."""
        if not self.row:
            return gettext("The file")
        if not self.column:
            return gettext("Row {row}").format(row=self.row)
        return gettext("Row {row}, column {column} ({title})").format(
            row=self.row, column=self.column, title=self.title
        )

    def stored(self) -> dict[str, Any]:
        """As kept with the checked file."""
        values = {
            name: value if isinstance(value, str) else [value.zh, value.en]
            for name, value in self.complaint.values.items()
        }
        complaint = {"text": self.complaint.text, "values": values}
        return {"row": self.row, "column": self.column, "title": [self.title.zh, self.title.en], **complaint}

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> "Finding":
        """The finding that `stored` gave."""
        values = {
            name: value if isinstance(value, str) else Words(*value) for name, value in kept["values"].items()
        }
        complaint = Complaint(kept["text"], values)
        return cls(kept["row"], kept["column"], Words(*kept["title"]), complaint)


class Unreadable(Exception):
    """The file as a whole can't be read; `complaint` says why and what to do."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.text)
        self.complaint = complaint
