"""Verbs of the joint check 联合审查: departments are asked, silence is pending, their replies decide."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.parties.models import Organisation
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.desks import todos as desk_todos
from qinglan.programmes.desks.piles import piles_of
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.check import reasoned
from qinglan.programmes.models import Case, DepartmentReply, ItemState, Reply, StepType, WorkItem


def ask_departments(acting_user: Any, case: Case, item: WorkItem) -> None:
    """Ask each department that the definition names for this step's moment, within the caller's transaction.

    Asked again at the same moment after a return, all replies are pending anew.
    """
    moment = case.version.definition.step(item.step).moment
    now = clock.now()
    for one in case.version.definition.requirements.requirements:
        if one.ask is None or moment is None or moment not in one.moments:
            continue
        DepartmentReply.objects.update_or_create(
            case=case,
            requirement=one.id,
            moment=moment,
            defaults={
                "department": one.ask.zh,
                "organisation": Organisation.objects.filter(name=one.ask.zh, kind="department").first(),
                "reply": Reply.PENDING,
                "reason": "",
                "asked_at": now,
                "replied_at": None,
                "entered_by": None,
                "source": "",
            },
        )


flow.ON_OPENED.setdefault("joint_check", []).append(ask_departments)


@transaction.atomic
def enter_reply(
    *,
    acting_user: Any,
    reply: DepartmentReply,
    answer: Reply,
    reason: str = "",
    source: str = "",
    seen: str | None = None,
) -> DepartmentReply:
    """Enter what a department replied; when all replied “no objection” the case goes on by itself.

    `source` is the paper or spreadsheet it came with; `seen` the reply that the acting user saw. Raises
    PermissionRefused; StaleEdit when the reply changed or the check is over; Impossible for an objection
    without a reason.
    """
    held = flow.locked(reply.case_id)
    current = DepartmentReply.objects.select_for_update(of=("self",)).get(pk=reply.pk)
    permissions.require(acting_user, "programmes.reply_for_department", current)
    item = flow.item_at(held, StepType.JOINT_CHECK)
    if held.version.definition.step(item.step).moment != current.moment:
        raise flow.elsewhere(held, StepType.JOINT_CHECK)
    if seen is not None and seen != current.reply:
        raise StaleEdit([Difference(str(_("reply")), str(Reply(answer).label), current.get_reply_display())])
    if answer == Reply.HIT and not reason.strip():
        raise Impossible(_("Say what the department found."), field="reason")
    current.reply, current.reason = answer, reason.strip()[:500]
    current.source = source.strip()[:200]
    current.replied_at = None if answer == Reply.PENDING else clock.now()
    current.entered_by = acting_user
    current.save()
    recorded.record(
        acting_user, recorded.REPLY_ENTERED, held,
        department=current.department, requirement=current.requirement, moment=current.moment,
        reply=current.reply, source=current.source,
    )  # fmt: skip
    if not replies_at(held, current.moment).exclude(reply=Reply.CLEAR).exists():
        flow.close_item(acting_user=acting_user, case=held, item=item, outcome="clear")
    else:
        desk_todos.settle(acting_user, piles_of(held, item))
    return current


@dataclass(frozen=True)
class Answered:
    """A department's reply as a spreadsheet has it: number of the case, department, what was checked (Chinese)."""

    number: str
    department: str
    title: str
    answer: Reply
    reason: str = ""


@transaction.atomic
def enter_replies(
    *,
    acting_user: Any,
    answers: Sequence[Answered],
    source: str,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Enter many replies together: all of them or none; how many.

    The cases are locked in the order of their keys. Raises Impossible for a row that fits no open question,
    by its number and department; and as `enter_reply`.
    """
    asked = asked_now({one.number for one in answers})
    chosen = []
    for one in answers:
        reply = asked.get((one.number, one.department, one.title))
        if reply is None:
            raise Impossible(
                _("%(number)s does not wait for %(department)s (any more). Take the list again.")
                % {"number": one.number, "department": one.department}
            )
        chosen.append((reply, one))
    chosen.sort(key=lambda pair: (pair[0].case_id, pair[0].pk))
    with desk_todos.gathered(acting_user):
        for place, (reply, one) in enumerate(chosen, 1):
            enter_reply(
                acting_user=acting_user, reply=reply, answer=one.answer, reason=one.reason, source=source
            )
            if progress is not None:
                progress(place, len(chosen))
    return len(chosen)


def asked_now(numbers: Collection[str]) -> dict[tuple[str, str, str], DepartmentReply]:
    """What was asked about these cases at the step where they are: by number, department and what is checked."""
    rows = DepartmentReply.objects.filter(
        case__number__in=numbers, case__items__state=ItemState.OPEN, case__items__type=StepType.JOINT_CHECK
    ).select_related("case__version")
    return {
        (one.case.number, one.department, title_of(one)): one
        for one in rows
        if one.moment == one.case.version.definition.step(one.case.step).moment
    }


def title_of(reply: DepartmentReply) -> str:
    """What is checked, as the definition words it in Chinese."""
    every = reply.case.version.definition.requirements.requirements
    return next((one.text.zh for one in every if one.id == reply.requirement), reply.requirement)


@transaction.atomic
def conclude_with_objection(*, acting_user: Any, case: Case, reason: str, clause: str) -> Case:
    """End the check of a case on which a department objected, with reason and clause.

    Raises PermissionRefused, StaleEdit; Impossible where no department objected.
    """
    held = flow.locked(case)
    permissions.require(acting_user, "programmes.conclude_joint_check", held)
    item = flow.item_at(held, StepType.JOINT_CHECK)
    moment = held.version.definition.step(item.step).moment or ""
    if not replies_at(held, moment).filter(reply=Reply.HIT).exists():
        raise Impossible(_("No department objected to this case. Enter the replies first."))
    why = reasoned(reason, clause)
    flow.close_item(acting_user=acting_user, case=held, item=item, outcome="hit", reason=why)
    tell_applicant(acting_user=acting_user, case=held, what="refused")
    return held


def replies_at(case: Case, moment: str) -> Any:
    """The replies on a case at one moment."""
    return DepartmentReply.objects.filter(case=case, moment=moment)
