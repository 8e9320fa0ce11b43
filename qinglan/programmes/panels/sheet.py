"""Score sheets as a spreadsheet: all that an expert still marks goes out, and comes back checked cell by cell."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy, gettext_noop
from openpyxl import load_workbook

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Choice, Column, SheetForm, Words
from qinglan.kernel.sheets.imports import Examination, Import, Outcome, Source, register
from qinglan.kernel.sheets.reading import Reading, Row
from qinglan.kernel.sheets.template import template
from qinglan.programmes.definition.scoring import Item
from qinglan.programmes.domain.review import Sheet, expert_items, submit_sheet
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import ItemState, Opinion, PanelAssignment, SeatState, StepType, Way

OPINIONS = (
    Choice(Opinion.RECOMMEND.value, Words("推荐", "recommend")),
    Choice(Opinion.AGAINST.value, Words("不推荐", "don't recommend")),
)
FORM = SheetForm(
    title=Words("专家评分表", "Score sheet"),
    key="line",
    columns=(
        Column("line", Words("行代号", "Line"), required=True, longest=70, example="12-advance", hint=Words("照下载的表，不要改动。", "As downloaded; don't change it.")),
        Column("case", Words("评审件代号", "Case"), longest=10, example="C-001"),
        Column("item", Words("评分项", "Item"), longest=200, example="技术先进性"),
        Column("full", Words("满分", "Full marks"), longest=12, example="60"),
        Column("marks", Words("得分", "Marks"), required=True, longest=12, example="48.5"),
        Column("reason", Words("评分理由", "Reason"), longest=500),
        Column("opinion", Words("总体意见", "On the whole"), "choice", required=True, choices=OPINIONS, example="推荐"),
        Column("comment", Words("评语", "Comment"), longest=2000),
    ),
    notes=(
        Words("一行是一个评审件的一个评分项；总体意见和评语以该件第一行为准。", "A row is one item of one case; opinion and comment count from the case's first row."),
        Words("得分为零须写明理由。", "No marks at all need a reason."),
    ),
)  # fmt: skip
FIRST = 4
"""The row of the template's example; rows begin there."""


def filled_template(rows: Sequence[PanelAssignment]) -> bytes:
    """The spreadsheet with a row for each item of each case."""
    book = load_workbook(BytesIO(template(FORM)))
    sheet = book.worksheets[0]
    sheet.delete_rows(FIRST)
    number = FIRST
    for one in rows:
        for item in expert_items(one.case.case):
            values = {
                "line": f"{one.pk}-{item.id}",
                "case": one.case.label,
                "item": in_reader_language(item.text),
                "full": shown(item.marks),
            }
            sheet.cell(number, 1, number - FIRST + 1)
            for place, column in enumerate(FORM.columns, start=2):
                if column.key in values:
                    sheet.cell(number, place, values[column.key])
            number += 1
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def examine(*, reading: Reading, lock: bool = False) -> Examination:
    """What each row would mark; rows that fit no open review, and cases that lack an item, are named."""
    known = _readings(reading.rows)
    examination = Examination()
    first: dict[int, int] = {}
    marked: dict[int, set[str]] = {}
    for row in reading.rows:
        one = known.get(_key(row)[0])
        item = _item(one, row) if one else None
        complaint, field = _complaint(row, one, item)
        if one is not None and item is not None:
            first.setdefault(one.pk, row.number)
            marked.setdefault(one.pk, set()).add(item.id)
        if complaint is not None:
            _complain(reading, examination, row.number, field, complaint)
            continue
        assert one is not None
        assert item is not None
        text = f"{in_reader_language(item.text)}：{row.values['marks']}"
        examination.outcomes.append(
            Outcome(row.number, "change", one.case.label, str(one.seat.panel), (text,))
        )
    for key, number in first.items():
        missing = [item for item in expert_items(known[key].case.case) if item.id not in marked[key]]
        if missing and not reading.findings:
            names = "、".join(in_reader_language(item.text) for item in missing)
            text = gettext_noop("The case lacks marks for: {items}.")
            _complain(reading, examination, number, "line", Complaint(text, {"items": names}))
    return examination


def _complain(
    reading: Reading, examination: Examination, number: int, field: str, complaint: Complaint
) -> None:
    kept = len(reading.findings)
    examination.findings.append(reading.complain(FORM, number, field, complaint))
    del reading.findings[kept:]


@transaction.atomic
def apply(
    *, acting_user: Any, rows: Sequence[Row], source: Source, progress: Callable[[int, int], None]
) -> int:
    """Hand in a sheet for each case of the file."""
    known = _readings(rows)
    by_case: dict[int, list[Row]] = {}
    for row in rows:
        by_case.setdefault(_key(row)[0], []).append(row)
    for number, (key, own) in enumerate(sorted(by_case.items()), start=1):
        one = known[key]
        items = {row.number: _item(one, row) for row in own}
        submit_sheet(
            acting_user=acting_user,
            assignment=one,
            way=Way.TELEPHONE if one.seat.entry.expert.user_id is None else Way.PAGE,
            sheet=Sheet(
                marks={item.id: str(row.values["marks"]) for row in own if (item := items[row.number])},
                reasons={
                    item.id: row.values.get("reason") or "" for row in own if (item := items[row.number])
                },
                opinion=own[0].values["opinion"],
                comment=own[0].values.get("comment") or "",
            ),
        )
        progress(number, len(by_case))
    return len(rows)


def _key(row: Row) -> tuple[int, str]:
    """The reading and the item that a line names; 0 where it names none."""
    key, _dash, item = str(row.values["line"]).partition("-")
    return (int(key) if key.isdecimal() and len(key) < 16 else 0), item


def _readings(rows: Sequence[Row]) -> dict[int, PanelAssignment]:
    found = PanelAssignment.objects.filter(
        pk__in={_key(row)[0] for row in rows},
        ended_at__isnull=True,
        seat__state=SeatState.ACCEPTED,
        case__case__items__state=ItemState.OPEN,
        case__case__items__type=StepType.REVIEW,
    ).select_related("seat__panel__round", "seat__entry__expert", "case__case__version")
    return {one.pk: one for one in found}


def _item(one: PanelAssignment, row: Row) -> Item | None:
    return next((item for item in expert_items(one.case.case) if item.id == _key(row)[1]), None)


def _complaint(row: Row, one: PanelAssignment | None, item: Item | None) -> tuple[Complaint | None, str]:
    if one is None:
        return Complaint(
            gettext_noop("No case waits for marks in this line. Copy the code as the sheet prints it.")
        ), "line"
    if item is None:
        return Complaint(gettext_noop("The scheme has no such item for experts.")), "line"
    try:
        marks = Decimal(str(row.values["marks"]).strip())
    except InvalidOperation:
        return Complaint(gettext_noop("This is no number.")), "marks"
    if not marks.is_finite() or marks < 0 or marks > item.marks:
        return Complaint(
            gettext_noop("Marks lie between 0 and {full}."), {"full": shown(item.marks)}
        ), "marks"
    if marks == 0 and not (row.values.get("reason") or "").strip():
        return Complaint(gettext_noop("No marks at all need a reason.")), "reason"
    return None, ""


register(
    Import(
        slug="score-sheet",
        form=FORM,
        title=gettext_lazy("Bring in score sheets"),
        lead=gettext_lazy(
            "The sheet as you downloaded it, filled in. Nothing is handed in while one row is wrong."
        ),
        permission="programmes.bring_sheets",
        examine=examine,
        apply=apply,
        back="panels:mine",
        back_label=gettext_lazy("My reviews"),
    )
)
