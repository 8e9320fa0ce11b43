"""Lots on which bids are taken, and the function of the database as tests call it."""

from typing import Any, NamedTuple

from qinglan.auctions.domain import moments
from qinglan.auctions.models import Bidder, Lot, LotMode, LotState
from qinglan.parties.domain.account import system_user
from tests.auctions import made
from tests.auctions.results.disclosed import disclosed

PLACE = "SELECT code, n, amount, moment, repeated, before, bids, price, leader, closes FROM auctions_place(%s, %s, %s, NULL, %s, %s, %s)"


class Said(NamedTuple):
    """What the function answers."""

    code: str
    n: int | None
    amount: int | None
    moment: Any
    repeated: bool
    before: int
    bids: int
    price: int | None
    leader: int | None
    closes: Any


def opened(who: dict[str, Any], **changes: Any) -> tuple[Lot, list[Bidder]]:
    """A lot on which bids are taken, with the three firms qualified as 101, 102 and 103."""
    lot = disclosed(who, state=LotState.DISCLOSED, **changes)
    bidders = [made.bidder(who, lot, place) for place in range(3)]
    assert moments.open_bidding(acting_user=system_user(), lot=lot)
    lot.refresh_from_db()
    return lot, bidders


def falling(who: dict[str, Any], **changes: Any) -> tuple[Lot, list[Bidder]]:
    """A lot whose price falls: from 100,000 元 by 1,000 元 every ten minutes, down to 50,000 元."""
    values = {"mode": LotMode.DUTCH, "step_seconds": 600, "floor_price": 50_000_00, **changes}
    return opened(who, **values)


def place(cursor: Any, bidder: Bidder, amount: int | None, key: str, kind: str = "own") -> Said:
    """Call the function as the application does."""
    cursor.execute(PLACE, [bidder.lot_id, bidder.pk, bidder.person_id, kind, amount, key])
    return Said(*cursor.fetchone())
