"""The empty spreadsheet of a form, as an office would send it out."""

from dataclasses import replace
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qinglan.kernel.sheets.form import Column, SheetForm
from qinglan.kernel.web import demonstration

ROWS = 500
"""Rows that get lists and formats."""
_THIN = Side(style="thin", color="FF7F8C93")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE6F1F4")
_EXAMPLE = PatternFill("solid", fgColor="FFF4F4F4")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def template(form: SheetForm) -> bytes:
    """An xlsx in the reader's language: title, 填报单位（盖章）, merged heading, an example, notes.

    Codes and numbers are formatted as text, choices have a list to pick from on a second sheet.
    """
    form = replace(form, columns=tuple(one for one in form.columns if not one.only_read))
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = str(form.title)[:31]
    width = len(form.columns) + 1
    grouped = any(column.group for column in form.columns)
    head = 3
    last = head + 1 if grouped else head
    _top(sheet, form, width)
    _heading(sheet, form, head, last)
    _example(sheet, form, last + 1)
    lists = book.create_sheet(_("Choices"))
    for index, column in enumerate(form.columns, start=2):
        _column(sheet, lists, column, index, last + 1)
    _notes(book.create_sheet(_("How to fill it in")), form)
    sheet.freeze_panes = f"C{last + 1}"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _top(sheet: Worksheet, form: SheetForm, width: int) -> None:
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    title = sheet.cell(1, 1, str(form.title))
    title.font = Font(bold=True, size=16)
    title.alignment = _CENTRE
    sheet.row_dimensions[1].height = 30
    half = max(2, width // 2)
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=half)
    sheet.cell(2, 1, _("Reporting unit (stamp):"))
    sheet.merge_cells(start_row=2, end_row=2, start_column=half + 1, end_column=width)
    sheet.cell(2, half + 1, demonstration.mark() or _("Date:"))


def _heading(sheet: Worksheet, form: SheetForm, head: int, last: int) -> None:
    _merged(sheet, head, last, 1, 1, _("No."))
    index = 2
    columns = list(form.columns)
    while columns:
        group = columns[0].group
        members = [columns.pop(0)]
        while group is not None and columns and columns[0].group == group:
            members.append(columns.pop(0))
        if group is not None:
            _merged(sheet, head, head, index, index + len(members) - 1, str(group))
        for member in members:
            _merged(sheet, last if group is not None else head, last, index, index, member.heading)
            index += 1


def _notes(sheet: Worksheet, form: SheetForm) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    star = _("Columns with a star (*) have to be filled in. The grey row is an example and is not read.")
    hints = [(str(column.title), str(column.hint)) for column in form.columns if column.hint is not None]
    for row in [(_("Note"), star), *((_("Note"), str(note)) for note in form.notes), *hints]:
        sheet.append(row)
    for cell in sheet["B"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _merged(sheet: Worksheet, top: int, bottom: int, left: int, right: int, text: str) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            cell = sheet.cell(row, column)
            cell.border, cell.fill, cell.alignment, cell.font = _BOX, _HEAD, _CENTRE, Font(bold=True)
    sheet.cell(top, left).value = text


def _example(sheet: Worksheet, form: SheetForm, row: int) -> None:
    texts = [_("Example"), *(column.example for column in form.columns)]
    for index, text in enumerate(texts, start=1):
        cell = sheet.cell(row, index, text)
        cell.data_type = "s"
        cell.fill, cell.border, cell.font = _EXAMPLE, _BOX, Font(italic=True, color="FF5B6B75")


def _column(sheet: Worksheet, lists: Worksheet, column: Column, index: int, first: int) -> None:
    letter = get_column_letter(index)
    shown = max(len(column.heading), len(column.example))
    sheet.column_dimensions[letter].width = max(12, min(44, shown * 2 + 2))
    if column.kind in ("code", "mobile", "text", "date"):
        sheet.column_dimensions[letter].number_format = "@"
    rule: DataValidation | None = None
    if column.kind == "choice":
        words = [str(choice.words) for choice in column.all_choices() if choice.listed]
        for row, text in enumerate([str(column.title), *words], start=1):
            lists.cell(row, index - 1, text)
        source = f"'{lists.title}'!${get_column_letter(index - 1)}$2:${get_column_letter(index - 1)}${len(words) + 1}"
        rule = DataValidation(
            type="list", formula1=source, allow_blank=not column.required, showErrorMessage=True
        )
    elif column.hint is not None:
        rule = DataValidation(type=None)
    if rule is None:
        return
    if column.hint is not None:
        rule.promptTitle, rule.prompt, rule.showInputMessage = (
            str(column.title)[:32],
            str(column.hint)[:255],
            True,
        )
    sheet.add_data_validation(rule)
    rule.add(f"{letter}{first + 1}:{letter}{first + ROWS}")
