"""What plans put on the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.roles import is_officer
from qinglan.kernel.web import desks
from qinglan.plans.evaluation import State
from qinglan.plans.queries import visible_versions
from qinglan.plans.views.plan_row import plan_rows

UNFINISHED = (State.UNDER_WAY, State.MISSED, State.SOFT_OPEN, State.NO_DATA)
"""Targets in these states stand on an officer's desk."""
ORDER = {"late": 0, "due": 1, "idle": 2}


def works_on_plans(user: Any) -> bool:
    """Whether the user confirms and publishes plans."""
    return bool(permissions.answer(user, "plans.confirm"))


def unfinished_targets(user: Any, limit: int) -> Sequence[desks.Row]:
    """Targets of published plans that are not reached: missed ones first."""
    lines = [
        line
        for row in plan_rows(user, only_published=True)
        for line in row.lines
        if line.standing.evaluation.state in UNFINISHED
    ]
    lines.sort(key=lambda line: ORDER.get(line.light.kind, 3))
    return [
        desks.Row(
            line.standing.target.name,
            line.standing.target.get_absolute_url(),
            " · ".join(part for part in (line.asked, line.actual, line.to_go) if part),
            line.light.kind,
            str(line.light.word),
        )
        for line in lines[:limit]
    ]


def published(user: Any, since: datetime, limit: int) -> Sequence[desks.Change]:
    """Plans that were published since."""
    rows = visible_versions(user).filter(state="published", published_at__gt=since)
    return [
        desks.Change(
            row.published_at,
            _("Plan published: %(plan)s") % {"plan": row.plan.name},
            row.plan.get_absolute_url(),
        )
        for row in rows.order_by("-published_at")[:limit]
        if row.published_at is not None
    ]


desks.register_section(
    desks.Section(
        "plans.targets",
        gettext_lazy("Targets that are not reached"),
        works_on_plans,
        unfinished_targets,
        order=50,
        more=("plans:list", gettext_lazy("All plans and targets")),
        empty=gettext_lazy("All targets of all published plans are reached."),
    )
)
desks.register_shortcut(
    desks.Shortcut("plans:new", gettext_lazy("Read a plan document"), works_on_plans, order=20)
)
desks.register_guide(
    desks.Guide(
        "officer",
        is_officer.test,
        gettext_lazy("Nothing is due"),
        gettext_lazy(
            "New work appears here, the nearest deadline first. Until then: bring the next plan document in, or look how the targets stand."
        ),
        "plans:new",
        gettext_lazy("Read a plan document"),
        order=50,
    )
)
desks.register_changes("plans", desks.everybody, published)
