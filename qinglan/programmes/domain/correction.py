"""Verbs by the clock: corrections whose time has run out lapse; their applicants are warned before."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from qinglan.kernel import clock, permissions
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.models import Message
from qinglan.kernel.periods import working_days_between
from qinglan.kernel.periods.packs import national_calendar
from qinglan.parties.holding import ACTS, people_of
from qinglan.programmes.domain import flow
from qinglan.programmes.domain.round_state import said
from qinglan.programmes.messages import CORRECTION_ENDS
from qinglan.programmes.models import ItemState, StepType, WorkItem

WARN_WORKING_DAYS = 2
"""Working days before the end at which the applicant is warned."""


def lapse_corrections(*, acting_user: Any) -> int:
    """Close each correction whose time is over as lapsed, each in a transaction of its own; how many.

    A correction that was handed in at the same moment stays handed in: what counts is looked at under the lock.
    """
    permissions.require(acting_user, "programmes.turn_rounds")
    over = WorkItem.objects.filter(type=StepType.CORRECTION, state=ItemState.OPEN, due_at__lte=clock.now())
    lapsed = 0
    for key, case in list(over.order_by("pk").values_list("pk", "case")):
        with transaction.atomic():
            row = flow.locked(case)
            item = WorkItem.objects.filter(pk=key, state=ItemState.OPEN, due_at__lte=clock.now()).first()
            if item is not None:
                flow.close_item(acting_user=acting_user, case=row, item=item, outcome="lapsed")
                lapsed += 1
    return lapsed


def warn_corrections(*, acting_user: Any) -> int:
    """Warn the applicants whose correction ends within `WARN_WORKING_DAYS`, once each; how many cases."""
    permissions.require(acting_user, "programmes.turn_rounds")
    now, today, calendar = clock.now(), clock.today(), national_calendar()
    near = WorkItem.objects.filter(
        type=StepType.CORRECTION, state=ItemState.OPEN, due_at__gt=now, due_at__lte=now + timedelta(days=15)
    )
    warned = 0
    for key in list(near.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            item = WorkItem.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
            if item.state != ItemState.OPEN or item.due_at is None:
                continue
            last = (item.due_at.astimezone(clock.SHANGHAI) - timedelta(microseconds=1)).date()
            if working_days_between(today, last, calendar) > WARN_WORKING_DAYS:
                continue
            warned += _warn(acting_user, item)
    return warned


def _warn(acting_user: Any, item: WorkItem) -> int:
    case = item.case
    url = f"{case.get_absolute_url()}?visit={item.visit}"
    people = [
        person
        for person in people_of(case.applicant, *ACTS)
        if not Message.objects.filter(recipient=person, template=CORRECTION_ENDS, url=url).exists()
    ]
    if not people:
        return 0
    assert item.due_at is not None
    send_message(
        acting_user=acting_user,
        recipients=people,
        template=CORRECTION_ENDS,
        values={
            "number": case.number,
            "applicant": case.applicant_name,
            "round": case.round.title,
            "due": said(item.due_at),
        },
        url=url,
    )
    return 1
