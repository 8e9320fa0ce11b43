"""Open a negotiation room for an accepted enquiry, and let people in. Parts of verbs."""

from typing import Any

from qinglan.kernel import clock
from qinglan.market.contact import events
from qinglan.market.models.enquiry import Enquiry, Side
from qinglan.market.models.room import Participant, ParticipantRole, ReadMark, Room, RoomState


def open_room(acting_user: Any, enquiry: Enquiry) -> Room:
    """The room of an enquiry that was just accepted, within the caller's transaction.

    Who asked and who accepted lead the talks for their sides.
    """
    now = clock.now()
    room = Room.objects.create(enquiry=enquiry, state=RoomState.OPEN, opened_at=now, changed_at=now)
    events.record_room(acting_user, events.ROOM_OPENED, room, enquiry=enquiry.key)
    let_in(acting_user, room, Side.ASKING, enquiry.asked_by, ParticipantRole.LEAD)
    let_in(acting_user, room, Side.OWNING, acting_user, ParticipantRole.LEAD)
    return room


def let_in(
    acting_user: Any, room: Room, side: str, user: Any, role: str, **payload: str | bool
) -> Participant:
    """Let a person take part for a side, within the caller's transaction; `payload` goes into the event too."""
    row = Participant.objects.create(room=room, side=side, user=user, role=role, joined_at=clock.now())
    ReadMark.objects.create(participant=row, read_to=room.said)
    events.record_room(
        acting_user, events.JOINED, room, side=str(side), role=str(role), person=f"user:{user.pk}", **payload
    )
    return row
