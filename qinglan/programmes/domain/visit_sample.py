"""Verb: draw which cases of a round are visited, where the scheme visits a share of them (抽查)."""

import secrets
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes import recorded
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.round_state import locked
from qinglan.programmes.models import Case, ItemState, Round, SiteVisit, StepType, WorkItem
from qinglan.programmes.panels import draw as panel_draw
from qinglan.programmes.panels.events import VISITS_DRAWN

SAMPLED, NOT_SAMPLED = "sampled", "not_sampled"
"""Codes of work items: drawn, and still to be visited; passed without a visit, because it wasn't drawn."""


@dataclass(frozen=True)
class VisitSample:
    """What was drawn: the seed, all numbers in the order of the draw, and how many of them from the first on."""

    seed: str
    order: tuple[str, ...]
    size: int


def share_of(case: Case, step: str) -> Decimal:
    """The share of cases that this step visits; 1 where the scheme visits all."""
    return Decimal(str(case.version.definition.step(step).settings.get("sample", "1")))


def waiting_for_sample(one: Round) -> list[WorkItem]:
    """The cases at a site visit of a share, neither drawn nor planned, by their keys."""
    return [item for item in _at_visit(one) if share_of(item.case, item.step) < 1]


@transaction.atomic
def draw_visits(*, acting_user: Any, round: Round) -> VisitSample:
    """Draw the cases of a round that are visited; the others go on without a visit, as the scheme says.

    1. Locks the round and the cases that wait, in the order of their keys. Cases that somebody planned a visit
       for, or that an earlier draw chose, aren't drawn again.
    2. The order is that of the draw of experts (`panel_draw.order`) over the cases' numbers and a seed by chance;
       the first are visited: the share rounded up, at least one.
    3. Keeps seed, order and size as an event of the round, so that anybody who reads it draws the same again.

    Raises PermissionRefused; Impossible where no case waits, or they stand at different steps.
    """
    permissions.require(acting_user, "programmes.run_panel", round)
    held = locked(round)
    keys = sorted({item.case_id for item in waiting_for_sample(held)})
    cases = {
        case.pk: case
        for case in Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    items = [item for item in waiting_for_sample(held) if item.case_id in cases]
    if not items:
        raise Impossible(
            _("No case of this round waits for a draw. Those that are planned are visited anyway.")
        )
    if len({item.step for item in items}) > 1:
        raise Impossible(_("These cases are at different steps. Draw for each step alone."))
    by_number = {item.case.number or str(item.case_id): item for item in items}
    seed = secrets.token_hex(16)
    order = panel_draw.order(by_number, seed)
    share = share_of(items[0].case, items[0].step)
    size = max(1, int((share * len(order)).to_integral_value(ROUND_CEILING)))
    recorded.record_round(
        acting_user,
        VISITS_DRAWN,
        held,
        step=items[0].step,
        share=str(share),
        seed=seed,
        order=order,
        size=size,
    )
    WorkItem.objects.filter(pk__in=[by_number[name].pk for name in order[:size]]).update(reason_code=SAMPLED)
    why = flow.Reason(
        code=NOT_SAMPLED,
        text=_("not drawn for a site visit: {size} of {count} were (seed {seed})").format(
            size=size, count=len(order), seed=seed
        ),
    )
    with desk_todos.gathered(acting_user):
        for name in sorted(order[size:], key=lambda each: by_number[each].case_id):
            item = by_number[name]
            flow.close_item(
                acting_user=acting_user, case=cases[item.case_id], item=item, outcome="passed", reason=why
            )
    return VisitSample(seed, tuple(order), size)


def _at_visit(one: Round) -> QuerySet[WorkItem]:
    planned = SiteVisit.objects.filter(case__round=one).values("item")
    rows = WorkItem.objects.filter(case__round=one, type=StepType.SITE_VISIT, state=ItemState.OPEN)
    return (
        rows.exclude(pk__in=planned)
        .exclude(reason_code=SAMPLED)
        .select_related("case__version")
        .order_by("case_id")
    )
