"""Verbs on enquiries: send one; say yes, no, or ask back; reply; withdraw; let those expire that nobody answered."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.periods import Length, Unit, end_of_period
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.rulebook.language import in_reader_language, text_of
from qinglan.market.anonymity import alias_for
from qinglan.market.contact import told
from qinglan.market.contact.events import record_enquiry
from qinglan.market.contact.pack import contact
from qinglan.market.contact.todos import follow_enquiry
from qinglan.market.domain.confidentiality import draw_up, give_up
from qinglan.market.domain.enquiry_state import locked, set_enquiry_state
from qinglan.market.domain.room_opening import open_room
from qinglan.market.models.enquiry import (
    LIVE,
    Enquiry,
    EnquiryAct,
    EnquiryAnswer,
    EnquiryState,
    Side,
)
from qinglan.market.queries import MODELS
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationState

LONGEST = 1000


@transaction.atomic
def send_enquiry(
    *,
    acting_user: Any,
    listing: Any,
    sender: Organisation,
    answers: Mapping[str, str],
    offered: Any = None,
    anonymous: bool = False,
) -> Enquiry:
    """Ask about `listing` in the name of `sender`, with an answer to each standard question, by its code.

    `offered` is what the sender brings along: his public technology for a need, or his need for a technology.
    `anonymous`: the other side reads an alias until the sender signs. Raises PermissionRefused, Impossible
    with the field: own organisation, a live enquiry about the same, both anonymous, an empty answer.
    """
    permissions.require(acting_user, "contacts.enquire", listing)
    row = (
        MODELS[listing.SIDE]
        .objects.select_for_update(of=("self",))
        .select_related("owner")
        .get(pk=listing.pk)
    )
    permissions.require(acting_user, "contacts.enquire", row)
    _check_sender(acting_user, row, sender)
    hides = bool(getattr(row, "is_anonymous", False))
    if anonymous and hides:
        raise Impossible(
            _("The unit that has this need stays without a name; name yours, so that one of both is known."),
            field="anonymous",
        )
    if offered is not None:
        _check_offered(row, sender, offered)
        if anonymous and not getattr(offered, "is_anonymous", False):
            raise Impossible(
                _(
                    "What you bring along names your organisation. Leave it out, or send the enquiry with your name."
                ),
                field="offered",
            )
    said = _said(row.SIDE, answers)
    now = clock.now()
    enquiry = Enquiry(
        about=row.SIDE,
        sender=sender,
        receiver=row.owner,
        asked_by=acting_user,
        asking_named_at=None if anonymous else now,
        owning_named_at=None if hides else now,
        state=EnquiryState.SENT,
        sent_at=now,
        expires_at=_answer_by(now),
    )
    setattr(enquiry, row.SIDE, row)
    if offered is not None:
        setattr(enquiry, offered.SIDE, offered)
    if anonymous:
        enquiry.asking_alias, enquiry.asking_alias_en = alias_for(sender)
    if hides:
        enquiry.owning_alias, enquiry.owning_alias_en = row.alias, row.alias_en
    try:
        with transaction.atomic():
            enquiry.save()
    except IntegrityError as error:
        raise _twice(row, sender) from error
    EnquiryAnswer.objects.bulk_create(
        EnquiryAnswer(
            enquiry=enquiry, code=one.code, question=one.text.zh, question_en=one.text.en, text=text
        )
        for one, text in said
    )
    record_enquiry(
        acting_user,
        EnquiryAct.SENT,
        enquiry,
        side=Side.ASKING,
        about=row.key,
        sender=sender.code,
        receiver=row.owner.code,
        questions=[one.code for one, _text in said],
        rules=contact().digest(),
        expires_at=enquiry.expires_at.isoformat(),
    )
    follow_enquiry(acting_user, enquiry, "contacts.enquire")
    return enquiry


@transaction.atomic
def accept_enquiry(*, acting_user: Any, enquiry: Enquiry, note: str = "") -> Enquiry:
    """Say yes: the room opens for both sides, and a confidentiality agreement is drawn up.

    Raises StaleEdit (somebody answered meanwhile), Impossible (state, time), PermissionRefused.
    """
    permissions.require(acting_user, "contacts.answer", enquiry)
    row = locked(enquiry)
    set_enquiry_state(acting_user, row, EnquiryState.ACCEPTED, "contacts.accept")
    record_enquiry(acting_user, EnquiryAct.ACCEPTED, row, side=Side.OWNING, text=_line(note))
    room = open_room(acting_user, row)
    draw_up(acting_user, row)
    told.tell_side(acting_user, row, "accepted", Side.ASKING, url=room.get_absolute_url())
    return row


@transaction.atomic
def decline_enquiry(
    *, acting_user: Any, enquiry: Enquiry, reason: str, shows_reason: bool = False, note: str = ""
) -> Enquiry:
    """Say no, for a reason of the list. The other side reads neutral words, unless `shows_reason`.

    `note` is for the own side alone. Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "contacts.answer", enquiry)
    row = locked(enquiry)
    rules = contact()
    if reason not in {one.code for one in rules.declines}:
        raise Impossible(_("Choose a reason from the list."), field="reason")
    row.reason, row.shows_reason = reason, shows_reason
    set_enquiry_state(acting_user, row, EnquiryState.DECLINED, "contacts.decline")
    record_enquiry(
        acting_user,
        EnquiryAct.DECLINED,
        row,
        side=Side.OWNING,
        text=_line(note),
        reason=reason,
        shows_reason=shows_reason,
    )
    told.tell_side(acting_user, row, "declined", Side.ASKING, words=words_of_decline(row))
    return row


@transaction.atomic
def ask_back(*, acting_user: Any, enquiry: Enquiry, question: str) -> Enquiry:
    """Ask the other side something before one answers; the time for the answer stands as it was."""
    permissions.require(acting_user, "contacts.answer", enquiry)
    row = locked(enquiry)
    text = _required(question, "question", _("Write what you want to know."))
    set_enquiry_state(acting_user, row, EnquiryState.ASKED, "contacts.ask_back")
    record_enquiry(acting_user, EnquiryAct.ASKED, row, side=Side.OWNING, text=text)
    return row


@transaction.atomic
def reply(*, acting_user: Any, enquiry: Enquiry, text: str) -> Enquiry:
    """Reply to what the other side asked back. It then has the whole time for its answer anew."""
    permissions.require(acting_user, "contacts.pursue", enquiry)
    row = locked(enquiry)
    said = _required(text, "text", _("Write your reply."))
    set_enquiry_state(acting_user, row, EnquiryState.SENT, "contacts.reply")
    row.expires_at = _answer_by(clock.now())
    row.save(update_fields=["expires_at"])
    follow_enquiry(acting_user, row, "contacts.reply")
    record_enquiry(acting_user, EnquiryAct.REPLIED, row, side=Side.ASKING, text=said)
    return row


@transaction.atomic
def withdraw_enquiry(*, acting_user: Any, enquiry: Enquiry) -> Enquiry:
    """The asking side takes its enquiry back before it is answered. Raises StaleEdit, Impossible."""
    permissions.require(acting_user, "contacts.pursue", enquiry)
    row = locked(enquiry)
    set_enquiry_state(acting_user, row, EnquiryState.WITHDRAWN, "contacts.withdraw")
    record_enquiry(acting_user, EnquiryAct.WITHDRAWN, row, side=Side.ASKING)
    told.tell_side(acting_user, row, "withdrawn", Side.OWNING)
    return row


@transaction.atomic
def expire_enquiry(*, acting_user: Any, enquiry: Enquiry) -> bool:
    """Let one enquiry expire whose time is over; whether it did. For the job."""
    permissions.require(acting_user, "contacts.expire")
    row = (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("technology", "need", "sender", "receiver")
        .get(pk=enquiry.pk)
    )
    if row.state not in (EnquiryState.SENT, EnquiryState.ASKED) or clock.now() < row.expires_at:
        return False
    set_enquiry_state(acting_user, row, EnquiryState.EXPIRED, "contacts.expire")
    record_enquiry(acting_user, EnquiryAct.EXPIRED, row)
    for side in Side:
        told.tell_side(acting_user, row, "expired", side)
    return True


def end_talks(acting_user: Any, enquiry: Enquiry) -> None:
    """The talks of an accepted enquiry ended, within the caller's transaction, which has locked the room."""
    row = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    set_enquiry_state(acting_user, row, EnquiryState.ENDED, "contacts.close")
    record_enquiry(acting_user, EnquiryAct.ENDED, row)
    give_up(acting_user, row)


def words_of_decline(enquiry: Enquiry) -> str:
    """What the asking side reads of a refusal: the reason where it is shown, else neutral words."""
    rules = contact()
    return (
        text_of(enquiry.reason, rules.declines) if enquiry.shows_reason else in_reader_language(rules.neutral)
    )


def _check_sender(acting_user: Any, listing: Any, sender: Organisation) -> None:
    if not holding.represents(acting_user, sender):
        raise Impossible(
            _("You don't do business for {name}. Choose an organisation of yours.").format(name=sender.name),
            field="sender",
        )
    if sender.state != OrganisationState.VERIFIED:
        raise Impossible(
            _("{name} is not verified yet. Ask an officer to verify it, then send the enquiry.").format(
                name=sender.name
            ),
            field="sender",
        )
    if sender.pk == listing.owner_id:
        raise Impossible(
            _("This is of your own organisation. Enquiries go to others; write to your colleague instead."),
            field="sender",
        )
    if _live(listing, sender) is not None:
        raise _twice(listing, sender)


def _live(listing: Any, sender: Organisation) -> Enquiry | None:
    found = Enquiry.objects.filter(
        sender=sender, about=listing.SIDE, state__in=LIVE, **{listing.SIDE: listing}
    )
    return found.first()


def _twice(listing: Any, sender: Organisation) -> Impossible:
    there = _live(listing, sender)
    return Impossible(
        _("{name} has an enquiry about this under way: {reference}. Open it under “My enquiries”.").format(
            name=sender.name, reference=there.reference if there else ""
        ),
        field="sender",
    )


def _check_offered(listing: Any, sender: Organisation, offered: Any) -> None:
    if offered.SIDE == listing.SIDE or offered.owner_id != sender.pk or not offered.is_public:
        raise Impossible(
            _(
                "Choose what your organisation has published itself: a technology for a need, a need for a technology."
            ),
            field="offered",
        )


def _said(about: str, answers: Mapping[str, str]) -> list[tuple[Any, str]]:
    found = []
    for one in contact().questions_about(about):
        text = _required(
            answers.get(one.code, ""), one.code, _("Answer this question; one sentence suffices.")
        )
        found.append((one, text))
    return found


def _required(text: str, field: str, refusal: str) -> str:
    line = _line(text)
    if not line:
        raise Impossible(refusal, field=field)
    if len(line) > LONGEST:
        raise Impossible(_("At most {most} characters.").format(most=LONGEST), field=field)
    return line


def _line(text: str) -> str:
    return text.strip()


def _answer_by(now: Any) -> Any:
    length = Length(contact().answer_within_working_days, Unit.WORKING_DAY)
    return end_of_period(now.astimezone(clock.SHANGHAI).date(), length, national_calendar()).ends_at
