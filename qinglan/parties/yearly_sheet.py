"""A yearly report as a spreadsheet: out with the form's own head, in with every fault named by its cell."""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.checking.archive import read_archive
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.exports import safe_text
from qinglan.parties.domain.yearly_report import number
from qinglan.parties.models.organisation_figure import QuestionKind, YearlyForm, YearlyReport

_THIN = Side(style="thin", color="FF7F8C93")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE6F1F4")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LARGEST = 1_000_000
"""Bytes: one form is small, whatever was pasted beside it."""
CODE, AMOUNT = 2, 4
"""Columns of the code and of the answer."""


def sheet_of(report: YearlyReport) -> bytes:
    """The form with its number, maker, approval and validity, 填报单位（盖章）, and the answers so far."""
    form = report.form
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = form.number[:31]
    _top(sheet, report)
    heads = [_("Item"), _("Code"), _("Unit"), _("This year")]
    for column, head in enumerate(heads, 1):
        cell = sheet.cell(7, column, head)
        cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), _HEAD, _BOX, _CENTRE
    answers = {one.question_id: one for one in report.answers.all()}
    row = 8
    for question in form.questions.all():
        answer = answers.get(question.pk)
        given = "" if answer is None else (safe_text(answer.text) if answer.value is None else answer.value)
        star = "*" if question.required else ""
        for column, value in enumerate((f"{star}{question}", question.key, question.unit or "—", given), 1):
            cell = sheet.cell(row, column, value)
            cell.border = _BOX
            if column == AMOUNT:
                cell.number_format = "0" if question.kind == QuestionKind.COUNT else "General"
        row += 1
    foot = _("Head of the unit:            Filled in by:            Telephone:            Date:")
    sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=4)
    sheet.cell(row + 1, 1, foot)
    for letter, width in zip("ABCD", (44, 18, 14, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _top(sheet: Worksheet, report: YearlyReport) -> None:
    form = report.form
    lines = [
        (_("Form number"), form.number),
        (_("Made by"), form.maker),
        (_("Approval number"), form.approval or _("none: demonstration form")),
        (_("Valid until"), str(form.valid_until or "—")),
    ]
    sheet.merge_cells("A1:D1")
    sheet["A1"] = f"{form} ({report.year})"
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=16), _CENTRE
    sheet.row_dimensions[1].height = 30
    colon = pgettext("label", ": ")
    for index, (label, value) in enumerate(lines, 2):
        sheet.merge_cells(start_row=index, end_row=index, start_column=1, end_column=4)
        sheet.cell(index, 1, f"{label}{colon}{value}").alignment = Alignment(horizontal="right")
    sheet.merge_cells("A6:D6")
    stamp = _("Reporting unit (stamp):")
    unit = f"{stamp} {safe_text(report.organisation.name)} {report.organisation.code}"
    sheet["A6"] = f"{unit}   {demonstration.mark() or ''}".strip()


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell."""

    cell: str
    text: str


def read_sheet(form: YearlyForm, content: bytes) -> tuple[dict[str, str], list[Fault]]:
    """Answers by the codes of the questions, and all faults; formulas and errors are refused.

    Raises Impossible for a file that is none, too large, or of another form.
    """
    if len(content) > LARGEST:
        raise Impossible(_("The file is larger than 1 MB. Send the form alone."), field="file")
    try:
        read_archive(content)  # refuses bombs before anything is parsed
        book = load_workbook(BytesIO(content), read_only=False, data_only=False)
    except Exception as error:
        raise Impossible(_("This is no xlsx file that can be read."), field="file") from error
    questions = {question.key: question for question in form.questions.all()}
    found: dict[str, str] = {}
    faults: list[Fault] = []
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in sheet.iter_rows(min_row=1, max_row=200, max_col=AMOUNT):
        question = questions.get(str(row[CODE - 1].value or "").strip())
        if question is None:
            continue
        cell = row[AMOUNT - 1]
        text = "" if cell.value is None else str(cell.value).strip()
        if cell.data_type == "f" or text.startswith("#"):
            faults.append(Fault(cell.coordinate, _("A formula or an error stands here. Write the value.")))
        elif text and question.kind != QuestionKind.TEXT:
            try:
                number(text, question.kind)
            except Impossible as error:
                faults.append(Fault(cell.coordinate, error.message))
        found[question.key] = text
    if not found:
        raise Impossible(
            _("None of this form's codes stand in the second column. Use the template."), field="file"
        )
    return found, faults
