"""A whole application as a spreadsheet: the template out, and the filled-in file read, with every fault by its cell."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.exports import safe_text
from qinglan.programmes.cases.answers import stored_answer, written_answer
from qinglan.programmes.cases.form_state import ROW
from qinglan.programmes.cases.section_form import unit_of, with_unit
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.words import shown

ID, TEXT, ANSWER, HINT = range(1, 5)
HEADING_ROWS = 2
MOST_ERRORS = 200
GREY = PatternFill("solid", fgColor="EEF2F4")


@dataclass
class Filled:
    """What a spreadsheet says: raw answers and rows by section, and every fault with its cell."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def template(
    definition: Definition, answers: dict[str, Any], rows: dict[str, list[dict[str, Any]]], known: set[str]
) -> bytes:
    """The spreadsheet with what stands in the draft: a sheet for each section; what the system knows is grey."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for section in definition.questions.sections:
        sheet = book.create_sheet(section.id[:31])
        sheet.append(
            [
                safe_text(in_reader_language(section.title)),
                demonstration.LINE if demonstration.active() else "",
            ]
        )
        sheet.cell(1, 1).font = Font(bold=True, size=14)
        questions = [question for question in section.questions if question.type != "file"]
        if section.repeat:
            _table(sheet, questions, rows.get(section.id, []))
        else:
            _list(sheet, questions, answers, known)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _list(sheet: Any, questions: list[Question], answers: dict[str, Any], known: set[str]) -> None:
    sheet.append(["#", _("Question"), _("Answer"), _("Hint")])
    for number, question in enumerate(questions, HEADING_ROWS + 1):
        sheet.cell(number, ID, question.id)
        sheet.cell(number, TEXT, safe_text(_label(question)))
        cell = sheet.cell(number, ANSWER, _written(question, answers.get(question.id)))
        cell.number_format = "@"
        sheet.cell(
            number,
            HINT,
            safe_text(_("known already, not to be filled in") if question.id in known else _hint(question)),
        )
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if question.id in known:
            cell.fill = GREY
        _choices(sheet, question, f"{get_column_letter(ANSWER)}{number}")
    for column, width in ((ID, 18), (TEXT, 36), (ANSWER, 48), (HINT, 40)):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C3"


def _table(sheet: Any, questions: list[Question], rows: list[dict[str, Any]]) -> None:
    sheet.append(["#", *(question.id for question in questions)])
    sheet.append([_("row"), *(safe_text(_label(question)) for question in questions)])
    for row in rows:
        sheet.append([row[ROW], *(_written(question, row.get(question.id)) for question in questions)])
    for place, question in enumerate(questions, 2):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = 24
        _choices(sheet, question, f"{letter}4:{letter}1000")
        for number in range(4, 204):
            sheet.cell(number, place).number_format = "@"
    sheet.freeze_panes = "B4"


def _label(question: Question) -> str:
    label = with_unit(in_reader_language(question.text), unit_of(question))
    return f"{'* ' if question.required else ''}{label}"


def _hint(question: Question) -> str:
    parts = [in_reader_language(question.help)] if question.help else []
    if question.type == "choices":
        parts.append(
            _("several, parted by semicolons: {list}").format(
                list="；".join(in_reader_language(one.text) for one in question.options)
            )
        )
    if question.type == "date":
        parts.append("2026-11-21")
    return " ".join(parts)


def _written(question: Question, stored: Any) -> str:
    if stored is None:
        return ""
    if question.type in ("choice", "choices"):
        among = stored if isinstance(stored, list) else [stored]
        return "；".join(in_reader_language(one.text) for one in question.options if one.id in among)
    if question.type == "yes_no":
        return str(_("yes")) if stored else str(_("no"))
    return safe_text(str(written_answer(question, stored)))


def _choices(sheet: Any, question: Question, cells: str) -> None:
    titles: list[str] = []
    if question.type == "choice":
        titles = [in_reader_language(one.text) for one in question.options]
    elif question.type == "yes_no":
        titles = [str(_("yes")), str(_("no"))]
    formula = ",".join(titles)
    if titles and len(formula) < 250 and not any("," in title or '"' in title for title in titles):
        rule = DataValidation(type="list", formula1=f'"{formula}"', allow_blank=True)
        sheet.add_data_validation(rule)
        rule.add(cells)


def read(definition: Definition, content: bytes, known: set[str]) -> Filled:
    """Read a filled-in file. Raises Impossible for one that is no template of this application."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise Impossible(
            _("The file can't be read as a spreadsheet. Save it as xlsx."), field="file"
        ) from error
    names = {section.id[:31]: section for section in definition.questions.sections}
    found = Filled()
    foreign = [name for name in book.sheetnames if name not in names]
    if not set(book.sheetnames) & set(names):
        raise Impossible(
            _("This is not the spreadsheet of this application. Take the template here and fill it in."),
            field="file",
        )
    for name in foreign:
        found.errors.append(_("Sheet {sheet}: it is not one of this application.").format(sheet=name[:31]))
    for name, section in names.items():
        if name in book.sheetnames:
            sheet = book[name]
            if section.repeat:
                _read_table(section, sheet, found)
            else:
                _read_list(section, sheet, known, found)
    return found


def _read_list(section: Section, sheet: Any, known: set[str], found: Filled) -> None:
    questions = {question.id: question for question in section.questions if question.type != "file"}
    answers: dict[str, Any] = {}
    for number, row in enumerate(
        sheet.iter_rows(min_row=HEADING_ROWS + 1, max_row=HEADING_ROWS + 500, max_col=HINT, values_only=True),
        HEADING_ROWS + 1,
    ):
        name = str(row[0] or "").strip() if row else ""
        if not name:
            continue
        if name not in questions:
            _fault(
                found, section, number, ID, _("there is no question “{id}” in this part").format(id=name[:50])
            )
            continue
        if name in known:
            continue
        answers[name] = _checked(
            found, section, questions[name], row[ANSWER - 1] if len(row) >= ANSWER else None, number, ANSWER
        )
    found.answers[section.id] = answers


def _read_table(section: Section, sheet: Any, found: Filled) -> None:
    questions = {question.id: question for question in section.questions if question.type != "file"}
    lines = sheet.iter_rows(
        min_row=HEADING_ROWS, max_row=section.most_rows + 503, max_col=len(questions) + 20, values_only=True
    )
    order: list[str] = []
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, HEADING_ROWS):
        if number == HEADING_ROWS:
            order = [str(cell or "").strip() for cell in line[1:]]
            for place, name in enumerate(order, 2):
                if name and name not in questions:
                    _fault(
                        found,
                        section,
                        number,
                        place,
                        _("there is no question “{id}” in this part").format(id=name[:50]),
                    )
            continue
        if number == HEADING_ROWS + 1 or all(cell in (None, "") for cell in line[1:]):
            continue
        row: dict[str, Any] = {ROW: int(line[0]) if str(line[0] or "").isdecimal() else "new"}
        for place, (name, cell) in enumerate(zip(order, line[1:], strict=False), 2):
            if name in questions:
                row[name] = _checked(found, section, questions[name], cell, number, place)
        rows.append(row)
    found.rows[section.id] = rows


def _checked(found: Filled, section: Section, question: Question, cell: Any, row: int, column: int) -> Any:
    value = cell
    if isinstance(cell, bool):
        value = "yes" if cell else "no"
    elif isinstance(cell, int | float):
        value = shown(Decimal(str(cell)))  # What a spreadsheet shows of a number is its shortest text.
    elif isinstance(cell, datetime):
        value = cell.date().isoformat()
    elif isinstance(cell, str):
        value = cell.removeprefix("'")
    try:
        stored_answer(question, value)
    except Impossible as error:
        _fault(found, section, row, column, f"{in_reader_language(question.text)}：{error.message}")
    return value


def _fault(found: Filled, section: Section, row: int, column: int, sentence: str) -> None:
    if len(found.errors) < MOST_ERRORS:
        found.errors.append(
            _("Sheet {sheet}, row {row}, column {column}: {sentence}").format(
                sheet=section.id[:31], row=row, column=get_column_letter(column), sentence=sentence
            )
        )
