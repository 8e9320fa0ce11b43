"""The one gate of an award's state, and the lines of its public history."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.programmes.domain.watch import alert_watchers
from qinglan.programmes.models import STANDING, Award, AwardChange, AwardState


def locked(award: Award | int, seen_revision: int | None = None) -> Award:
    """The award, locked until the caller's transaction ends; StaleEdit where it changed since it was seen.

    Lock a case before its award, and an award before its duties.
    """
    key = award.pk if isinstance(award, Award) else award
    rows = Award.objects.select_for_update(of=("self",)).select_related("programme", "version", "holder")
    held = rows.get(pk=key)
    if seen_revision is not None:
        require_unchanged(seen_revision, held)
    return held


def standing(award: Award) -> None:
    """Raise Impossible where the award has ended."""
    if award.state not in STANDING:
        raise Impossible(
            _("The award has ended ({state}, {day}); nothing changes it any more.").format(
                state=award.get_state_display(), day=award.ended_on
            )
        )


def set_state(
    *,
    acting_user: Any,
    award: Award,
    to: AwardState,
    on: date,
    reason: str = "",
    ground: str = "",
) -> Award:
    """Set the state of a locked award, within the caller's transaction; an end goes through `award_end`.

    Keeps state, last day (for an end) and revision, a line of the public history, and alerts the banks that
    watch the holder.
    """
    award.state = to
    award.ended_on = None if to in STANDING else on
    award.revision += 1
    award.save(update_fields=["state", "ended_on", "revision"])
    change = note(acting_user, award, to.value, on, reason=reason, ground=ground)
    alert_watchers(acting_user, award, change)
    return award


def note(
    acting_user: Any, award: Award, kind: str, on: date, *, reason: str = "", ground: str = ""
) -> AwardChange:
    """A line of the award's public history, within the caller's transaction."""
    return AwardChange.objects.create(
        award=award,
        kind=kind,
        on=on,
        ground=ground,
        reason=reason,
        made_at=clock.now(),
        made_by=acting_user,
    )
