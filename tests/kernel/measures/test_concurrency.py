"""Two officers at once: the race without the lock, and what the verbs make of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from qinglan.kernel.conflicts import StaleEdit
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord
from qinglan.kernel.measures.domain.entry import end_item
from qinglan.kernel.measures.domain.figure import correct_figure
from qinglan.kernel.measures.models import Entry, Figure
from tests.kernel.measures.city import entry, figure, report_of

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Run each act in a thread of its own; their results, an exception as its type."""

    def run(act: Callable[[], Any]) -> Any:
        try:
            with translation.override("en"):
                return act()
        except (StaleEdit, AlreadyOnRecord) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_without_the_lock_both_correct_the_same_figure_and_one_is_lost(city: Any, officer: Any) -> None:
    stands = figure(officer, "projects", 2025, "10")
    both_have_read = Barrier(2, timeout=10)

    def naive(value: str) -> str:
        with transaction.atomic():
            read = Figure.objects.get(pk=stands.pk)
            assert read.is_current
            both_have_read.wait()
            read.value = Decimal(value)
            read.save()
        return "corrected"

    assert at_once([lambda: naive("11"), lambda: naive("12")]) == ["corrected", "corrected"]
    assert Figure.objects.count() == 1  # Both were told that they had corrected it; one value is lost.


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_corrections_at_once_one_wins_and_one_is_told(city: Any, officer: Any, attempt: int) -> None:
    stands = figure(officer, "projects", 2025, "10")
    start = Barrier(2, timeout=10)

    def correct(value: str) -> Decimal:
        report = report_of("projects", 2025, value)
        start.wait()
        return correct_figure(acting_user=officer, figure=stands, report=report, reason="recounted").value

    results = at_once([lambda: correct("11"), lambda: correct("12")])
    winners = [result for result in results if result is not StaleEdit]
    assert len(winners) == 1
    assert [(row.value, row.is_current, row.corrects_id) for row in Figure.objects.order_by("pk")] == [
        (Decimal(10), False, None),
        (winners[0], True, stands.pk),
    ]


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_reports_at_once_one_stays(city: Any, officer: Any, attempt: int) -> None:
    start = Barrier(2, timeout=10)

    def report(value: str) -> Decimal:
        start.wait()
        return figure(officer, "projects", 2025, value).value

    results = at_once([lambda: report("11"), lambda: report("12")])
    winners = [result for result in results if result is not AlreadyOnRecord]
    assert list(Figure.objects.values_list("value", flat=True)) == winners
    assert len(winners) == 1


def test_of_two_ends_at_once_one_wins(city: Any, officer: Any) -> None:
    stands = entry(officer, "green", "Firm A", date(2024, 1, 1))
    start = Barrier(2, timeout=10)

    def end(day: date) -> date | None:
        start.wait()
        return end_item(acting_user=officer, entry=stands, last_day=day, reason="expired").valid_to

    results = at_once([lambda: end(date(2025, 1, 1)), lambda: end(date(2025, 2, 2))])
    winners = [result for result in results if result is not StaleEdit]
    assert list(Entry.objects.filter(closed_at=None).values_list("valid_to", flat=True)) == winners
    assert len(winners) == 1
