"""What waits for one office at one step of a round: a pile, of which its desk hears once and not case by case.

Ten thousand cases at their formal check are as many work items, but one to-do for each desk.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from qinglan.programmes.models import (
    Case,
    Decision,
    DepartmentReply,
    ItemState,
    Owner,
    Reply,
    StepType,
    WorkItem,
)


@dataclass(frozen=True, order=True)
class Pile:
    """Open work of one `kind` in a `round` at a `step`; `territory` and `body` where a district or a body does it.

    The whole city's is without territory, a department's has the department as `body`.
    """

    kind: str
    round: int
    step: str
    territory: str = ""
    body: int = 0

    @property
    def key(self) -> str:
        """One text for one pile of a kind."""
        return f"{self.round}:{self.step}:{self.territory}:{self.body}"


CHECK, RECOMMEND, ASK, REPLY, MEET, PREPARE, RELEASE, ABOVE = (
    "programmes.check_cases",
    "programmes.recommend_cases",
    "programmes.follow_joint_check",
    "programmes.reply_for_department",
    "programmes.keep_meeting",
    "programmes.prepare_decisions",
    "programmes.release_decisions",
    "programmes.follow_above",
)
BY_TYPE = {
    StepType.FORMAL_CHECK: CHECK,
    StepType.RECOMMENDATION: RECOMMEND,
    StepType.MEETING: MEET,
    StepType.UPPER_ACCEPTANCE: ABOVE,
    StepType.UPPER_RESULT: ABOVE,
}
"""Steps that make one pile each. Draw, review, visit and public notice tell their desks themselves."""


def piles_of(case: Case, item: WorkItem) -> list[Pile]:
    """The piles that a work item lies on, or lay on."""
    if item.type == StepType.JOINT_CHECK:
        bodies = case.replies.filter(organisation__isnull=False).values_list("organisation", flat=True)
        asked = [Pile(REPLY, case.round_id, item.step, body=body) for body in sorted(set(bodies))]
        return [Pile(ASK, case.round_id, item.step), *asked]
    if item.type == StepType.DECISION:
        return [Pile(kind, case.round_id, item.step) for kind in (PREPARE, RELEASE)]
    kind = BY_TYPE.get(StepType(item.type))
    if kind is None:
        return []
    if item.owner == Owner.RECOMMENDER:
        return [Pile(kind, case.round_id, item.step, case.territory_id, case.recommender_id or 0)]
    return [Pile(kind, case.round_id, item.step)]


def _items(pile: Pile) -> QuerySet[WorkItem]:
    rows = WorkItem.objects.filter(state=ItemState.OPEN, step=pile.step, case__round=pile.round)
    if pile.territory:
        body = {"organisation": pile.body} if pile.body else {"organisation__isnull": True}
        rows = rows.filter(owner=Owner.RECOMMENDER, territory=pile.territory, **body)
    return rows


def _pending(pile: Pile) -> QuerySet[WorkItem]:
    pending = DepartmentReply.objects.filter(reply=Reply.PENDING, organisation=pile.body)
    return _items(pile).filter(type=StepType.JOINT_CHECK, case__in=pending.values("case"))


def _unprepared(pile: Pile) -> QuerySet[WorkItem]:
    return _items(pile).filter(decision__isnull=True)


def _prepared(pile: Pile) -> QuerySet[WorkItem]:
    return _items(pile).filter(
        pk__in=Decision.objects.filter(case__round=pile.round, release__isnull=True).values("item")
    )


_WAITING: dict[str, Callable[[Pile], QuerySet[WorkItem]]] = {
    REPLY: _pending,
    PREPARE: _unprepared,
    RELEASE: _prepared,
}


def waiting(pile: Pile) -> QuerySet[WorkItem]:
    """The open work items of a pile."""
    return _WAITING.get(pile.kind, _items)(pile)


def first_due(pile: Pile) -> Sequence[datetime | None]:
    """The end of the work item that ends first, in a list of one; empty where nothing waits any more."""
    return list(waiting(pile).order_by("due_at", "id").values_list("due_at", flat=True)[:1])


def address(pile: Pile, kind_of_step: str) -> str:
    """Where the pile is worked off."""
    if pile.kind == RELEASE:
        return reverse("handling:decisions", args=[pile.round])
    if pile.kind in (ASK, REPLY):
        return f"{reverse('handling:replies')}?{urlencode({'round': pile.round})}"
    chosen: dict[str, Any] = {"round": pile.round, "step": kind_of_step}
    return f"{reverse('handling:queue')}?{urlencode(chosen)}"
