"""Verbs lock their rows in one order, so that two of them wait for each other and none is thrown out."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from qinglan.kernel import clock
from qinglan.parties.domain.account import system_user
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.above import Listed, Listing, import_list
from qinglan.programmes.domain.award_state import locked
from qinglan.programmes.domain.duty import open_duties, watch_duties
from qinglan.programmes.domain.visit import conclude_visit, hand_in_report, note_finding
from qinglan.programmes.models import Award, Duty, Programme, SiteVisit
from tests.programmes.awarding import awarded, kept_scheme
from tests.programmes.handling.test_above import ABOVE
from tests.programmes.making import open_round, submitted, walked
from tests.programmes.panels import making
from tests.programmes.panels.test_visit import picture, planned
from tests.support.people import person

pytestmark = pytest.mark.django_db(transaction=True)

DEADLOCK = "deadlock"


def crossing(first: Callable[[], Any], then: Callable[[], Any], other: Callable[[], Any]) -> list[str]:
    """Take the lock `first`, let `other` run until it waits for something, then take `then`; how both went."""
    has_first = Event()

    def mine() -> None:
        with transaction.atomic():
            first()
            has_first.set()
            _until_somebody_waits()
            then()

    def theirs() -> None:
        has_first.wait(20)
        other()

    def run(act: Callable[[], Any]) -> str:
        try:
            act()
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
            return DEADLOCK
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, [mine, theirs]))


def _until_somebody_waits() -> None:
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            row = cursor.fetchone()
        if row is not None and row[0]:
            return
        time.sleep(0.05)
    raise AssertionError("the other never came to a lock")


def award_of(key: int) -> Any:
    return Award.objects.select_for_update().get(pk=key)


@pytest.fixture
def late(officer: Any) -> Duty:
    """A report that is overdue, so that the clock both marks it and warns its award."""
    award = awarded(officer, 1, kept_scheme(), granted_on=clock.today() - timedelta(days=730))
    open_duties(acting_user=system_user(), award=award)
    found = award.duties.order_by("due_on").first()
    assert found is not None
    return found


def test_in_two_orders_one_of_them_is_thrown_out(late: Duty) -> None:
    def duty() -> Any:
        return Duty.objects.select_for_update().get(pk=late.pk)

    def backwards() -> None:
        with transaction.atomic():
            duty()
            award_of(late.award_id)

    assert sorted(crossing(lambda: award_of(late.award_id), duty, backwards)) == [DEADLOCK, "done"]


def test_the_clock_locks_an_award_before_its_duties(late: Duty) -> None:
    def duty() -> Any:
        return Duty.objects.select_for_update().get(pk=late.pk)

    def clock_turns() -> None:
        watch_duties(acting_user=system_user())

    assert crossing(lambda: locked(late.award_id), duty, clock_turns) == ["done", "done"]
    late.award.refresh_from_db()
    assert late.award.state == "warned"


def test_a_visit_is_concluded_case_first(officer: Any) -> None:
    team = [person("lead"), person("second")]
    case = walked(officer, making.waiting(officer, making.open_round(officer)), "drawn", "passed")
    visit = planned(officer, case, team)
    for line in range(2):
        note_finding(acting_user=team[0], visit=visit, line=line, finding="agrees")
    hand_in_report(acting_user=team[0], visit=visit, upload=picture())

    def row() -> Any:
        return SiteVisit.objects.select_for_update().get(pk=visit.pk)

    def conclude() -> None:
        conclude_visit(acting_user=team[0], visit=visit, outcome="passed")

    assert crossing(lambda: flow.locked(case), row, conclude) == ["done", "done"]
    case.refresh_from_db()
    assert case.step == "decide"


def test_a_list_from_above_is_brought_in_cases_first(officer: Any) -> None:
    case = walked(officer, submitted(officer, open_round(officer, ABOVE)), "accepted")
    row = Listed(case.applicant, "", Listing("", "工信部节函〔2025〕12号", date(2026, 3, 2)))

    def scheme() -> Any:
        return Programme.objects.select_for_update().get(pk=case.version.programme_id)

    def bring_in() -> None:
        import_list(acting_user=officer, version=case.version, rows=[row], source="名单.xlsx")

    assert crossing(lambda: flow.locked(case), scheme, bring_in) == ["done", "done"]
    case.refresh_from_db()
    assert case.status == "granted"
