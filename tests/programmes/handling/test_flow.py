"""The gate of a case: steps, ends, clocks, and two who act at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Difference, StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.programmes.definition.steps import OUTCOMES
from qinglan.programmes.domain import flow
from qinglan.programmes.models import Case, ClockStop, WorkItem
from tests.programmes import making


def path(case: Case) -> list[tuple[str, int, str, str]]:
    return list(case.items.values_list("step", "visit", "state", "outcome"))


@pytest.mark.django_db
def test_a_case_goes_from_step_to_step_and_ends_granted(officer: Any) -> None:
    case = making.walked(
        officer, making.submitted(officer), "to_correct", "resubmitted", "passed", "recommended", "clear",
        "unopposed", "granted", "issued",
    )  # fmt: skip
    assert path(case) == [
        ("application", 1, "done", "submitted"),
        ("check", 1, "done", "to_correct"),
        ("correct", 1, "done", "resubmitted"),
        ("check", 2, "done", "passed"),
        ("recommend", 1, "done", "recommended"),
        ("joint", 1, "done", "clear"),
        ("notice", 1, "done", "unopposed"),
        ("decide", 1, "done", "granted"),
        ("certify", 1, "done", "issued"),
    ]
    assert (case.status, case.step, case.due_at) == ("granted", "", None)
    assert case.ended_at is not None
    kinds = Event.objects.filter(stream=f"case:{case.pk}").order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["programmes.item-opened", "programmes.item-closed"] * 9 + ["programmes.case-ended"]


@pytest.mark.django_db
def test_the_clock_of_a_case_stands_while_it_is_corrected(officer: Any) -> None:
    case = making.submitted(officer)
    first_due = case.due_at
    making.walked(officer, case, "to_correct")
    assert (case.status, case.due_at) == ("in_correction", None)
    stop = ClockStop.objects.get(case=case)
    assert (stop.first_day, stop.last_day) == (clock.today(), None)
    ClockStop.objects.update(first_day=clock.today() - timedelta(days=20))
    Case.objects.update(submitted_at=clock.now() - timedelta(days=25))
    making.walked(officer, case, "resubmitted")
    assert ClockStop.objects.get(case=case).last_day == clock.today()
    stood = case.due_at
    Case.objects.update(submitted_at=clock.now())
    assert first_due is not None
    assert stood is not None
    assert stood < first_due + timedelta(days=1)
    case.refresh_from_db()
    ClockStop.objects.all().delete()
    assert flow.deadline(clock.today(), making.restored(making.SMALL).steps.within).ends_at == first_due


@pytest.mark.django_db
def test_an_outcome_that_the_step_does_not_have_is_refused_and_changes_nothing(officer: Any) -> None:
    case = making.submitted(officer)
    before = path(case)
    with pytest.raises(ValueError, match="a formal_check does not end in 'granted'"):
        making.walked(officer, case, "granted")
    assert path(case) == before


@pytest.mark.django_db
def test_the_second_to_close_a_step_hears_where_the_case_is(officer: Any) -> None:
    case = making.submitted(officer)
    item = WorkItem.objects.get(case=case, state="open")
    making.walked(officer, case, "passed")
    with transaction.atomic(), pytest.raises(StaleEdit) as told:
        flow.close_item(acting_user=officer, case=flow.locked(case), item=item, outcome="failed")
    assert told.value.differences == [Difference("step", "Step check", "Step recommend")]
    making.walked(officer, case, "declined")
    with transaction.atomic(), pytest.raises(StaleEdit) as told:
        flow.close_item(acting_user=officer, case=flow.locked(case), item=item, outcome="failed")
    assert told.value.differences == [Difference("step", "Step check", "not granted")]


@pytest.mark.django_db
def test_what_is_open_is_dropped_when_a_case_ends_or_is_moved(officer: Any) -> None:
    case = making.submitted(officer)
    with transaction.atomic():
        flow.move_to(acting_user=officer, case=flow.locked(case), step="correct")
    with transaction.atomic():
        flow.end_case(acting_user=officer, case=flow.locked(case), status=flow.CaseStatus.WITHDRAWN)
    assert path(case) == [
        ("application", 1, "done", "submitted"),
        ("check", 1, "dropped", ""),
        ("correct", 1, "dropped", ""),
    ]
    case.refresh_from_db()
    assert (case.status, case.step) == ("withdrawn", "")
    assert ClockStop.objects.get(case=case).last_day == clock.today()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.lists(st.integers(min_value=0, max_value=2), max_size=14))
def test_whatever_is_chosen_one_item_is_open_until_the_end_and_none_after(
    officer: Any, choices: list[int]
) -> None:
    with transaction.atomic():
        case = making.case(officer, number=Case.objects.count() + 1)
        item: WorkItem | None = flow.begin(acting_user=officer, case=case)
        case.submitted_at = clock.now()
        case.save(update_fields=["submitted_at"])
        for choice in choices:
            if item is None:
                break
            outcomes = OUTCOMES[item.type]
            item = flow.close_item(
                acting_user=officer, case=case, item=item, outcome=outcomes[choice % len(outcomes)]
            )
        case.refresh_from_db()
        ended = case.status in ("granted", "refused", "withdrawn", "lapsed")
        assert ended == (item is None)
        assert list(case.items.filter(state="open").values_list("step", flat=True)) == (
            [] if ended else [case.step]
        )
        assert {one.outcome in OUTCOMES[one.type] for one in case.items.filter(state="done")} <= {True}
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_officers_close_the_same_step_twice(officer: Any) -> None:
    case = making.submitted(officer)
    both_have_read = Barrier(2, timeout=10)

    def naive(outcome: str) -> str:
        try:
            item = WorkItem.objects.get(case=case, state="open")
            both_have_read.wait()
            WorkItem.objects.filter(pk=item.pk).update(
                state="done", outcome=outcome, closed_at=clock.now(), closed_by=officer
            )
            return outcome
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(naive, ["passed", "failed"]))
    assert said == ["failed", "passed"]  # both were told that theirs is the outcome
    assert WorkItem.objects.get(case=case, step="check").outcome in said


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_the_same_step_at_once_one_wins_and_one_is_told(officer: Any) -> None:
    case = making.submitted(officer)
    item = WorkItem.objects.get(case=case, state="open")

    def close(outcome: str) -> str:
        try:
            with transaction.atomic():
                flow.close_item(acting_user=officer, case=flow.locked(case), item=item, outcome=outcome)
        except StaleEdit:
            return "told"
        except IntegrityError as error:  # pragma: no cover - would be a fault
            return str(error)
        finally:
            connection.close()
        return outcome

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(close, ["passed", "failed"]))
    winner = next(one for one in said if one != "told")
    assert sorted(said) == sorted([winner, "told"])
    assert path(case)[1] == ("check", 1, "done", winner)
    assert case.items.count() == (3 if winner == "passed" else 2)
