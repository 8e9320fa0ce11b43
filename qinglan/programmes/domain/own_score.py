"""The score of a scheme that no experts review: what the answers give, as a case comes before those who judge it."""

from typing import Any

from qinglan.programmes.domain import flow
from qinglan.programmes.domain.review import reckoned
from qinglan.programmes.models import Case, StepType, WorkItem

BEFORE = (StepType.RECOMMENDATION, StepType.MEETING, StepType.UPPER_ACCEPTANCE, StepType.DECISION)
"""Steps at which the score is worked out anew: a correction may have changed an answer."""


def work_out(acting_user: Any, case: Case, item: WorkItem) -> None:
    """Store score and grade of a locked case whose scheme scores and has no review; within the caller's transaction.

    A missing answer leaves the score unknown, as everywhere: it is a person's to judge.
    """
    definition = case.version.definition
    if definition.scoring is None or any(
        step.type == StepType.REVIEW.value for step in definition.steps.steps
    ):
        return
    result, _revision, _marks = reckoned(case, ())
    if result is None or (case.score, case.grade) == (result.total, result.grade or ""):
        return
    case.score, case.grade = result.total, result.grade or ""
    case.save(update_fields=["score", "grade"])


for _step in BEFORE:
    flow.ON_OPENED.setdefault(_step.value, []).append(work_out)
