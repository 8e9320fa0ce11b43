"""Verbs on offers: make one, meet it by a counter-offer, accept, decline, withdraw it; offers that expire."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.market.contact import events, hand_over, todos, told
from qinglan.market.contact.pack import contact
from qinglan.market.contact.rules import side_in_room
from qinglan.market.domain.enquiry import end_talks
from qinglan.market.domain.offer_state import current_of, settle
from qinglan.market.domain.room_state import locked, set_room_state, touch
from qinglan.market.models.enquiry import Side
from qinglan.market.models.room import ParticipantRole, Room, RoomState
from qinglan.market.models.terms import HandOver, Offer, OfferState, TermSheet


@transaction.atomic
def make_offer(*, acting_user: Any, sheet: TermSheet, days: int) -> Offer:
    """Offer to agree on the newest version of the terms until the end of the day in `days` days.

    What the other side has on the table is thereby countered; one's own is withdrawn. Raises StaleEdit where
    a newer version came, Impossible (an essential point is open, the days, offered already), PermissionRefused.
    """
    permissions.require(acting_user, "contacts.negotiate", sheet.room)
    row = locked(sheet.room)
    newest = TermSheet.objects.filter(room=row).order_by("-number").first()
    if newest is None or newest.pk != sheet.pk:
        raise StaleEdit(
            [Difference(_("version of the terms"), f"v{sheet.number}", f"v{newest.number if newest else 0}")]
        )
    rules = contact()
    if not rules.offer_days.least <= days <= rules.offer_days.most:
        raise Impossible(
            _("An offer stands from {least} to {most} days.").format(
                least=rules.offer_days.least, most=rules.offer_days.most
            ),
            field="days",
        )
    said = set(newest.lines.values_list("code", flat=True))
    open_points = [one for one in rules.checklist if one.essential and one.code not in said]
    if open_points:
        raise Impossible(
            _("Still open: {points}. Write them before you make an offer.").format(
                points=pgettext("between items", "; ").join(
                    in_reader_language(one.title) for one in open_points
                )
            )
        )
    if Offer.objects.filter(sheet=newest).exists():
        raise Impossible(_("This version was offered already. Write a new version for another offer."))
    side = side_in_room(acting_user, row)
    standing = current_of(row)
    if standing is not None:
        settle(
            acting_user,
            standing,
            OfferState.WITHDRAWN if standing.side == side else OfferState.COUNTERED,
            by=acting_user,
        )
    now = clock.now()
    offer = Offer.objects.create(
        room=row,
        sheet=newest,
        side=side,
        made_by=acting_user,
        made_at=now,
        expires_at=end_of_day(now.astimezone(clock.SHANGHAI).date() + timedelta(days=days)),
        state=OfferState.CURRENT,
    )
    touch(row)
    events.record_room(
        acting_user,
        events.OFFERED,
        row,
        sheet=newest.number,
        digest=newest.digest,
        side=side,
        expires_at=offer.expires_at.isoformat(),
    )
    todos.ask_people(
        acting_user, todos.OFFER, row, Side(side).other, newest.get_absolute_url(), offer.expires_at
    )
    return offer


@transaction.atomic
def accept_offer(*, acting_user: Any, offer: Offer) -> Room:
    """Agree on the terms of the offer that is on the table, as who leads the talks for the other side.

    In this order: 1. permission, lock of the room; 2. only the current offer of the other side, and only
    before its last moment by the clock after the lock (StaleEdit, Impossible); 3. the offer is accepted and
    the room agreed; 4. the enquiry ends, open to-dos go; 5. the terms are handed over for a contract;
    6. events, messages. It is a statement of intent: the contract follows on paper.
    """
    permissions.require(acting_user, "contacts.negotiate", offer.room)
    row = locked(offer.room)
    side = _leads(acting_user, row)
    there = _current(row, offer)
    if there.side == side:
        raise Impossible(_("This is the offer of your own side; the other side accepts it."))
    now = clock.now()
    if now >= there.expires_at:
        raise Impossible(_("The offer expired. Make one yourself, or ask the other side to renew it."))
    there.room = row
    settle(acting_user, there, OfferState.ACCEPTED, by=acting_user, at=now)
    set_room_state(row, RoomState.AGREED, side=side)
    todos.people_answered(acting_user, todos.MEETING, row, "contacts.accept-offer", needless=True)
    end_talks(acting_user, row.enquiry)
    made = HandOver.objects.create(room=row, sheet=there.sheet, made_at=now)
    events.record_room(
        acting_user, events.ROOM_CLOSED, row, outcome=row.state, side=side, sheet=there.sheet.number
    )
    events.record_room(
        acting_user, events.HANDED_OVER, row, sheet=there.sheet.number, digest=there.sheet.digest
    )
    for one in Side:
        told.tell_room(acting_user, row, "agreed", one, words=str(there.sheet.number))
    hand_over.give(acting_user, made)
    return row


@transaction.atomic
def decline_offer(*, acting_user: Any, offer: Offer) -> Offer:
    """Decline the offer on the table without a counter-offer; talks go on. Raises StaleEdit, Impossible."""
    permissions.require(acting_user, "contacts.negotiate", offer.room)
    row = locked(offer.room)
    there = _current(row, offer)
    side = side_in_room(acting_user, row)
    if there.side == side:
        raise Impossible(_("This is the offer of your own side; withdraw it instead."))
    return _give_up(acting_user, row, there, OfferState.DECLINED, tell=Side(side).other)


@transaction.atomic
def withdraw_offer(*, acting_user: Any, offer: Offer) -> Offer:
    """Take one's own offer off the table before it is accepted. Raises StaleEdit, Impossible."""
    permissions.require(acting_user, "contacts.negotiate", offer.room)
    row = locked(offer.room)
    there = _current(row, offer)
    side = side_in_room(acting_user, row)
    if there.side != side:
        raise Impossible(_("This is the offer of the other side; decline it instead."))
    return _give_up(acting_user, row, there, OfferState.WITHDRAWN, tell=Side(side).other)


@transaction.atomic
def expire_offer(*, acting_user: Any, offer: Offer) -> bool:
    """Let one offer expire whose time is over; whether it did. For the job."""
    permissions.require(acting_user, "contacts.expire")
    row = locked(offer.room, may_be_closed=True)
    there = current_of(row)
    if there is None or there.pk != offer.pk or clock.now() < there.expires_at:
        return False
    there.room = row
    settle(acting_user, there, OfferState.EXPIRED)
    for side in Side:
        told.tell_room(acting_user, row, "offer_over", side, words=str(there.sheet.number))
    return True


def _current(row: Room, seen: Offer) -> Offer:
    """The current offer of a locked room, where it is `seen`; raises StaleEdit."""
    there = current_of(row)
    if there is None or there.pk != seen.pk:
        now = Offer.objects.get(pk=seen.pk)
        raise StaleEdit(
            [Difference(_("offer on version {number}").format(number=seen.sheet.number),
                        str(OfferState(seen.state).label), str(OfferState(now.state).label))]
        )  # fmt: skip
    return there


def _leads(user: Any, row: Room) -> str:
    """The side for which `user` leads the talks; raises Impossible."""
    held = row.participants.filter(user=user, left_at__isnull=True).first()
    if held is None or held.role != ParticipantRole.LEAD:
        raise Impossible(_("Who leads the talks for your side accepts an offer. Ask him."))
    return str(held.side)


def _give_up(acting_user: Any, row: Room, there: Offer, to: OfferState, *, tell: str) -> Offer:
    there.room = row
    settle(acting_user, there, to, by=acting_user)
    touch(row)
    told.tell_room(acting_user, row, "offer_over", tell, words=str(there.sheet.number))
    return there
