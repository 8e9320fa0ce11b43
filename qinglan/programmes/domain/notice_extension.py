"""Verb: put off the end of a public notice, by an officer's reason or after an outage by rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.periods import Outage
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.periods.packs import national_calendar
from qinglan.programmes.domain.notice_paper import draft_anew
from qinglan.programmes.domain.notice_return import stand_again
from qinglan.programmes.domain.notice_snapshot import snap
from qinglan.programmes.domain.notice_state import flag_due, locked, said_reason, seen
from qinglan.programmes.models import ChangeKind, Notice, NoticeChange, NoticeState, SnapshotCause
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices import period as notice_period


@dataclass(frozen=True)
class LaterEnd:
    """Either the last day that the officer sets, or the outage after which the rule sets it."""

    last_day: date | None = None
    outage: Outage | None = None


@transaction.atomic
def extend_notice(
    *, acting_user: Any, notice: Notice, to: LaterEnd, reason: str, seen_revision: int
) -> Notice:
    """Put off the end of a posted notice. A last day that is no working day moves on to the next one.

    In order: permission, lock, revision; the clock after the lock; the new end must be later; change,
    due days of the cases, paper, snapshot, event. After an outage a notice that had ended stands again, with the
    cases that have not been decided since. Raises PermissionRefused, StaleEdit, Impossible.
    """
    permissions.require(acting_user, "programmes.extend_notice", notice)
    line = said_reason(reason)
    current = seen(locked(notice), seen_revision)
    now = clock.now()
    again = current.state == NoticeState.CLOSED and to.outage is not None
    if current.state != NoticeState.POSTED and not again:
        raise Impossible(_("This notice has ended. Post a new one for the cases that still wait."))
    before = current.ends_at
    if to.outage is not None:
        if to.outage.ended > now:
            raise Impossible(_("The outage can't end in the future."), field="outage_ended")
        after = notice_period.after_outage(current, to.outage)
        assert after.last_day is not None
        last_day, ends_at, provisional = after.last_day, after.ends_at, after.is_provisional
    elif to.last_day is not None:
        last_day = _working(to.last_day)
        ends_at = end_of_day(last_day, current.closing_hour)
        provisional = national_calendar().coverage(current.counted_from, last_day).is_provisional
    else:
        raise Impossible(_("Set the new last day, or say when the outage was."), field="last_day")
    if ends_at is None or ends_at <= before or ends_at <= now:
        raise Impossible(
            _("The new last day must be later than the present one, {day}.").format(day=current.last_day),
            field="last_day",
        )
    current.last_day, current.ends_at, current.is_provisional = last_day, ends_at, provisional
    if again:
        current.state, current.closed_at = NoticeState.POSTED, None
    current.revision += 1
    current.save()
    back = stand_again(acting_user, current) if again else []
    NoticeChange.objects.create(
        notice=current,
        kind=ChangeKind.OUTAGE if to.outage else ChangeKind.EXTENDED,
        from_moment=before,
        to_moment=ends_at,
        reason=line,
        outage_began=to.outage.began if to.outage else None,
        outage_ended=to.outage.ended if to.outage else None,
        made_at=now,
        made_by=acting_user,
    )
    flag_due(current)
    draft_anew(acting_user, current)
    kept = snap(acting_user, current, SnapshotCause.CHANGED, now)
    notice_events.record(
        acting_user, notice_events.EXTENDED, current,
        before=before.isoformat(), after=ends_at.isoformat(), reason=line, digest=kept.digest,
        outage=[to.outage.began.isoformat(), to.outage.ended.isoformat()] if to.outage else [],
        back=back,
    )  # fmt: skip
    return current


def _working(day: date) -> date:
    calendar = national_calendar()
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day
