"""Verb: work something out by a rule, and keep how; replay what was worked out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.rulebook import typed
from qinglan.kernel.rulebook.models import Evaluation, RuleVersion
from qinglan.kernel.rulebook.rule_files import content_of

AFTER_EVALUATION: list[Callable[[Evaluation], None]] = []
"""What the floors above do in the transaction of an evaluation, such as appending an event."""


@transaction.atomic
def evaluate(
    *, acting_user: Any, version: RuleVersion, inputs: typed.Inputs, subject: str = ""
) -> Evaluation:
    """Work out what `version` makes of `inputs` and keep inputs, version, formula and result for ever.

    `subject` is a key of what it is about (``case:17``). Raises typed.BadInput. Who may see or use the
    result is the business of the verb that calls this one.
    """
    kept = typed.stored(inputs)
    outcome = typed.evaluate(content_of(version), typed.restored(kept))
    made = Evaluation.objects.create(
        version=version,
        subject=subject,
        inputs=kept,
        result=outcome.result,
        unit=outcome.unit,
        formula=outcome.formula,
        made_at=clock.now(),
        made_by=acting_user,
    )
    for act in AFTER_EVALUATION:
        act(made)
    return made


@dataclass(frozen=True)
class Discrepancy:
    """An evaluation that comes out otherwise when it is worked out again."""

    evaluation: int
    field: str
    kept: str
    again: str


def replay(evaluations: Iterable[Evaluation]) -> Iterator[Discrepancy]:
    """Work each of `evaluations` out again from what was kept, and tell every difference."""
    for one in evaluations:
        try:
            outcome = typed.evaluate(content_of(one.version), typed.restored(one.inputs))
            again = {"result": outcome.result, "unit": outcome.unit, "formula": outcome.formula}
        except ValueError as error:
            again = {"result": str(error), "unit": "", "formula": ""}
        for field, value in again.items():
            if value != getattr(one, field):
                yield Discrepancy(one.pk, field, getattr(one, field), value)
