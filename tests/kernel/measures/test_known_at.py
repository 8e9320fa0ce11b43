"""What was on record at a moment: corrections never change what was known before."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qinglan.kernel.measures.domain.entry import end_item, withdraw_item
from qinglan.kernel.measures.domain.figure import correct_figure, withdraw_figure
from qinglan.kernel.measures.models import Entry, Figure
from qinglan.kernel.measures.registry import evaluate
from tests.kernel.measures.city import entry, figure, report_of, scope

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 8, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def _recorded(record: Figure | Entry, moment: datetime) -> None:
    type(record).objects.filter(pk=record.pk).update(recorded_at=moment)


def _closed(record: Figure | Entry, moment: datetime) -> None:
    type(record).objects.filter(pk=record.pk).update(closed_at=moment)


def test_a_corrected_figure_shows_the_old_value_when_asked_as_known_before(city: Any, officer: Any) -> None:
    old = figure(officer, "projects", 2025, "10")
    new = correct_figure(
        acting_user=officer, figure=old, report=report_of("projects", 2025, "12"), reason="misread"
    )
    _recorded(old, MARCH)
    _closed(old, APRIL)
    _recorded(new, APRIL)

    def known(moment: datetime | None) -> Decimal | None:
        return evaluate("reported.latest", scope(known_at=moment), {"indicator": "projects"}).value

    assert [known(moment) for moment in (MARCH - TICK, MARCH, APRIL - TICK, APRIL, None)] == [
        None,
        Decimal(10),
        Decimal(10),
        Decimal(12),
        Decimal(12),
    ]


def test_old_and_new_change_places_at_one_moment(city: Any, officer: Any) -> None:
    old = figure(officer, "projects", 2025, "10")
    new = correct_figure(
        acting_user=officer, figure=old, report=report_of("projects", 2025, "12"), reason="misread"
    )
    old.refresh_from_db()
    assert old.closed_at == new.recorded_at
    listed = entry(officer, "green", "Firm A", date(2025, 1, 1))
    ended = end_item(acting_user=officer, entry=listed, last_day=date(2025, 12, 31), reason="expired")
    listed.refresh_from_db()
    assert listed.closed_at == ended.recorded_at


def test_what_was_withdrawn_stood_until_then(city: Any, officer: Any) -> None:
    stood = figure(officer, "projects", 2025, "10")
    withdraw_figure(acting_user=officer, figure=stood, reason="another city's")
    listed = entry(officer, "green", "Firm A", date(2025, 1, 1))
    withdraw_item(acting_user=officer, entry=listed, reason="another city's")
    for record in (stood, listed):
        _recorded(record, MARCH)
        _closed(record, APRIL)

    def known(moment: datetime) -> list[Decimal | None]:
        return [
            evaluate("reported.latest", scope(known_at=moment), {"indicator": "projects"}).value,
            evaluate("reported.listed", scope(known_at=moment), {"indicator": "green"}).value,
        ]

    assert [known(APRIL - TICK), known(APRIL)] == [[Decimal(10), Decimal(1)], [None, Decimal(0)]]


def test_the_day_asked_for_and_the_day_known_are_two_things(city: Any, officer: Any) -> None:
    listed = entry(officer, "green", "Firm A", date(2020, 1, 1))
    ended = end_item(acting_user=officer, entry=listed, last_day=date(2022, 12, 31), reason="expired")
    _recorded(listed, MARCH)
    _closed(listed, APRIL)
    _recorded(ended, APRIL)

    def count(on: date, known_at: datetime) -> Decimal | None:
        return evaluate("reported.listed", scope(on=on, known_at=known_at), {"indicator": "green"}).value

    assert [
        count(date(2022, 6, 1), MARCH),
        count(date(2022, 6, 1), APRIL),
        count(date(2024, 6, 1), MARCH),
        count(date(2024, 6, 1), APRIL),
    ] == [1, 1, 1, 0]
