"""What a certified outage does here: rounds, public notices and corrections that ended in its reach go on longer.

What had closed or lapsed by then is open again, as far as nothing was decided since.
"""

from typing import Any

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.outages import reach
from qinglan.kernel.outages.domain.outage import EXTENDS
from qinglan.kernel.outages.rule import rule_in_force
from qinglan.kernel.periods import Outage
from qinglan.parties.domain.account import system_user
from qinglan.programmes import recorded
from qinglan.programmes.cases.told import tell_applicant
from qinglan.programmes.desks.todos import correction_due
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.notice_extension import LaterEnd, extend_notice
from qinglan.programmes.domain.round_extension import NewEnd, extend_round
from qinglan.programmes.models import (
    Case,
    CaseStatus,
    CorrectionPoint,
    ItemState,
    Notice,
    NoticeState,
    Owner,
    Round,
    RoundState,
    StepType,
    WorkItem,
)


def extend_rounds(acting_user: Any, outage: Outage, what: str) -> int:
    """Rounds whose end lay in the reach of the outage, those that closed meanwhile too."""
    until = outage.ended + rule_in_force().within
    rows = Round.objects.filter(
        state__in=[RoundState.ANNOUNCED, RoundState.OPEN, RoundState.CLOSED],
        closes_at__gt=outage.began,
        closes_at__lt=until,
    )
    return sum(
        _done(
            lambda one=one: extend_round(
                acting_user=system_user(), round=one, to=NewEnd(outage=outage), reason=what,
                seen_revision=one.revision,
            )
        )
        for one in rows.order_by("pk")
    )  # fmt: skip


def extend_notices(acting_user: Any, outage: Outage, what: str) -> int:
    """Public notices that end in the reach of the outage, those that ended meanwhile too."""
    until = outage.ended + rule_in_force().within
    rows = Notice.objects.filter(
        state__in=[NoticeState.POSTED, NoticeState.CLOSED], ends_at__gt=outage.began, ends_at__lt=until
    )
    return sum(
        _done(
            lambda one=one: extend_notice(
                acting_user=system_user(), notice=one, to=LaterEnd(outage=outage), reason=what,
                seen_revision=one.revision,
            )
        )
        for one in rows.order_by("pk")
    )  # fmt: skip


def extend_applicants(acting_user: Any, outage: Outage, what: str) -> int:
    """What applicants had to do by then: the end of their open work items."""
    count = 0
    rows = WorkItem.objects.filter(
        state=ItemState.OPEN,
        owner=Owner.APPLICANT,
        due_at__gt=outage.began,
        due_at__lt=outage.ended + rule_in_force().within,
    )
    for key in rows.order_by("case_id").values_list("case_id", flat=True):
        case: Case = flow.locked(key)
        item = rows.filter(case=case).first()
        if item is None or item.due_at is None:
            continue  # withdrawn or handed in meanwhile
        after = reach.after_outage(reach.ending_at(item.due_at), outage)
        if after is not None and after.ends_at is not None and after.ends_at > item.due_at:
            item.due_at = after.ends_at
            item.save(update_fields=["due_at"])
            recorded.record(
                acting_user, recorded.DUE_LATER, case, step=item.step, due=item.due_at.isoformat()
            )
            correction_due(acting_user, case, item)
            count += 1
    return count


def reopen_corrections(acting_user: Any, outage: Outage, what: str) -> int:
    """Corrections that lapsed in the reach of the outage: their cases are open again, with the points that were told."""
    lapsed = WorkItem.objects.filter(
        type=StepType.CORRECTION,
        outcome="lapsed",
        closed_at__gte=outage.began,
        due_at__gt=outage.began,
        due_at__lt=outage.ended + rule_in_force().within,
        case__status=CaseStatus.LAPSED,
    )
    keys = list(lapsed.order_by("case_id").values_list("case_id", "pk"))
    return sum(_reopened(acting_user, case, item, outage) for case, item in keys)


def _reopened(acting_user: Any, key: int, item: int, outage: Outage) -> bool:
    case = flow.locked(key)
    was = WorkItem.objects.get(pk=item)
    assert was.due_at is not None
    after = reach.after_outage(reach.ending_at(was.due_at), outage)
    if (
        case.status != CaseStatus.LAPSED
        or after is None
        or after.ends_at is None
        or after.ends_at <= clock.now()
    ):
        return False
    others = Case.objects.filter(
        round=case.round_id, applicant=case.applicant_id, subject_key=case.subject_key
    )
    if others.exclude(status__in=[CaseStatus.WITHDRAWN, CaseStatus.LAPSED]).exists():
        return False  # the applicant has begun anew
    came = flow.bring_back(acting_user=system_user(), case=case, step=was.step)
    CorrectionPoint.objects.bulk_create(
        CorrectionPoint(
            item=came, question=one.question, section=one.section, clause=one.clause, text=one.text
        )
        for one in was.points.all()
    )
    came.due_at = after.ends_at
    came.save(update_fields=["due_at"])
    recorded.record(acting_user, recorded.DUE_LATER, case, step=came.step, due=came.due_at.isoformat())
    correction_due(acting_user, case, came)
    tell_applicant(acting_user=system_user(), case=case, what="correction", due=came.due_at)
    return True


def _done(act: Any) -> bool:
    """Whether the rule reached; where it doesn't, nothing is extended."""
    try:
        act()
    except Impossible:
        return False
    return True


EXTENDS += [extend_rounds, extend_notices, extend_applicants, reopen_corrections]
