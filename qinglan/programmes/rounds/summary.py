"""The summary table 汇总表 of a round, in the columns of the notice: as spreadsheet and as a paper's attachment."""

import io
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from qinglan.kernel import clock
from qinglan.kernel.documents.official.content import PaperContent, Paragraph, Table
from qinglan.kernel.documents.official.docx import docx
from qinglan.kernel.rulebook.packs import Text
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.exports import safe_text
from qinglan.programmes.cases.answers import WAN, in_wan, shown_answer
from qinglan.programmes.cases.revisions import Content, content_of
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.values import values
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import Case, CaseRevision, Round
from qinglan.programmes.queries.round import cases_followed_by

MOST_COLUMNS_ON_PAPER = 11
LATEST = "latest_revisions"
"""Where the query puts the revisions of a case, newest first."""
_EDGE = Side(style="thin")
_FRAME = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Summary:
    """Title, who filled it in, headings with their groups, and a line for each submitted case."""

    title: str
    filled_in_by: str
    groups: list[str]
    headings: list[str]
    lines: list[list[str]]


def summary_of(user: Any, one: Round, filled_in_by: str) -> Summary:
    """The submitted cases of the user's scope, by number. Always in Chinese: it goes into a paper."""
    definition = one.version.definition
    columns = definition.letters.summary
    latest = Prefetch("revisions", queryset=CaseRevision.objects.order_by("-number"), to_attr=LATEST)
    cases = (
        cases_followed_by(user, one)
        .filter(submitted_at__isnull=False)
        .exclude(status__in=["withdrawn", "lapsed"])
        .prefetch_related(latest)
        .order_by("number")
    )
    lines = [
        [str(place), *(_cell(definition, column.shows, case) for column in columns)]
        for place, case in enumerate(cases, 1)
    ]
    title = definition.letters.summary_title
    return Summary(
        title=title.zh if title else f"{one.title}汇总表",
        filled_in_by=filled_in_by,
        groups=["", *(_zh(column.group) for column in columns)],
        headings=["序号", *(column.heading.zh for column in columns)],
        lines=lines,
    )


def _zh(text: Text | None) -> str:
    return text.zh if text is not None else ""


def _cell(definition: Definition, name: str, case: Case) -> str:
    latest: list[CaseRevision] = getattr(case, LATEST)
    if not latest:
        return ""
    content: Content = content_of(latest[0])
    for section, question in definition.all_questions():
        if question.id != name:
            continue
        if section.repeat:
            return "；".join(
                shown_answer(question, row.get(name)) for row in content.rows.get(section.id, [])
            )
        if in_wan(question) and name in content.answers:
            return shown(Decimal(content.answers[name]) / WAN)
        return shown_answer(question, content.answers.get(name))
    if name in content.facts:
        return str(content.facts[name])
    found = values(definition, content.answers, content.rows, content.facts).get(name)
    return shown(found) if isinstance(found, Decimal) else str(found or "")


def workbook(summary: Summary) -> bytes:
    """The spreadsheet: title, 填报单位（盖章）, merged headings, one line for each case."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "汇总表"
    width = len(summary.headings)
    last = get_column_letter(width)
    if demonstration.active():
        sheet.append([demonstration.LINE])
        sheet.merge_cells(f"A1:{last}1")
    first = sheet.max_row + 1 if demonstration.active() else 1
    _line(sheet, first, summary.title, last, Font(bold=True, size=16), centred=True)
    day = clock.today()
    _line(
        sheet,
        first + 1,
        f"填报单位（盖章）：{summary.filled_in_by}　　填报日期：{day.year}年{day.month}月{day.day}日",
        last,
        Font(),
    )
    upper, lower = first + 2, first + 3
    for place, (group, heading) in enumerate(zip(summary.groups, summary.headings, strict=True), 1):
        sheet.cell(upper, place, group or heading)
        sheet.cell(lower, place, heading)
        if not group:
            sheet.merge_cells(start_row=upper, end_row=lower, start_column=place, end_column=place)
        sheet.column_dimensions[get_column_letter(place)].width = max(8, min(36, 2 * len(heading) + 4))
    for group, spot in _runs(summary.groups):
        if group and len(spot) > 1:
            sheet.merge_cells(start_row=upper, end_row=upper, start_column=spot[0], end_column=spot[-1])
    for row in sheet.iter_rows(min_row=upper, max_row=lower, max_col=width):
        for cell in row:
            cell.font, cell.alignment, cell.border = Font(bold=True), _CENTRE, _FRAME
    for number, line in enumerate(summary.lines, lower + 1):
        for place, text in enumerate(line, 1):
            cell = sheet.cell(number, place, safe_text(text))
            cell.data_type, cell.border = "s", _FRAME
            cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.freeze_panes = f"A{lower + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"{upper}:{lower}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _line(sheet: Any, row: int, text: str, last: str, font: Font, *, centred: bool = False) -> None:
    sheet.cell(row, 1, text).font = font
    sheet.merge_cells(f"A{row}:{last}{row}")
    if centred:
        sheet.cell(row, 1).alignment = _CENTRE


def _runs(groups: list[str]) -> list[tuple[str, list[int]]]:
    numbered = list(enumerate(groups, 1))
    return [
        (group, [place for place, _name in run]) for group, run in groupby(numbered, key=lambda pair: pair[1])
    ]


def attachment(summary: Summary, issuer: str) -> bytes:
    """The same as a docx attachment of a paper; a table on paper has at most `MOST_COLUMNS_ON_PAPER` + 1 columns."""
    keep = MOST_COLUMNS_ON_PAPER + 1
    rows = tuple(tuple(cell[:300] for cell in line[:keep]) for line in summary.lines)
    content = PaperContent(
        kind="recommendation",
        issuer=issuer,
        title=summary.title,
        blocks=(
            Paragraph(text=f"填报单位（盖章）：{summary.filled_in_by}"),
            Table(headings=tuple(summary.headings[:keep]), rows=rows),
        ),
    )
    return docx(content)
