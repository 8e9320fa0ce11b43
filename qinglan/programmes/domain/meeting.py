"""Verb of the meeting 会议审定: what was agreed on several cases at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.check import Point
from qinglan.programmes.domain.recommendation import point_out
from qinglan.programmes.models import Case, StepType


@transaction.atomic
def keep_meeting(
    *,
    acting_user: Any,
    cases: Sequence[Case],
    verdict: Literal["agreed", "returned", "refused"],
    held_on: date,
    minutes: str,
    reason: str = "",
    clause: str = "",
) -> list[Case]:
    """Enter what a meeting agreed on these cases: all of them or none.

    `minutes` names the minutes (number or title), by which it can be found in three years. Raises
    PermissionRefused, StaleEdit; Impossible without minutes, or without reason and clause where it refuses.
    """
    if not minutes.strip():
        raise Impossible(_("Name the minutes of the meeting."), field="minutes")
    if verdict != "agreed" and not (reason.strip() and clause.strip()):
        raise Impossible(_("Say why, with the clause."), field="reason")
    found = []
    with desk_todos.gathered(acting_user):
        for key in sorted({case.pk for case in cases}):
            case = flow.locked(key)
            permissions.require(acting_user, "programmes.keep_meeting", case)
            item = flow.item_at(case, StepType.MEETING)
            basis = _("%(minutes)s, %(day)s") % {"minutes": minutes.strip(), "day": held_on.isoformat()}
            words = "；".join(part for part in (basis, reason.strip()) if part)[:2000]
            opened = flow.close_item(
                acting_user=acting_user, case=case, item=item, outcome=verdict,
                reason=flow.Reason(text=words, clause=clause.strip()[:200]),
            )  # fmt: skip
            if verdict == "returned":
                point_out(opened, Point(text=reason.strip()[:500], clause=clause.strip()[:200]))
                due = opened.due_at if opened else None
                tell_applicant(acting_user=acting_user, case=case, what="returned", due=due)
            elif verdict == "refused":
                tell_applicant(acting_user=acting_user, case=case, what="refused")
            found.append(case)
    return found
