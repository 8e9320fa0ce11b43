"""Snapshots of what a public notice shows: at posting, every hour, at each change and at its end."""

from datetime import datetime
from functools import partial
from typing import Any

from qinglan.kernel import clock, permissions
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.programmes.domain.notice_state import locked
from qinglan.programmes.models import Notice, NoticeSnapshot, NoticeState, NoticeText, SnapshotCause
from qinglan.programmes.notices import events as notice_events
from qinglan.programmes.notices.content import digest_of, public_content


def snap(acting_user: Any, notice: Notice, cause: SnapshotCause, now: datetime) -> NoticeSnapshot:
    """Keep what the locked notice shows now, within the caller's transaction; the text itself once."""
    content = public_content(notice)
    digest = digest_of(content)
    NoticeText.objects.get_or_create(notice=notice, digest=digest, defaults={"content": content.decode()})
    kept = NoticeSnapshot.objects.create(
        notice=notice, cause=cause, taken_at=now, digest=digest, hour=hour_of(now),
        entries=notice.entries.filter(outcome="").count(),
    )  # fmt: skip
    notice_events.record(
        acting_user, notice_events.SNAPSHOT, notice, cause=cause.value, digest=digest, entries=kept.entries
    )
    return kept


def hour_of(moment: datetime) -> datetime:
    """The hour in which a moment lies."""
    return moment.replace(minute=0, second=0, microsecond=0)


def snap_posted_notices(*, acting_user: Any) -> int:
    """Take this hour's snapshot of every posted notice that has none yet; how many. May be repeated at will."""
    permissions.require(acting_user, "programmes.close_notices")
    hour = hour_of(clock.now())
    waiting = Notice.objects.filter(state=NoticeState.POSTED).exclude(
        pk__in=NoticeSnapshot.objects.filter(cause=SnapshotCause.HOURLY, hour=hour).values("notice")
    )
    return sum(one_by_one("programmes.snap_notices", waiting, partial(_hourly, acting_user)))


def _hourly(acting_user: Any, key: int) -> bool:
    notice = locked(key)
    now = clock.now()
    if notice.state != NoticeState.POSTED or now >= notice.ends_at:
        return False
    if notice.snapshots.filter(cause=SnapshotCause.HOURLY, hour=hour_of(now)).exists():
        return False
    snap(acting_user, notice, SnapshotCause.HOURLY, now)
    return True
