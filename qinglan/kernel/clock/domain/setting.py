"""Verbs: let the clock of a training site run ahead; note how far the clock has come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.clock import reading
from qinglan.kernel.clock.models import Change
from qinglan.kernel.conflicts import Impossible

LEAD = timedelta(milliseconds=500)
"""A change takes effect this much later, so that it is committed before anybody reads past it."""
FASTEST = 1_000_000
FARTHEST = timedelta(days=3660)
AFTER_CHANGE: list[Callable[[Change], None]] = []
"""What the floors above do in the transaction of a change, such as appending an event; it must be short."""


@transaction.atomic
def change_clock(*, acting_user: Any, ahead: timedelta, factor: int, reason: str) -> Change:
    """Put the clock `ahead` and let it run `factor` times as fast as time (1: as time runs).

    In order: permission; refusal in production; lock; the row moves, in effect after `LEAD`; the log;
    what the floors above entered in `AFTER_CHANGE`.
    A clock that was put ahead stays ahead: nothing sets it back. Raises PermissionRefused; Impossible
    in production, for a time back, a factor below 1, a missing reason, or while another change is
    about to take effect.
    """
    permissions.require(acting_user, "clock.change")
    if not settings.DEMONSTRATION:
        raise Impossible(_("In production the clock shows true time and can't be changed."))
    if ahead < timedelta():
        raise Impossible(_("The clock can't be set back."), field="ahead")
    if ahead > FARTHEST:
        raise Impossible(_("The clock can be put ahead by ten years at most."), field="ahead")
    if not 1 <= factor <= FASTEST:
        raise Impossible(_("The clock runs between 1 and 1,000,000 times as fast as time."), field="factor")
    if not reason.strip():
        raise Impossible(_("Give a reason."), field="reason")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM clock_setting FOR UPDATE")
        before = reading.read()
        try:
            with transaction.atomic():
                cursor.execute(
                    "UPDATE clock_setting SET ahead = make_interval(secs => %s), factor = %s",
                    [ahead.total_seconds(), factor],
                )
        except OperationalError as error:
            raise Impossible(_("Another change of the clock is about to take effect. Try again.")) from error
    after = reading.read()
    change = Change.objects.create(
        made_at=after.rate.real,
        shown_before=before.at(after.rate.real),
        shown_after=after.rate.shown,
        ahead=ahead,
        factor=factor,
        reason=reason.strip(),
        made_by=acting_user,
    )
    for act in AFTER_CHANGE:
        act(change)
    transaction.on_commit(reading.forget)
    return change


def note_time() -> timedelta:
    """Note how far the clock has come, and tell by how much it now stands behind the last note.

    The clock never shows less than the last note, so a machine whose own clock is set back makes time
    stand still until it has caught up. Called at the start and every minute; an answer above zero is
    something for the operator to look at.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM clock_setting FOR UPDATE")
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
        assert row is not None
        setting = reading.read()
        rate = setting.rate if row[0] >= setting.rate.real else setting.before
        behind = setting.mark - rate.at(row[0])
        if behind < timedelta():
            cursor.execute("UPDATE clock_setting SET mark = %s", [setting.at(row[0])])
    return max(behind, timedelta())
