"""Events of the packages below this one, which can't append themselves: the clock and the rulebook."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.clock.domain import setting
from qinglan.kernel.clock.models import Change
from qinglan.kernel.events.appending import append
from qinglan.kernel.events.kinds import register_kind
from qinglan.kernel.events.streams import register_prefix
from qinglan.kernel.rulebook.domain import evaluation
from qinglan.kernel.rulebook.models import Evaluation

CLOCK_CHANGED = register_kind(
    "clock.changed",
    _("The clock of a training site was put ahead or runs faster: shown before and after, seconds, factor."),
).name
EVALUATED = register_kind(
    "rules.evaluated",
    _("Something was worked out by a rule: evaluation, rule, version; inputs and result as a digest."),
).name
register_prefix("clock", _("The clock"))
register_prefix("evaluation", _("What was worked out by rules"))
UNFIT = re.compile(r"[^A-Za-z0-9._~-]")


def clock_changed(change: Change) -> None:
    """Append a change of the clock to ``clock:setting``. Its reason stays in the log of changes."""
    payload = {
        "shown_before": change.shown_before,
        "shown_after": change.shown_after,
        "ahead_seconds": round(change.ahead.total_seconds()),
        "factor": change.factor,
    }
    append(stream="clock:setting", kind=CLOCK_CHANGED, payload=payload, actor=change.made_by)


def evaluated(made: Evaluation) -> None:
    """Append an evaluation to the stream of its subject (``evaluation:case.17``), or of its rule where it has none.

    Inputs and results may be somebody's income: the chain keeps their salted digest.
    """
    key = made.subject or f"rule.{made.version.slug}"
    content = {"inputs": made.inputs, "result": made.result, "unit": made.unit, "formula": made.formula}
    payload: dict[str, Any] = {
        "evaluation": made.pk,
        "rule": made.version.slug,
        "version": made.version_id,
    }
    append(
        stream=f"evaluation:{UNFIT.sub('.', key)}",
        kind=EVALUATED,
        payload=payload,
        actor=made.made_by,
        personal={"content": content},
        subject=made.subject,
    )


setting.AFTER_CHANGE.append(clock_changed)
evaluation.AFTER_EVALUATION.append(evaluated)
