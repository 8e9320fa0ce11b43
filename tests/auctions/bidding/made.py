"""Lots on which bids are taken, and the function of the database as tests call it."""

from typing import Any, NamedTuple

from django.db import connection

from qinglan.auctions.models import Bidder, Lot, LotMode, LotState
from tests.auctions import made

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
    lot = made.lot(who, state=LotState.BIDDING, **changes)
    bidders = [made.bidder(who, lot, place) for place in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot_id FROM auctions_open(%s)", [lot.pk])
    return lot, bidders


def falling(who: dict[str, Any], **changes: Any) -> tuple[Lot, list[Bidder]]:
    """A lot whose price falls: from 100,000 元 by 1,000 元 every ten minutes, down to 50,000 元."""
    values = {"mode": LotMode.DUTCH, "step_seconds": 600, "floor_price": 50_000_00, **changes}
    return opened(who, **values)


def place(cursor: Any, bidder: Bidder, amount: int | None, key: str, kind: str = "own") -> Said:
    """Call the function as the application does."""
    cursor.execute(PLACE, [bidder.lot_id, bidder.pk, bidder.person_id, kind, amount, key])
    return Said(*cursor.fetchone())
