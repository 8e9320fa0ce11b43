"""Who may do what in contacts between two organisations: one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer, is_the_system
from qinglan.market.contact import brokers
from qinglan.market.contact.authority import may_click
from qinglan.market.models.agreement import Signature, SignatureMode
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import Participant, ParticipantRole, Room
from qinglan.market.rules import is_market_member
from qinglan.parties import holding


def side_represented(user: Any, enquiry: Any) -> str:
    """The side for whose organisation `user` does business, "" for neither; who does it for both asked."""
    for side in (Side.ASKING, Side.OWNING):
        if enquiry is not None and holding.represents(user, enquiry.organisation_id(side)):
            return str(side)
    return ""


def side_in_room(user: Any, room: Any) -> str:
    """The side for which `user` takes part and for which he still may, "" for nobody's."""
    row = _participation(user, room)
    if row is None:
        return ""
    return row.side if _still_belongs(user, room, row) else ""


def side_seen(user: Any, room: Any) -> str:
    """The side with whose eyes `user` reads the room: his own, or that of the unit that he administers."""
    own = side_in_room(user, room)
    if own or room is None:
        return own
    for side in (Side.ASKING, Side.OWNING):
        if holding.administers(user, room.enquiry.organisation_id(side)):
            return str(side)
    return ""


def _participation(user: Any, room: Any) -> Any:
    key = getattr(user, "pk", None)
    if key is None or room is None:
        return None
    return Participant.objects.filter(room=room, user_id=key, left_at__isnull=True).first()


def _still_belongs(user: Any, room: Any, row: Any) -> bool:
    if row.role == ParticipantRole.BROKER:
        return Room.objects.filter(brokers.stands_in(user), pk=room.pk).exists()
    return holding.represents(user, room.enquiry.organisation_id(row.side))


@predicate  # type: ignore[untyped-decorator]
def may_ask_about(user: Any, listing: Any) -> bool:
    """Does business for a verified organisation, and the listing is public or not named yet."""
    return is_market_member(user) and (listing is None or listing.is_public)


@predicate  # type: ignore[untyped-decorator]
def takes_part(user: Any, enquiry: Any) -> bool:
    """Does business for one of both sides."""
    return side_represented(user, enquiry) != ""


@predicate  # type: ignore[untyped-decorator]
def was_asked(user: Any, enquiry: Any) -> bool:
    """Does business for the side that was asked."""
    return enquiry is not None and holding.represents(user, enquiry.receiver_id)


@predicate  # type: ignore[untyped-decorator]
def asked(user: Any, enquiry: Any) -> bool:
    """Does business for the side that asked."""
    return enquiry is not None and holding.represents(user, enquiry.sender_id)


@predicate  # type: ignore[untyped-decorator]
def has_authority(user: Any, enquiry: Any) -> bool:
    """His unit lets him agree by a click."""
    side = side_represented(user, enquiry)
    return side != "" and may_click(user, enquiry.organisation_id(side)) != ""


@predicate  # type: ignore[untyped-decorator]
def has_copy(user: Any, enquiry: Any) -> bool:
    """A side brought its agreement on paper, which an officer may be asked to compare."""
    return (
        enquiry is not None
        and Signature.objects.filter(agreement__enquiry=enquiry, mode=SignatureMode.PAPER).exists()
    )


@predicate  # type: ignore[untyped-decorator]
def is_administrator_of(user: Any, organisation: Any) -> bool:
    """Administers this organisation."""
    return organisation is not None and holding.administers(user, organisation)


@predicate  # type: ignore[untyped-decorator]
def is_in_room(user: Any, room: Any) -> bool:
    """Takes part in the talks."""
    return side_in_room(user, room) != ""


@predicate  # type: ignore[untyped-decorator]
def reads_room(user: Any, room: Any) -> bool:
    """Takes part, or administers one of both organisations."""
    return side_seen(user, room) != ""


@predicate  # type: ignore[untyped-decorator]
def room_is_shared(user: Any, room: Any) -> bool:
    """Both sides let officers read it."""
    return room is not None and room.is_shared


@predicate  # type: ignore[untyped-decorator]
def leads_room(user: Any, room: Any) -> bool:
    """Leads the talks for a side, or administers its organisation."""
    row = _participation(user, room)
    if row is not None and row.role == ParticipantRole.LEAD:
        return _still_belongs(user, room, row)
    return room is not None and any(
        holding.administers(user, room.enquiry.organisation_id(side)) for side in (Side.ASKING, Side.OWNING)
    )


declare(
    "contacts.enquire",
    is_active & may_ask_about,
    refusal=_(
        "Enquiries about what is published are sent in the name of a verified organisation. Claim yours, or have it verified."
    ),
)
declare(
    "contacts.view",
    is_active & takes_part,
    refusal=_("An enquiry is open to both sides alone; officers see numbers, not contents."),
)
declare(
    "contacts.answer",
    is_active & was_asked,
    refusal=_("Only those who do business for the organisation that was asked answer an enquiry."),
)
declare(
    "contacts.pursue",
    is_active & asked,
    refusal=_("Only those who do business for the organisation that asked may do this."),
)
declare("contacts.expire", is_the_system, refusal=_("Enquiries and offers expire by themselves."))
declare(
    "contacts.authorise",
    is_active & is_administrator_of,
    refusal=_("Only the administrator of the organisation records who may agree by a click."),
)
declare(
    "contacts.see_agreement",
    is_active & (takes_part | (is_officer & has_copy)),
    refusal=_("A confidentiality agreement is open to both sides, and to officers who compare the copy."),
)
declare(
    "contacts.sign",
    is_active & has_authority,
    refusal=_(
        "Your organisation has not authorised you to agree by a click. Bring one of two things: the printed agreement, signed and stamped, as a scan; or a paper of your organisation by which its administrator records your standing authorisation."
    ),
)
declare(
    "contacts.bring_copy",
    is_active & takes_part,
    refusal=_("The stamped copy is brought by those who do business for one of both sides."),
)
declare(
    "contacts.compare",
    is_active & (takes_part | (is_officer & has_copy)),
    refusal=_("A stamped copy is compared by the other side or by an officer."),
)
declare(
    "contacts.read_room",
    is_active & (reads_room | (is_officer & room_is_shared)),
    refusal=_(
        "A negotiation room is open to those who take part and the administrators of both organisations. Ask who leads the talks to add you."
    ),
)
declare(
    "contacts.negotiate",
    is_active & is_in_room,
    refusal=_("Only those who take part in the talks may do this. Ask who leads them to add you."),
)
declare(
    "contacts.lead",
    is_active & leads_room,
    refusal=_("Only who leads the talks for a side, or its administrator, may do this."),
)
declare("contacts.count", is_officer, refusal=_("Only market officers see the figures of all contacts."))
