"""Verbs of the organiser on applications: admit, return, refuse, exclude."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.bidders.related import relations
from qinglan.auctions.domain.bidder_state import locked, set_bidder_state
from qinglan.auctions.domain.lot_state import locked_now
from qinglan.auctions.lots import todos
from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import Bidder, BidderState, Lot, LotMode, LotState
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible

_WHILE = (LotState.DISCLOSED, LotState.BIDDING)


@transaction.atomic
def admit(*, acting_user: Any, bidder: Bidder) -> Bidder:
    """Admit a bidder; where the lot asks for a deposit he is admitted once its receipt is entered.

    Relations are looked for again. Raises StaleEdit, Impossible, PermissionRefused.
    """
    lot, row = _both(acting_user, bidder)
    _check_time(lot)
    if reasons := relations(lot, row.organisation, row.person):
        raise Impossible(" ".join(reasons))
    to = BidderState.DEPOSIT if lot.deposit else BidderState.QUALIFIED
    set_bidder_state(acting_user, lot, row, to)
    _looked(acting_user, lot)
    return row


@transaction.atomic
def give_back(*, acting_user: Any, bidder: Bidder, reason: str, note: str = "") -> Bidder:
    """Return an application for correction, for a reason that can be mended. Raises as `admit`."""
    lot, row = _both(acting_user, bidder)
    _check_reason(reason, returns=True)
    set_bidder_state(acting_user, lot, row, BidderState.RETURNED, reason=reason, note=note)
    _looked(acting_user, lot)
    return row


@transaction.atomic
def refuse(*, acting_user: Any, bidder: Bidder, reason: str, note: str = "") -> Bidder:
    """Refuse a bidder, for a reason of the pack. Raises as `admit`."""
    lot, row = _both(acting_user, bidder)
    _check_reason(reason)
    set_bidder_state(acting_user, lot, row, BidderState.REFUSED, reason=reason, note=note)
    _looked(acting_user, lot)
    return row


@transaction.atomic
def exclude(*, acting_user: Any, bidder: Bidder, reason: str, note: str = "") -> Bidder:
    """Exclude an admitted bidder: his bids count no more, and the stream says so. Raises as `admit`."""
    lot, row = _both(acting_user, bidder)
    if lot.state not in (*_WHILE, LotState.CLOSED):
        raise Impossible(_("Bidders are excluded before the result."))
    _check_reason(reason)
    set_bidder_state(acting_user, lot, row, BidderState.EXCLUDED, reason=reason, note=note)
    return row


def _both(acting_user: Any, bidder: Bidder) -> tuple[Lot, Bidder]:
    """Lot and application, locked in this order."""
    permissions.require(acting_user, "auctions.settle_bidder", bidder)
    lot = locked_now(bidder.lot_id)
    return lot, locked(bidder)


def _check_time(lot: Lot) -> None:
    """Open bids have begun, or the lot has ended: nobody comes in any more."""
    late = lot.state == LotState.BIDDING and lot.mode not in (LotMode.FIXED, LotMode.OPEN_LICENCE)
    if lot.state not in _WHILE or late:
        raise Impossible(_("Bids have begun or are over: nobody is admitted any more."))


def _check_reason(code: str, *, returns: bool = False) -> None:
    known = {one.code for one in auctions().refusals if one.returns or not returns}
    if code not in known:
        raise Impossible(_("Choose a reason from the list."), field="reason")


def _looked(acting_user: Any, lot: Lot) -> None:
    if not lot.bidders.filter(state=BidderState.APPLIED).exists():
        todos.looked_at(acting_user, lot)
