"""Verbs by the clock: corrections whose time has run out lapse; their applicants are warned before."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.models import Message
from qinglan.kernel.periods import working_days_between
from qinglan.kernel.periods.packs import national_calendar
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes.definition.steps import ENDS
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.round_state import said
from qinglan.programmes.messages import (
    CORRECTION_ENDS,
    CORRECTION_LAPSED,
    CORRECTION_PASSED,
    CORRECTION_PASSES,
)
from qinglan.programmes.models import Case, ItemState, StepType, WorkItem

WARNINGS = (CORRECTION_ENDS, CORRECTION_PASSES)
WARN_WORKING_DAYS = 2
"""Working days before the end at which the applicant is warned."""


def lapse_corrections(*, acting_user: Any) -> int:
    """Close each correction whose time is over as lapsed, each in a transaction of its own; how many.

    A correction that was handed in at the same moment stays handed in: what counts is looked at under the lock.
    """
    permissions.require(acting_user, "programmes.turn_rounds")
    over = Case.objects.filter(items__in=_over())
    return sum(one_by_one("programmes.watch_corrections/lapse", over, partial(_lapse, acting_user)))


def _over() -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(type=StepType.CORRECTION, state=ItemState.OPEN, due_at__lte=clock.now())


def _lapse(acting_user: Any, key: int) -> bool:
    case = flow.locked(key)
    item = _over().filter(case=case).first()
    if item is None:
        return False
    assert item.due_at is not None
    why = flow.Reason(text=_("not handed in before {moment}").format(moment=said(item.due_at)))
    went_on = flow.close_item(acting_user=acting_user, case=case, item=item, outcome="lapsed", reason=why)
    send_message(
        acting_user=acting_user,
        recipients=people_of(case.applicant, *ACTS),
        template=CORRECTION_PASSED if went_on else CORRECTION_LAPSED,
        values=_words(case, item),
        url=case.get_absolute_url(),
    )
    return True


def warn_corrections(*, acting_user: Any) -> int:
    """Warn the applicants whose correction ends within `WARN_WORKING_DAYS`, once each; how many cases."""
    permissions.require(acting_user, "programmes.turn_rounds")
    now = clock.now()
    near = WorkItem.objects.filter(
        type=StepType.CORRECTION, state=ItemState.OPEN, due_at__gt=now, due_at__lte=now + timedelta(days=15)
    )
    loop = "programmes.watch_corrections/warn"
    return sum(one_by_one(loop, Case.objects.filter(items__in=near), partial(_warn_if_near, acting_user)))


def _warn_if_near(acting_user: Any, key: int) -> int:
    rows = WorkItem.objects.select_for_update(of=("self",), no_key=True)
    item = rows.filter(case=key, type=StepType.CORRECTION, state=ItemState.OPEN).first()
    if item is None or item.due_at is None:
        return 0
    last = (item.due_at.astimezone(clock.SHANGHAI) - timedelta(microseconds=1)).date()
    if working_days_between(clock.today(), last, national_calendar()) > WARN_WORKING_DAYS:
        return 0
    return _warn(acting_user, item)


def _warn(acting_user: Any, item: WorkItem) -> int:
    case = item.case
    url = f"{case.get_absolute_url()}?visit={item.visit}"
    people = [
        person
        for person in people_of(case.applicant, *ACTS)
        if not Message.objects.filter(recipient=person, template__in=WARNINGS, url=url).exists()
    ]
    if not people:
        return 0
    ends = case.version.definition.step(item.step).next["lapsed"] in ENDS
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=CORRECTION_ENDS if ends else CORRECTION_PASSES,
        values=_words(case, item),
        url=url,
    )
    return 1


def _words(case: Case, item: WorkItem) -> dict[str, str]:
    assert item.due_at is not None
    return {
        "number": case.number,
        "applicant": case.applicant_name,
        "round": case.round.title,
        "due": said(item.due_at),
    }
