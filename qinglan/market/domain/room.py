"""Verbs in a negotiation room: say something, let people in and out, let officers read, end the talks."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.rulebook.language import in_reader_language, text_of
from qinglan.market.contact import brokers, events, todos, told
from qinglan.market.contact.pack import contact
from qinglan.market.contact.rules import side_in_room
from qinglan.market.domain.enquiry import end_talks
from qinglan.market.domain.offer_state import void_current
from qinglan.market.domain.room_opening import let_in
from qinglan.market.domain.room_state import locked, set_room_state, touch
from qinglan.market.models.brokering import Mandate
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import Participant, ParticipantRole, ReadMark, Room, RoomMessage, RoomState
from qinglan.parties import holding

HOLDER = "market.room"
LONGEST = 3000


@transaction.atomic
def say(
    *, acting_user: Any, room: Room, text: str = "", name: str = "", content: bytes | None = None
) -> RoomMessage:
    """Say something in the room, or send the file `name` with `content`. Raises Impossible, PermissionRefused."""
    permissions.require(acting_user, "contacts.negotiate", room)
    row = locked(room)
    side = side_in_room(acting_user, row)
    said = text.strip()
    if not said and content is None:
        raise Impossible(_("Write something, or choose a file."), field="text")
    if len(said) > LONGEST:
        raise Impossible(_("At most {most} characters.").format(most=LONGEST), field="text")
    file = None
    if content is not None:
        file = store_file(
            acting_user=acting_user, name=name, content=content, holder=HOLDER, holder_key=str(row.pk)
        )
    row.said += 1
    touch(row)
    message = RoomMessage.objects.create(
        room=row, number=row.said, side=side, author=acting_user, text=said, file=file, sent_at=clock.now()
    )
    note_read(acting_user=acting_user, room=row)
    events.record_room(
        acting_user,
        events.SAID,
        row,
        number=row.said,
        side=side,
        text=events.digest(said),
        file=file.digest if file else "",
    )
    other = Side(side).other
    had_read = ReadMark.objects.filter(
        participant__room=row,
        participant__side=other,
        participant__left_at__isnull=True,
        read_to=row.said - 1,
    )
    if had_read.exists():  # who has not read the last one was told of it
        told.tell_room(acting_user, row, "said", other)
    return message


def note_read(*, acting_user: Any, room: Room) -> None:
    """Remember how far somebody who takes part has read; nothing else follows from it. No permission is needed."""
    ReadMark.objects.filter(
        participant__room=room,
        participant__user_id=acting_user.pk,
        participant__left_at__isnull=True,
        read_to__lt=room.said,
    ).update(read_to=room.said)


@transaction.atomic
def add_participant(
    *, acting_user: Any, room: Room, user: Any, side: str, role: str = ParticipantRole.MEMBER
) -> Participant:
    """Let a colleague take part for one's own side; a broker is added by `add_broker`. Raises Impossible."""
    permissions.require(acting_user, "contacts.lead", room)
    row = locked(room)
    _require_own_side(acting_user, row, side)
    organisation = row.enquiry.organisation(side)
    if role == ParticipantRole.BROKER or not holding.represents(user, organisation):
        raise Impossible(
            _("{person} does no business for {name}. Its administrator adds people to it first.").format(
                person=user, name=organisation.name
            ),
            field="user",
        )
    made = _let_in(acting_user, row, side, user, role)
    if user.pk != acting_user.pk:
        told.tell_person(acting_user, row, "added", user, side)
    return made


@transaction.atomic
def add_broker(*, acting_user: Any, room: Room, mandate: Mandate, side: str) -> Participant:
    """Let the broker whom `mandate` names take part for one's own side; both sides read by what right.

    In this order: 1. permission, lock, own side; 2. the mandate is in force, of this side's organisation and
    about what it brought into the talks; 3. where he holds a mandate of the other side too, both have
    confirmed his introduction; 4. he takes part, the event names mandate and double agency; 5. he and the
    other side are told. Raises Impossible with the field, PermissionRefused.
    """
    permissions.require(acting_user, "contacts.lead", room)
    row = locked(room)
    _require_own_side(acting_user, row, side)
    held = (
        brokers.mandates_of(row.enquiry, side).select_for_update(of=("self",)).filter(pk=mandate.pk).first()
    )
    if held is None:
        raise Impossible(
            _("This mandate is not in force, or is not about what your side brought into these talks."),
            field="mandate",
        )
    found = brokers.standing(row.enquiry, side, held.broker)
    if not found.may_take_part:
        raise Impossible(
            _(
                "{broker} also holds a mandate of the other side. He registers the introduction; when both sides"
                " have confirmed it, he can take part."
            ).format(broker=held.broker),
            field="mandate",
        )
    user = held.broker.user
    made = _let_in(
        acting_user,
        row,
        side,
        user,
        ParticipantRole.BROKER,
        mandate=f"mandate:{held.pk}",
        acts_for_both=found.is_double,
    )
    told.tell_person(acting_user, row, "added", user, side)
    told.tell_room(acting_user, row, "broker", Side(side).other, words=str(held.broker))
    return made


def _let_in(
    acting_user: Any, row: Room, side: str, user: Any, role: str, **payload: str | bool
) -> Participant:
    """In, once; within the caller's transaction."""
    try:
        with transaction.atomic():
            made = let_in(acting_user, row, side, user, role, **payload)
    except IntegrityError as error:
        field = "mandate" if role == ParticipantRole.BROKER else "user"
        raise Impossible(_("{person} takes part already.").format(person=user), field=field) from error
    touch(row)
    return made


@transaction.atomic
def remove_participant(*, acting_user: Any, participant: Participant) -> None:
    """Let somebody of one's own side out of the talks. The last who leads stays. Raises Impossible."""
    permissions.require(acting_user, "contacts.lead", participant.room)
    row = locked(participant.room)
    _require_own_side(acting_user, row, participant.side)
    there = Participant.objects.select_for_update().filter(
        room=row, side=participant.side, left_at__isnull=True
    )
    held = next((one for one in there if one.pk == participant.pk), None)
    if held is None:
        return
    if held.role == ParticipantRole.LEAD and not any(
        one.role == ParticipantRole.LEAD and one.pk != held.pk for one in there
    ):
        raise Impossible(_("Somebody must lead the talks for your side. Add another who leads first."))
    held.left_at = clock.now()
    held.save(update_fields=["left_at"])
    events.record_room(acting_user, events.LEFT, row, side=held.side, person=f"user:{held.user_id}")
    touch(row)


@transaction.atomic
def share_with_officers(*, acting_user: Any, room: Room, share: bool) -> Room:
    """Let officers read the room as far as one's own side goes, or no longer; they do where both sides let them."""
    permissions.require(acting_user, "contacts.lead", room)
    row = locked(room, may_be_closed=True)
    side = side_in_room(acting_user, row) or _administered(acting_user, row)
    name = f"{side}_shares"
    if getattr(row, name) == share:
        return row
    setattr(row, name, share)
    row.revision += 1
    row.save()
    events.record_room(acting_user, events.SHARED, row, side=side, share=share, both=row.is_shared)
    return row


@transaction.atomic
def close_room(
    *, acting_user: Any, room: Room, reason: str, shows_reason: bool = False, note: str = ""
) -> Room:
    """End the talks without agreement, for a reason of the list. The other side reads neutral words by default.

    In this order: permission, lock (StaleEdit where it changed), reason; the room closes; a current offer is
    void; the enquiry ends; event, messages. `note` goes into the chain as a digest only.
    """
    permissions.require(acting_user, "contacts.lead", room)
    row = locked(room, check=True)
    rules = contact()
    if reason not in {one.code for one in rules.outcomes}:
        raise Impossible(_("Choose a reason from the list."), field="reason")
    side = side_in_room(acting_user, row) or _administered(acting_user, row)
    set_room_state(row, RoomState.NOT_AGREED, side=side, reason=reason, shows_reason=shows_reason)
    void_current(acting_user, row)
    todos.people_answered(acting_user, todos.MEETING, row, "contacts.close", needless=True)
    end_talks(acting_user, row.enquiry)
    events.record_room(
        acting_user,
        events.ROOM_CLOSED,
        row,
        outcome=row.state,
        side=side,
        reason=reason,
        shows_reason=shows_reason,
        note=events.digest(note.strip()),
    )
    told.tell_room(acting_user, row, "closed", Side(side).other, words=words_of_outcome(row))
    return row


def words_of_outcome(room: Room) -> str:
    """What the other side reads of why talks ended: the reason where it is shown, else neutral words."""
    rules = contact()
    return text_of(room.reason, rules.outcomes) if room.shows_reason else in_reader_language(rules.neutral)


def _administered(user: Any, room: Room) -> str:
    return next(
        (str(side) for side in Side if holding.administers(user, room.enquiry.organisation_id(side))), ""
    )


def _require_own_side(user: Any, room: Room, side: str) -> None:
    if side not in (side_in_room(user, room), _administered(user, room)):
        raise Impossible(_("You add and remove people of your own side only."), field="user")
