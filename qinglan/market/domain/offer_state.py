"""The one gate of an offer: from current to what became of it. Parts of verbs."""

from datetime import datetime
from typing import Any

from qinglan.kernel import clock
from qinglan.market.contact import events, todos
from qinglan.market.models.room import Room
from qinglan.market.models.terms import Offer, OfferState


def current_of(room: Room) -> Offer | None:
    """The offer that waits for an answer, locked, within the caller's transaction, which holds the room."""
    return (
        Offer.objects.select_for_update(of=("self",))
        .select_related("sheet")
        .filter(room=room, state=OfferState.CURRENT)
        .first()
    )


def settle(
    acting_user: Any, offer: Offer, to: OfferState, *, by: Any = None, at: datetime | None = None
) -> None:
    """Settle a locked current offer, within the caller's transaction, which holds its room.

    In this order: 1. state, moment, and who did it (nobody where the clock did); 2. its to-dos close;
    3. the event.
    """
    offer.state, offer.settled_by, offer.settled_at = to, by, at or clock.now()
    offer.save()
    needless = to in (OfferState.WITHDRAWN, OfferState.EXPIRED, OfferState.VOID)
    todos.people_answered(
        acting_user, todos.OFFER, offer.room, f"contacts.offer-{to.value}", needless=needless
    )
    events.record_room(
        acting_user, events.OFFER_SETTLED, offer.room, sheet=offer.sheet.number, became=str(to.value)
    )


def void_current(acting_user: Any, room: Room) -> None:
    """What is on the table is void, since the talks ended; within the caller's transaction."""
    offer = current_of(room)
    if offer is not None:
        settle(acting_user, offer, OfferState.VOID)
