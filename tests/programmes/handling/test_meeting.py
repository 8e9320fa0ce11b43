"""What a meeting agrees on many cases at once."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.programmes.domain.meeting import keep_meeting
from qinglan.programmes.models import Case, Round
from tests.programmes import making
from tests.support.people import person

pytestmark = pytest.mark.django_db

SCHEME = making.changed(
    steps={
        "start": "application",
        "steps": [
            making.step("application", "form", "applicant", "draft", {"submitted": "meeting"}),
            making.step(
                "meeting", "meeting", "secretary", "in_review",
                {"agreed": "decide", "returned": "application", "refused": "refused"},
            ),
            making.step(
                "decide", "decision", "decision_maker", "in_decision",
                {"granted": "granted", "returned": "meeting", "refused": "refused"},
            ),
        ],
    }
)  # fmt: skip


def agree(secretary: Any, cases: list[Case], **more: Any) -> list[Case]:
    return keep_meeting(
        acting_user=secretary, cases=cases, verdict="agreed", held_on=date(2026, 3, 2),
        minutes="〔2026〕第3次", **more,
    )  # fmt: skip


def waiting(officer: Any, one: Round, *numbers: int) -> list[Case]:
    return [making.submitted(officer, one, number) for number in numbers]


def test_each_pile_is_counted_once_however_many_cases(officer: Any, city: Any) -> None:
    """The locks on piles are taken once at the end, not once for each case and pile."""
    secretary = person("secretary", "secretary")
    one = making.open_round(officer, SCHEME)
    cases = waiting(officer, one, 1, 2, 3, 4)
    with CaptureQueriesContext(connection) as asked:
        agree(secretary, cases)
    locks = [
        query["sql"] for query in asked if "programmes.pile" in query["sql"] and "advisory" in query["sql"]
    ]
    assert len(locks) == 3  # to agree on; to prepare and to release decisions on
    assert {case.step for case in Case.objects.filter(round=one)} == {"decide"}


def test_all_of_them_or_none(officer: Any, city: Any) -> None:
    secretary = person("secretary", "secretary")
    one = making.open_round(officer, SCHEME)
    first, second = waiting(officer, one, 1, 2)
    with pytest.raises(Impossible, match="Name the minutes"):
        keep_meeting(
            acting_user=secretary, cases=[first], verdict="agreed", held_on=date(2026, 3, 2), minutes=" "
        )
    agree(secretary, [second])
    with pytest.raises(StaleEdit):
        agree(secretary, [first, second])
    first.refresh_from_db()
    assert first.step == "meeting"
