"""What this room adds to the page of a lot."""

from typing import Any

from qinglan.auctions.models import Lot
from qinglan.auctions.sealing.queries import keyed, opener_for, openers_of, opening_of
from qinglan.auctions.sealing.turn import TAKING
from qinglan.kernel import clock, permissions


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """Openers, the deadline, the opening; nothing that tells how many bids there are."""
    if not lot.is_sealed:
        return {}
    openers = openers_of(lot)
    now = clock.now()
    opening = opening_of(lot)
    over = lot.bids_until is not None and now >= lot.bids_until
    return {
        "sealing": {
            "openers": openers,
            "ready": bool(keyed(openers)),
            "takes": lot.state in TAKING and lot.bids_from is not None and lot.bids_from <= now and not over,
            "over": over,
            "opening": opening,
            "is_opener": opener_for(user, lot) is not None,
            "may_name": not openers and permissions.answer(user, "auctions.name_openers", lot).allowed,
            "may_open": over
            and opening is None
            and permissions.answer(user, "auctions.open_envelopes", lot).allowed,
        }
    }
