"""A block copied from a spreadsheet, as rows of a repeated section."""

import csv
import io

from django.utils.translation import gettext as _

from qinglan.programmes.definition.questions import Section


class BadBlock(ValueError):
    """The block can't be read; the message says why."""


def rows_in(section: Section, block: str) -> list[dict[str, str]]:
    """The rows of a block, cells parted by tabs, in the order of the questions or of a heading row. Raises BadBlock."""
    questions = [question for question in section.questions if question.type != "file"]
    lines = [
        line
        for line in csv.reader(io.StringIO(block.strip("\r\n")), delimiter="\t")
        if any(c.strip() for c in line)
    ]
    if not lines:
        raise BadBlock(_("There are no rows in what you pasted."))
    names: dict[str, str] = {}
    for question in questions:
        names |= {question.text.zh: question.id, question.text.en: question.id, question.id: question.id}
    heading = [names.get(_bare(cell)) for cell in lines[0]]
    if sum(name is not None for name in heading) >= min(2, len(questions)):
        order: list[str | None] = heading
        lines = lines[1:]
    else:
        order = [question.id for question in questions]
    widest = max((len(line) for line in lines), default=0)
    if widest > len(order):
        raise BadBlock(
            _(
                "The rows have {found} columns, but there are {asked} questions. Copy the columns in this order, or with their headings."
            ).format(found=widest, asked=len(order))
        )
    return [
        {name: cell.strip() for name, cell in zip(order, line, strict=False) if name is not None}
        for line in lines
    ]


def _bare(cell: str) -> str:
    return cell.strip().strip("*＊").split("（")[0].split("(")[0].strip()
