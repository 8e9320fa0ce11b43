"""What contacts ask of people: answer an enquiry, reply, sign, compare, answer an offer, confirm a meeting."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER
from qinglan.kernel.todos.addressee import MEMBER, Addressee, to_organisation, to_role, to_user
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo, withdraw_todos
from qinglan.kernel.todos.kinds import register_kind
from qinglan.market.models.enquiry import EnquiryState, Side
from qinglan.market.models.room import Participant

ANSWER = register_kind("contacts.answer", _("Answer an enquiry")).name
REPLY = register_kind("contacts.reply", _("Reply to a question about your enquiry")).name
SIGN = register_kind("contacts.sign", _("Sign a confidentiality agreement"), announced=False).name
COMPARE = register_kind("contacts.compare", _("Compare a stamped confidentiality agreement")).name
OFFER = register_kind("contacts.offer", _("Answer an offer")).name
MEETING = register_kind("contacts.meeting", _("Confirm a meeting that the other side logged")).name
KINDS = (ANSWER, REPLY, SIGN, COMPARE, OFFER, MEETING)


def _of_enquiry(enquiry: Any, url: str = "") -> Subject:
    listing = enquiry.listing
    return Subject(
        "market.enquiry",
        enquiry.pk,
        f"{enquiry.reference} {listing.title}",
        url or enquiry.get_absolute_url(),
        f"{enquiry.reference} {listing.title_en}" if listing.title_en else "",
    )


def _of_room(room: Any, url: str = "") -> Subject:
    of = _of_enquiry(room.enquiry)
    return Subject("market.room", room.pk, of.name, url or room.get_absolute_url(), of.name_en)


def follow_enquiry(acting_user: Any, enquiry: Any, act: str) -> None:
    """Open what the state of an enquiry asks for and close the rest; within the caller's transaction."""
    wanted = {
        EnquiryState.SENT: (ANSWER, enquiry.receiver_id, enquiry.sender_id),
        EnquiryState.ASKED: (REPLY, enquiry.sender_id, enquiry.receiver_id),
    }.get(EnquiryState(enquiry.state))
    gone = enquiry.state in (EnquiryState.WITHDRAWN, EnquiryState.EXPIRED)
    for kind in (ANSWER, REPLY):
        if wanted is None or kind != wanted[0]:
            end = withdraw_todos if gone else close_todos
            end(
                acting_user=acting_user,
                kind=kind,
                subject_type="market.enquiry",
                subject_key=enquiry.pk,
                by_act=act,
            )
    if wanted is not None:
        open_todo(
            acting_user=acting_user,
            kind=wanted[0],
            subject=_of_enquiry(enquiry),
            to=to_organisation(wanted[1], role=MEMBER),
            due_at=enquiry.expires_at,
            asked_by=to_organisation(wanted[2], role=MEMBER),
        )


def ask_to_sign(acting_user: Any, agreement: Any, side: str) -> None:
    """Ask a side to sign; within the caller's transaction."""
    enquiry = agreement.enquiry
    open_todo(
        acting_user=acting_user,
        kind=SIGN,
        subject=_of_enquiry(enquiry, agreement.get_absolute_url()),
        to=to_organisation(enquiry.organisation_id(side), role=MEMBER),
    )


def ask_to_compare(acting_user: Any, agreement: Any, side: str) -> None:
    """Ask the other side, and officers, to compare the copy of `side`; within the caller's transaction."""
    enquiry = agreement.enquiry
    other = enquiry.organisation_id(Side(side).other)
    for to in (to_organisation(other, role=MEMBER), to_role(OFFICER)):
        open_todo(
            acting_user=acting_user,
            kind=COMPARE,
            subject=_of_enquiry(enquiry, agreement.get_absolute_url()),
            to=to,
            asked_by=to_organisation(enquiry.organisation_id(side), role=MEMBER),
        )


def signed(acting_user: Any, agreement: Any, side: str, act: str) -> None:
    """A side signed: close what asked it to; within the caller's transaction."""
    to = to_organisation(agreement.enquiry.organisation_id(side), role=MEMBER)
    _close(acting_user, SIGN, "market.enquiry", agreement.enquiry_id, act, to)


def compared(acting_user: Any, agreement: Any, act: str, *, whose: str) -> None:
    """The copy of the side `whose` was compared; within the caller's transaction."""
    other = to_organisation(agreement.enquiry.organisation_id(Side(whose).other), role=MEMBER)
    _close(acting_user, COMPARE, "market.enquiry", agreement.enquiry_id, act, other)
    if not agreement.signatures.filter(state="scanned").exists():
        _close(acting_user, COMPARE, "market.enquiry", agreement.enquiry_id, act, to_role(OFFICER))


def give_up_agreement(acting_user: Any, enquiry: Any, act: str) -> None:
    """Nobody needs to sign or compare any more; within the caller's transaction."""
    for kind in (SIGN, COMPARE):
        withdraw_todos(
            acting_user=acting_user,
            kind=kind,
            subject_type="market.enquiry",
            subject_key=enquiry.pk,
            by_act=act,
        )


def ask_people(
    acting_user: Any, kind: str, room: Any, side: str, url: str, due_at: datetime | None = None
) -> None:
    """Ask each who takes part for a side; within the caller's transaction."""
    for row in Participant.objects.filter(room=room, side=side, left_at__isnull=True).select_related("user"):
        open_todo(
            acting_user=acting_user,
            kind=kind,
            subject=_of_room(room, url),
            to=to_user(row.user),
            due_at=due_at,
        )


def people_answered(acting_user: Any, kind: str, room: Any, act: str, *, needless: bool = False) -> None:
    """Close what `ask_people` opened, or withdraw it where it is `needless`; within the caller's transaction."""
    end = withdraw_todos if needless else close_todos
    end(acting_user=acting_user, kind=kind, subject_type="market.room", subject_key=room.pk, by_act=act)


def _close(acting_user: Any, kind: str, subject: str, key: int, act: str, to: Addressee) -> None:
    close_todos(acting_user=acting_user, kind=kind, subject_type=subject, subject_key=key, by_act=act, to=to)
