"""Score sheets as spreadsheets: out with what is to be marked, back checked cell by cell."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.sheets.imports import IMPORTS, Source, examine_all
from qinglan.kernel.sheets.reading import Reading, read
from qinglan.programmes.domain.seat import declare_for_cases
from qinglan.programmes.models import PanelAssignment, ScoreSheet
from qinglan.programmes.panels.sheet import FORM, apply, filled_template
from tests.programmes.panels import making
from tests.support.people import person

COLUMNS = {column.key: place for place, column in enumerate(FORM.columns, start=2)}


@pytest.fixture
def readings(officer: Any) -> list[PanelAssignment]:
    """What one expert reads: two cases, declared."""
    secretary = person("secretary", "secretary")
    one = making.open_round(officer)
    cases = [making.waiting(officer, one, number) for number in (1, 2)]
    making.experts(officer, 5)
    panel = making.accepted(secretary, making.drawn(secretary, one, cases))
    seat = panel.seats.select_related("entry__expert__user").order_by("place").first()
    assert seat is not None
    declare_for_cases(acting_user=seat.entry.expert.user, seat=seat, ties={})
    rows = PanelAssignment.objects.filter(seat=seat).order_by("case__label")
    return list(rows.select_related("seat__entry__expert__user", "case__case__version"))


def filled(rows: list[PanelAssignment], marks: list[str], **cells: str) -> Reading:
    """The downloaded sheet with marks in its rows, read again."""
    book = load_workbook(BytesIO(filled_template(rows)))
    sheet = book.worksheets[0]
    for number, mark in enumerate(marks):
        sheet.cell(4 + number, COLUMNS["marks"], mark)
        sheet.cell(4 + number, COLUMNS["opinion"], "recommend")
    for key, value in cells.items():
        sheet.cell(4, COLUMNS[key], value)
    buffer = BytesIO()
    book.save(buffer)
    return read(FORM, "sheet.xlsx", buffer.getvalue())


def complaints(reading: Reading) -> list[tuple[int, str]]:
    found = examine_all(IMPORTS["score-sheet"], reading).findings
    return [(one.row, str(one)) for one in found]


@pytest.mark.django_db
def test_what_was_downloaded_comes_back_as_sheets(readings: list[PanelAssignment]) -> None:
    reading = filled(readings, ["50", "20", "44.5", "18"])
    examined = examine_all(IMPORTS["score-sheet"], reading)
    assert (examined.findings, len(examined.outcomes)) == ([], 4)
    user = readings[0].seat.entry.expert.user
    source = Source("sheet.xlsx", "0" * 64)
    with pytest.raises(PermissionRefused):
        apply(acting_user=person("other"), rows=reading.rows, source=source, progress=lambda _a, _b: None)
    apply(acting_user=user, rows=reading.rows, source=source, progress=lambda _a, _b: None)
    totals = ScoreSheet.objects.order_by("assignment__case__label").values_list("total", flat=True)
    assert [str(total) for total in totals] == ["70.0000", "62.5000"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("marks", "cells", "row"),
    [
        (["61", "20", "44", "18"], {}, 4),
        (["50", "20", "44", "-1"], {}, 7),
        (["viele", "20", "44", "18"], {}, 4),
        (["0", "20", "44", "18"], {}, 4),
        (["50", "20", "44", "18"], {"line": "0-advance"}, 4),
        (["50", "20", "44", "18"], {"line": "第一行"}, 4),
    ],
)
def test_a_wrong_cell_is_named_by_its_row(
    readings: list[PanelAssignment], marks: list[str], cells: dict[str, str], row: int
) -> None:
    found = complaints(filled(readings, marks, **cells))
    assert [number for number, _text in found][:1] == [row]


@pytest.mark.django_db
def test_a_case_without_all_its_items_is_named(readings: list[PanelAssignment]) -> None:
    reading = filled(readings, ["50", "20", "44", "18"])
    del reading.rows[1]
    found = examine_all(IMPORTS["score-sheet"], reading).findings
    assert [one.row for one in found] == [4]
    reading.rows[0].values["line"] = f"{readings[0].pk}-invented"
    assert [one.row for one in examine_all(IMPORTS["score-sheet"], reading).findings] == [4]
