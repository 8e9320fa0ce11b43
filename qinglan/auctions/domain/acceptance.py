"""Verbs: accept a fixed price, take an open licence; and the agreed price, which its named buyer accepts by its notice."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from qinglan.auctions import recorded
from qinglan.auctions.bidders.naming import commit, free_number
from qinglan.auctions.bidders.recorded import QUALIFIED
from qinglan.auctions.bidders.related import relations
from qinglan.auctions.bidding.recorded import BID, CLOSED, OPENED, bidder_actor
from qinglan.auctions.domain import moments
from qinglan.auctions.domain.bidder_state import locked
from qinglan.auctions.domain.lot_state import locked_now
from qinglan.auctions.lots import told
from qinglan.auctions.lots.stream import payloads
from qinglan.auctions.models import (
    Because,
    Bidder,
    BidderState,
    DecidedBy,
    Lot,
    LotMode,
    LotResult,
    LotState,
    Sold,
)
from qinglan.auctions.results import hand_over
from qinglan.kernel import clock, events, outbox, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.parties.models.organisation_kind import OrganisationState


@transaction.atomic
def accept_price(*, acting_user: Any, bidder: Bidder, key: str) -> Lot:
    """Accept the fixed price of a lot: whoever does so first has it. The lot closes in the same transaction.

    In this order: 1. the lot is locked; 2. the clock is read after that; 3. state, time and bidder are judged;
    4. the acceptance stands in the stream under the bidder number; 5. the lot closes. `key` names the request: the
    same one again is answered as it was. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "auctions.act_as_bidder", bidder)
    lot = locked_now(bidder.lot_id)
    row = locked(Bidder.objects.get(pk=bidder.pk))
    if _said_before(lot, row, key):
        return lot
    now = clock.now()
    _check_taken(lot, LotMode.FIXED)
    _check_now(lot, row, now)
    assert lot.start_price is not None  # a fixed price has one
    _append(lot, row, 1, lot.start_price, now, now, key)
    moments.finish(acting_user, lot)
    told.tell_owner(acting_user, lot, "accepted")
    return lot


def agree(acting_user: Any, lot: Lot) -> None:
    """Enter the buyer of a disclosed lot with an agreed price, within the caller's transaction."""
    assert lot.buyer is not None  # the database holds that an agreed price has both
    assert lot.start_price is not None
    now = clock.now()
    bidder = _enter(acting_user, lot, lot.buyer, acting_user, now)
    _append(lot, bidder, 1, lot.start_price, now, now, "")


@transaction.atomic
def take_licence(*, acting_user: Any, lot: Lot, organisation: Organisation) -> Sold:
    """Take an open licence 开放许可 at its declared fee: anybody may, any number of them; each is handed over.

    Raises PermissionRefused; Impossible with the field: not on offer now, not verified, taken already.
    """
    permissions.require(acting_user, "auctions.apply", lot)
    row = locked_now(lot.pk)
    now = clock.now()
    _check_taken(row, LotMode.OPEN_LICENCE)
    if not holding.represents(acting_user, organisation):
        raise Impossible(
            _("You don't do business for {name}. Choose an organisation of yours.").format(
                name=organisation.name
            ),
            field="organisation",
        )
    if organisation.state != OrganisationState.VERIFIED:
        raise Impossible(
            _("{name} has to be verified first.").format(name=organisation.name), field="organisation"
        )
    if reasons := relations(row, organisation, acting_user):
        raise Impossible(" ".join(reasons), field="organisation")
    if row.bidders.filter(organisation=organisation).exists():
        raise Impossible(
            _("{name} has this licence already.").format(name=organisation.name), field="organisation"
        )
    assert row.start_price is not None
    bidder = _enter(acting_user, row, organisation, acting_user, now)
    turn = (row.results.aggregate(last=Max("turn"))["last"] or 0) + 1
    at_event = _append(row, bidder, turn, row.start_price, now, row.bids_until, "")
    result = LotResult.objects.create(
        lot=row, turn=turn, because=Because.CLOSED, winner=str(bidder.number), organisation=organisation,
        bidder=bidder, price=row.start_price, decided_by=DecidedBy.FIRST, at_event=at_event, made_at=now,
        ranking=[{"bidder": str(bidder.number), "place": 1, "amount": row.start_price}], made_by=acting_user,
    )  # fmt: skip
    sold = Sold.objects.create(
        result=result, seller=row.owner, buyer=organisation, price=row.start_price, handed_at=now,
        handed_by=acting_user,
    )  # fmt: skip
    hand_over.give(acting_user, sold)
    told.tell_owner(acting_user, row, "accepted")
    return sold


def opened(acting_user: Any, lot: Lot) -> None:
    """The price may be accepted from now on, within the caller's transaction."""
    payload = {"price": lot.start_price, "opens": lot.bids_from, "closes": lot.bids_until}
    recorded.record(acting_user, lot, OPENED, payload)


def closed(acting_user: Any, lot: Lot) -> None:
    """It may no longer, within the caller's transaction."""
    last = payloads(lot, BID)
    best = None if not last else {"bidder": last[0]["bidder"], "amount": last[0]["amount"]}
    recorded.record(acting_user, lot, CLOSED, {"closed_at": clock.now(), "bids": len(last), "best": best})


def _enter(acting_user: Any, lot: Lot, organisation: Organisation, person: Any, now: datetime) -> Bidder:
    """An admitted bidder who did not apply: the agreed buyer, or who takes an open licence."""
    bidder = Bidder(
        lot=lot, organisation=organisation, person=person, state=BidderState.QUALIFIED, number=free_number(lot),
        declared_unrelated=True, applied_at=now, settled_at=now, settled_by=acting_user,
    )  # fmt: skip
    said = commit(bidder)
    bidder.save()
    recorded.record(bidder_actor(bidder.number or 0), lot, QUALIFIED, {"bidder": bidder.number, "who": said})
    return bidder


def _append(
    lot: Lot, bidder: Bidder, n: int, amount: int, at: datetime, closes: datetime | None, key: str
) -> int:
    assert bidder.number is not None
    payload = {
        "amount": amount, "at": at, "bid": n, "bidder": bidder.number, "closes": closes,
        "key": _digest(key), "kind": "accept",
    }  # fmt: skip
    made = events.append(stream=lot.key, kind=BID, payload=payload, actor=bidder_actor(bidder.number))
    outbox.enqueue(recorded.CHANGED, key=lot.number)
    return made.sequence


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


def _said_before(lot: Lot, row: Bidder, key: str) -> bool:
    return any(one["bidder"] == row.number and one["key"] == _digest(key) for one in payloads(lot, BID))


def _check_taken(lot: Lot, mode: str) -> None:
    if lot.mode != mode:
        raise Impossible(_("This lot does not take such a bid: look at the page of the lot for how to bid."))
    if lot.state == LotState.DISCLOSED:
        raise Impossible(_("The price can be accepted once the disclosure has ended. Come back then."))
    if lot.state != LotState.BIDDING:
        raise Impossible(_("Somebody accepted the price before you, or the time is over."))


def _check_now(lot: Lot, row: Bidder, now: datetime) -> None:
    if lot.bids_until is not None and now >= lot.bids_until:
        raise Impossible(_("The time to accept this price is over."))
    if row.state != BidderState.QUALIFIED:
        raise Impossible(_("You are not admitted (any more): {state}.").format(state=row.get_state_display()))


_COURSE = moments.Course(opens=opened, closes=closed)
moments.register([LotMode.FIXED, LotMode.OPEN_LICENCE, LotMode.AGREED], _COURSE)
