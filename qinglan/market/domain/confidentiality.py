"""Verbs on the confidentiality agreement of an enquiry: by click with authority, or on paper; in force, ended."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code
from qinglan.kernel.documents.checking.kinds import STAMPED
from qinglan.kernel.documents.domain.file import store_file
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.periods.length import months_later
from qinglan.market.contact import events, todos, told
from qinglan.market.contact.authority import may_click
from qinglan.market.contact.pack import contact
from qinglan.market.contact.rules import side_represented
from qinglan.market.models import Level
from qinglan.market.models.agreement import (
    Agreement,
    AgreementState,
    Sight,
    Signature,
    SignatureMode,
    SignatureState,
)
from qinglan.market.models.enquiry import Enquiry, EnquiryAct, Side
from qinglan.market.seeing import RANK, Seen, levels_of

HOLDER = "market.agreement"


def draw_up(acting_user: Any, enquiry: Enquiry) -> Agreement:
    """Draw the agreement up for an accepted enquiry, within the caller's transaction; both sides are asked to sign."""
    rules = contact()
    content = {
        "articles": list(rules.agreement.articles),
        "title": rules.agreement.title,
        "years": rules.agreement_years,
        "enquiry": enquiry.reference,
        "parties": [enquiry.sender.code, enquiry.receiver.code],
        "listing": enquiry.listing.key,
    }
    packed = encode(content)
    made = Agreement.objects.create(
        enquiry=enquiry,
        title=rules.agreement.title,
        articles=list(rules.agreement.articles),
        digest=events.digest(packed.decode()),
        version_code=code.derived(packed),
        years=rules.agreement_years,
        state=AgreementState.OPEN,
        drawn_up_at=clock.now(),
    )
    for side in Side:
        Signature.objects.create(agreement=made, side=side)
        todos.ask_to_sign(acting_user, made, side)
    events.note(
        acting_user,
        enquiry.key,
        events.DRAWN_UP,
        digest=made.digest,
        version_code=made.version_code,
        years=made.years,
    )
    return made


@transaction.atomic
def sign_by_click(*, acting_user: Any, agreement: Agreement) -> Agreement:
    """Agree in the name of one's organisation by a click, which one must be authorised to.

    Raises PermissionRefused, which says what to bring, and Impossible: signed already, the other side has
    not said who it is.
    """
    permissions.require(acting_user, "contacts.sign", agreement.enquiry)
    row, side, mine = _locked(acting_user, agreement)
    authority = may_click(acting_user, row.enquiry.organisation_id(side))
    _require_to_sign(row, mine, side)
    now = clock.now()
    mine.state, mine.mode, mine.authority = SignatureState.SIGNED, SignatureMode.CLICK, authority[:300]
    mine.brought_by, mine.brought_at, mine.signed_at = acting_user, now, now
    mine.file = None
    mine.finding = ""
    mine.save()
    _signed(acting_user, row, mine, act="contacts.sign", authority=events.digest(authority))
    return row


@transaction.atomic
def bring_copy(*, acting_user: Any, agreement: Agreement, name: str, content: bytes) -> Agreement:
    """Bring the signed and stamped copy of one's side, as PDF, OFD or picture; somebody else compares it.

    Raises Impossible (of the file too), PermissionRefused.
    """
    permissions.require(acting_user, "contacts.bring_copy", agreement.enquiry)
    row, side, mine = _locked(acting_user, agreement)
    _require_to_sign(row, mine, side)
    file = store_file(
        acting_user=acting_user,
        name=name,
        content=content,
        holder=HOLDER,
        holder_key=str(row.enquiry_id),
        endings=STAMPED,
    )
    mine.state, mine.mode, mine.authority = SignatureState.SCANNED, SignatureMode.PAPER, ""
    mine.file, mine.brought_by, mine.brought_at, mine.finding = file, acting_user, clock.now(), ""
    mine.compared_by = mine.compared_at = None
    mine.save()
    row.revision += 1
    row.save()
    _name(acting_user, row.enquiry, side)
    events.note(acting_user, row.enquiry.key, events.COPY_BROUGHT, side=side, file=file.digest)
    todos.signed(acting_user, row, side, "contacts.bring_copy")
    todos.ask_to_compare(acting_user, row, side)
    return row


@transaction.atomic
def compare_copy(
    *, acting_user: Any, agreement: Agreement, side: str, agrees: bool, finding: str = ""
) -> Agreement:
    """Say whether the stamped copy of `side` is the agreement as printed: by the other side, or an officer.

    A copy that differs (`finding` says where) is to be brought again. Raises Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "contacts.compare", agreement.enquiry)
    row = _lock(agreement)
    theirs = Signature.objects.select_for_update().get(agreement=row, side=side)
    if theirs.state != SignatureState.SCANNED:
        raise Impossible(
            _("There is no copy that waits to be compared. Open the page again to see how it stands.")
        )
    if side_represented(acting_user, row.enquiry) == side or theirs.brought_by_id == acting_user.pk:
        raise Impossible(_("A copy is compared by the other side or by an officer, not by who brought it."))
    now = clock.now()
    theirs.compared_by, theirs.compared_at = acting_user, now
    if not agrees:
        if not finding.strip():
            raise Impossible(_("Say what is wrong with the copy."), field="finding")
        theirs.state, theirs.finding = SignatureState.WAITING, finding.strip()[:500]
        theirs.save()
        events.note(
            acting_user,
            row.enquiry.key,
            events.COPY_REFUSED,
            side=side,
            finding=events.digest(theirs.finding),
        )
        todos.compared(acting_user, row, "contacts.compare", whose=side)
        todos.ask_to_sign(acting_user, row, side)
        told.tell_side(
            acting_user, row.enquiry, "copy_refused", side, url=row.get_absolute_url(), words=theirs.finding
        )
        return row
    theirs.state, theirs.signed_at, theirs.finding = SignatureState.SIGNED, now, ""
    theirs.save()
    todos.compared(acting_user, row, "contacts.compare", whose=side)
    _signed(acting_user, row, theirs, act="contacts.compare", file=theirs.file.digest if theirs.file else "")
    return row


@transaction.atomic
def end_agreement(*, acting_user: Any, agreement: Agreement) -> bool:
    """Let an agreement end whose last day is over; whether it did. For the job."""
    permissions.require(acting_user, "contacts.expire")
    row = _lock(agreement)
    if row.state != AgreementState.IN_FORCE or row.ends_on is None or row.ends_on >= clock.today():
        return False
    row.state = AgreementState.ENDED
    row.revision += 1
    row.save()
    events.note(acting_user, row.enquiry.key, events.AGREEMENT_ENDED, last=row.ends_on.isoformat())
    return True


@transaction.atomic
def note_sight(*, acting_user: Any, seen: Seen) -> list[Sight]:
    """Note that somebody saw protected parts of a listing under agreements in force; no permission of its own.

    Once for each agreement, person and version of the listing. Nothing is noted for who sees them as owner.
    """
    if seen.level != Level.AGREED:
        return []
    levels = levels_of(seen.listing)
    parts = [name for name in seen.shown if RANK[levels[name]] == RANK[Level.AGREED]]
    if any(one.level == Level.AGREED for one in seen.listing.attachments.all()):
        parts.append("attachments")
    if not parts:
        return []
    from qinglan.market.contact.queries import agreements_of  # noqa: PLC0415 - queries need these models

    noted = []
    for agreement in agreements_of(acting_user, seen.listing).select_related("enquiry"):
        row, is_new = Sight.objects.get_or_create(
            agreement=agreement,
            user=acting_user,
            listing=seen.listing.key,
            revision=seen.listing.revision,
            defaults={"aspects": parts, "seen_at": clock.now()},
        )
        if is_new:
            noted.append(row)
            events.note(
                acting_user,
                agreement.enquiry.key,
                events.SEEN,
                listing=seen.listing.key,
                revision=seen.listing.revision,
                aspects=parts,
            )
    return noted


def give_up(acting_user: Any, enquiry: Enquiry) -> None:
    """Nobody signs any more what was open when talks ended, within the caller's transaction.

    An agreement in force stands until its last day.
    """
    row = Agreement.objects.select_for_update().filter(enquiry=enquiry, state=AgreementState.OPEN).first()
    if row is not None:
        row.state = AgreementState.ENDED
        row.revision += 1
        row.save()
    todos.give_up_agreement(acting_user, enquiry, "contacts.close")


def _lock(agreement: Agreement) -> Agreement:
    return (
        Agreement.objects.select_for_update(of=("self", "enquiry"))
        .select_related("enquiry__technology", "enquiry__need", "enquiry__sender", "enquiry__receiver")
        .get(pk=agreement.pk)
    )


def _locked(user: Any, agreement: Agreement) -> tuple[Agreement, str, Signature]:
    row = _lock(agreement)
    side = side_represented(user, row.enquiry)
    return row, side, Signature.objects.select_for_update().get(agreement=row, side=side)


def _require_to_sign(row: Agreement, mine: Signature, side: str) -> None:
    if row.state == AgreementState.ENDED:
        raise Impossible(_("This agreement ended. A new enquiry brings a new one."))
    if mine.state == SignatureState.SIGNED:
        raise Impossible(_("Your side has signed already."))
    if not row.enquiry.is_named(Side(side).other):
        raise Impossible(
            _(
                "The other side has not said yet which organisation it is. It signs first; then you see with whom you agree."
            )
        )


def _name(acting_user: Any, enquiry: Enquiry, side: str) -> None:
    """Who signs says who he is."""
    if enquiry.is_named(side):
        return
    setattr(enquiry, f"{side}_named_at", clock.now())
    enquiry.revision += 1
    enquiry.save()
    events.record_enquiry(acting_user, EnquiryAct.NAMED, enquiry, side=side)


def _signed(acting_user: Any, row: Agreement, mine: Signature, *, act: str, **payload: Any) -> None:
    """A side signed: it is named; where it was the second, the agreement is in force for its years."""
    _name(acting_user, row.enquiry, mine.side)
    events.note(acting_user, row.enquiry.key, events.SIGNED, side=mine.side, mode=mine.mode, **payload)
    todos.signed(acting_user, row, mine.side, act)
    row.revision += 1
    if not row.signatures.exclude(state=SignatureState.SIGNED).exists():
        today = clock.today()
        row.state, row.in_force_at = AgreementState.IN_FORCE, clock.now()
        row.ends_on = months_later(today, 12 * row.years)
        events.note(
            acting_user,
            row.enquiry.key,
            events.IN_FORCE,
            first=today.isoformat(),
            last=row.ends_on.isoformat(),
        )
        for side in Side:
            told.tell_side(acting_user, row.enquiry, "in_force", side, url=row.get_absolute_url())
    row.save()
    room = getattr(row.enquiry, "room", None)
    if room is not None:
        from qinglan.kernel import outbox  # noqa: PLC0415 - only here

        outbox.enqueue(events.ROOM_CHANGED, str(room.pk))
