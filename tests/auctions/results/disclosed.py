"""Lots with the events that their result is reckoned from."""

from typing import Any

from django.db import transaction

from qinglan.auctions import recorded
from qinglan.auctions.models import Lot, LotMode, LotState
from qinglan.parties.domain.account import system_user
from tests.auctions import made

NAMES = ("mode", "better", "tie_rule", "start_price", "step", "transfer_mode")


def disclosed(who: dict[str, Any], **changes: Any) -> Lot:
    """A closed lot, whose stream holds its rules."""
    lot = made.lot(who, **{"state": LotState.CLOSED, "mode": LotMode.ONLINE, **changes})
    rules = {name: getattr(lot, name) for name in NAMES} | {"reserve": None}
    rules["criteria"] = list(lot.criteria.values("place", "title", "points", "is_price"))
    say(lot, recorded.DISCLOSED, {"rules": rules, "papers": [], "training": lot.is_training})
    return lot


def say(lot: Lot, kind: str, payload: dict[str, Any]) -> None:
    """Append an event to the stream of a lot."""
    with transaction.atomic():
        recorded.record(system_user(), lot, kind, payload)


def bids(lot: Lot, *amounts: tuple[int, int]) -> None:
    """Accepted open bids: number of the bidder and amount in 分."""
    for n, (number, amount) in enumerate(amounts, 1):
        say(lot, "auctions.bid", {"bid": n, "bidder": number, "amount": amount, "kind": "own", "key": ""})
