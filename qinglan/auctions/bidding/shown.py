"""What open bidding adds to the page of a lot: the way to the live page, and the last bids."""

from typing import Any

from qinglan.auctions.bidding import queries
from qinglan.auctions.models import Lot

SHOWN = 20
"""Bids on the page of a lot; the live page shows all."""


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """How bidding stands; nothing where bids are not open or did not begin."""
    if not lot.is_open_bidding or not lot.is_public:
        return {}
    stand = queries.standing_of(lot.number)
    bids = list(lot.bids.order_by("-n")[:SHOWN]) if stand is not None else []
    own = queries.own_bidder(user, lot.number)
    return {"open_standing": stand, "open_bids": bids, "own_bidder_number": own.number if own else None}
