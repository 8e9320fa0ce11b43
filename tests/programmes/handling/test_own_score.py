"""A scheme that scores without experts: the answers give the score when the case comes before its meeting."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from qinglan.programmes.domain import flow
from qinglan.programmes.models import Case, CaseRevision
from tests.programmes import making
from tests.programmes.making import BASIS, T, changed, step, text

SCORED = changed(
    scoring={
        "total": "10",
        "groups": [
            {
                "id": "research",
                "text": text("研发", "Research"),
                "items": [
                    {
                        "id": "share_marks",
                        "text": text("研发占比", "Share of R&D"),
                        "marks": "10",
                        "scorer": {"kind": "linear", "input": "rd_share", "base": "0", "leading": "6"},
                        "basis": BASIS,
                    }
                ],
            }
        ],
        "grades": [
            {"id": "below", "text": T, "at_least": "0", "passes": False},
            {"id": "good", "text": T, "at_least": "8", "passes": True},
        ],
    },
    steps={
        "start": "application",
        "steps": [
            step("application", "form", "applicant", "draft", {"submitted": "meeting"}),
            step("meeting", "meeting", "secretary", "in_review", {"agreed": "granted", "refused": "refused"}),
        ],
    },
)


def at_meeting(officer: Any, answers: dict[str, str]) -> Case:
    """A case with these answers, come to its meeting."""
    case = making.case(officer, making.open_round(officer, SCORED))
    CaseRevision.objects.create(
        case=case, number=1, answers=json.dumps(answers), rows="{}", facts="{}",
        digest="0" * 64, submitted_at=datetime.now(UTC), submitted_by=officer,
    )  # fmt: skip
    with transaction.atomic():
        item = flow.begin(acting_user=officer, case=case)
        case.submitted_at, case.number = datetime.now(UTC), "S1"
        case.save(update_fields=["submitted_at", "number"])
        flow.close_item(acting_user=officer, case=case, item=item, outcome="submitted")
    return Case.objects.get(pk=case.pk)


def test_score_and_grade_stand_when_the_meeting_sees_the_case(officer: Any) -> None:
    case = at_meeting(officer, {"income": "1000", "rd": "60"})
    assert (case.score, case.grade) == (Decimal(10), "good")


def test_a_missing_answer_leaves_them_open(officer: Any) -> None:
    case = at_meeting(officer, {"income": "1000"})
    assert (case.score, case.grade) == (None, "")
