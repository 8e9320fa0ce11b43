"""Bids begin and end by the clock: the job sees to it every minute, a watched lot at the very moment."""

from qinglan.auctions.domain import moments
from qinglan.auctions.models import Lot, LotState
from qinglan.parties.domain.account import system_user


def settle(number: str) -> None:
    """Let the bids of this lot begin or end if it is time. Often called: the verbs look again under their lock."""
    lot = Lot.objects.filter(number=number).first()
    if lot is None or not lot.is_open_bidding:
        return
    if lot.state == LotState.DISCLOSED:
        moments.open_bidding(acting_user=system_user(), lot=lot)
    elif lot.state == LotState.BIDDING:
        moments.close_bidding(acting_user=system_user(), lot=lot)
