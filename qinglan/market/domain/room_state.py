"""The one gate of a negotiation room: lock it, note that something happened, close it. Parts of verbs."""

from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.market.models.room import Room, RoomState


def locked(seen: Room, *, check: bool = False, may_be_closed: bool = False) -> Room:
    """The row of `seen`, locked, within the caller's transaction.

    Raises StaleEdit with `check` where its revision changed since, Impossible where the talks ended, unless
    `may_be_closed`.
    """
    row = (
        Room.objects.select_for_update(of=("self",))
        .select_related("enquiry__technology", "enquiry__need", "enquiry__sender", "enquiry__receiver")
        .get(pk=seen.pk)
    )
    if check:
        require_unchanged(seen, row, only=("state",), named=False)
    if not may_be_closed and not row.is_open:
        raise Impossible(
            _(
                "The talks ended: {state}. What was said stays readable; a new enquiry begins new talks."
            ).format(state=row.get_state_display())
        )
    return row


def touch(row: Room) -> None:
    """Something happened in a locked room, within the caller's transaction."""
    row.changed_at = clock.now()
    row.save(update_fields=["changed_at", "said"])


def set_room_state(
    row: Room, to: RoomState, *, side: str, reason: str = "", shows_reason: bool = False
) -> None:
    """Close a locked open room as agreed or not, within the caller's transaction.

    In this order: 1. refuses a room that is closed already (Impossible); 2. sets when, by which side and for
    which reason; 3. raises the revision and saves. The caller settles offers, to-dos and the enquiry, and
    records the event.
    """
    if not row.is_open or to == RoomState.OPEN:
        raise Impossible(_("The talks ended already: {state}.").format(state=row.get_state_display()))
    row.state = to
    row.closed_at = row.changed_at = clock.now()
    row.closed_side, row.reason, row.shows_reason = side, reason, shows_reason
    row.revision += 1
    row.save()
