"""Many cases go through the gate at once: the same comes of each as when it goes alone."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from qinglan.kernel.conflicts import StaleEdit
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.verification import verify_stream
from qinglan.programmes import recorded
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.award import grant_award
from qinglan.programmes.domain.award_grant import grant_awards
from qinglan.programmes.domain.award_number import last_serial
from qinglan.programmes.models import Award, Case, ClockStop, WorkItem
from tests.programmes.awarding import awarded
from tests.programmes.making import open_round, submitted, walked

pytestmark = pytest.mark.django_db


def closings(cases: list[Case], *outcomes: str) -> list[flow.Closing]:
    return [
        flow.Closing(held := flow.locked(case), flow.open_item_of(held), outcome, flow.Reason(text=outcome))
        for case, outcome in zip(cases, outcomes, strict=True)
    ]


def together(officer: Any, cases: list[Case], *outcomes: str) -> list[WorkItem | None]:
    with transaction.atomic(), recorded.gathered(officer), desk_todos.gathered(officer):
        return flow.close_items(acting_user=officer, closings=closings(cases, *outcomes))


def story(case: Case) -> dict[str, Any]:
    """All that the gate leaves of a case but keys and moments."""
    case.refresh_from_db()
    items = WorkItem.objects.filter(case=case).order_by("id")
    events = Event.objects.filter(stream=f"case:{case.pk}").order_by("sequence")
    return {
        "case": (case.status, case.step, case.revision, case.ended_at is None, case.due_at),
        "items": list(
            items.values_list("step", "visit", "state", "outcome", "reason", "owner", "territory", "due_at")
        ),
        "closed_by": [item.closed_by_id for item in items],
        "stops": ClockStop.objects.filter(case=case).values_list("first_day", "last_day").count(),
        "events": [(event.kind, bytes(event.payload)) for event in events],
    }


def test_what_comes_of_many_is_what_comes_of_each(officer: Any) -> None:
    one = open_round(officer)
    outcomes = ("passed", "to_correct", "failed", "passed")
    alone = [submitted(officer, one, number) for number in (1, 2, 3, 4)]
    for case, outcome in zip(alone, outcomes, strict=True):
        with transaction.atomic():
            closing = closings([case], outcome)[0]
            flow.close_item(
                acting_user=officer, case=closing.case, item=closing.item, outcome=outcome, reason=closing.reason
            )  # fmt: skip
    many = [submitted(officer, one, number) for number in (5, 6, 7, 8)]
    opened = together(officer, many, *outcomes)
    assert [item.step if item else None for item in opened] == ["recommend", "correct", None, "recommend"]
    assert [story(case) for case in many] == [story(case) for case in alone]
    for case in many:
        assert verify_stream(f"case:{case.pk}").sound


def test_one_that_somebody_moved_stops_all_and_is_named(officer: Any) -> None:
    one = open_round(officer)
    cases = [submitted(officer, one, number) for number in (1, 2)]
    seen = closings(cases, "passed", "passed")
    walked(officer, cases[1], "failed")
    late = [flow.Closing(flow.locked(one.case), one.item, "passed") for one in seen]
    with pytest.raises(StaleEdit) as stale:
        flow.close_items(acting_user=officer, closings=late)
    assert [(each.yours, each.current) for each in stale.value.differences] == [("Step check", "not granted")]
    cases[0].refresh_from_db()
    assert cases[0].step == "check"


def test_cases_that_fare_alike_cost_the_same_however_many(officer: Any) -> None:
    one = open_round(officer)
    counts = []
    for numbers in (range(1, 3), range(3, 11)):
        cases = [submitted(officer, one, number) for number in numbers]
        with transaction.atomic(), recorded.gathered(officer), desk_todos.gathered(officer):
            seen = closings(cases, *["passed"] * len(cases))
            assert {closing.case.version for closing in seen} == {one.version}  # read before, as by a release
            with CaptureQueriesContext(connection) as captured:
                flow.close_items(acting_user=officer, closings=seen)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_awards_of_many_have_the_numbers_and_lines_of_each(officer: Any) -> None:
    one = open_round(officer)
    cases = [submitted(officer, one, number) for number in (1, 2, 3)]
    before = awarded(officer, 2, number="OLD", version=one.version)
    with transaction.atomic():
        first = grant_award(acting_user=officer, case=cases[0])
        made = grant_awards(acting_user=officer, cases=cases[1:])
    year = first.granted_on.year
    assert [award.number for award in (first, *made)] == [f"QC{year}{serial:03d}" for serial in (1, 2, 3)]
    before.refresh_from_db()
    assert (before.state, made[0].renews_id, made[1].renews_id) == ("replaced", before.pk, None)
    same = ("level", "grade", "granted_on", "valid_from", "valid_to", "state", "re_evaluate_on", "colour")
    rows = list(Award.objects.filter(case__in=cases).order_by("pk").values_list(*same))
    assert rows[0] == rows[1] == rows[2]
    for award in made:
        assert list(award.changes.values_list("kind", "on", "made_by")) == [
            ("granted", award.granted_on, officer.pk)
        ]
        kinds = Event.objects.filter(stream=f"case:{award.case_id}").values_list("kind", flat=True)
        assert "programmes.awarded" in kinds


def test_the_highest_serial_counts_and_other_shapes_do_not(officer: Any) -> None:
    award = awarded(officer, 1)
    year = award.granted_on.year
    for organisation, number in enumerate(
        (f"QC{year}009", f"QC{year}010", "QC-别处-999", f"QC{year}011-1"), 2
    ):
        awarded(officer, organisation, number=number)
    pattern = "QC{year}{serial:03d}"
    assert last_serial(award.programme, pattern, year) == 10
    assert last_serial(award.programme, pattern, year + 1) == 0
    assert last_serial(award.programme, "（{year}）{serial}号", year) == 0
