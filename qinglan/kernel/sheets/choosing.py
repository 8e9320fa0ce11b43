"""Which sheet of a workbook is meant: the one whose heading is found; of several that hold rows, none."""

from collections.abc import Callable
from typing import TypeVar

from django.utils.translation import gettext_noop as _

from qinglan.kernel.sheets.complaint import Complaint, Unreadable
from qinglan.kernel.sheets.table import Line, Table

Heading = TypeVar("Heading")


def the_one(
    tables: list[Table], find: Callable[[list[Line]], Heading | None], last_row: Callable[[Heading], int]
) -> tuple[list[Line], Heading] | None:
    """The rows of the sheet that has a heading, and it; None where no sheet has one.

    Raises Unreadable where several have rows below theirs, which are named, or the sheet is too long.
    """
    found = [(table, heading) for table in tables if (heading := find(table.lines)) is not None]
    filled = [one for one in found if one[0].lines[-1].number > last_row(one[1])]
    if len(filled) > 1:
        text = _(
            "Several sheets hold rows ({sheets}). Put all rows into one, or save each as a file of its own."
        )
        raise Unreadable(Complaint(text, {"sheets": "、".join(one.name for one, _heading in filled)}))
    if not found:
        return None
    table, heading = (filled or found)[0]
    return table.whole(), heading
