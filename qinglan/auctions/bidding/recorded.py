"""What happens while bids are taken, as events of the lot's stream and as changes for live pages.

A bid is appended by the database itself (`migrations/0004_bidding_functions.py`), under the name of its bidder number:
who stands behind it is known to the organiser alone until the result. `bid_payload` is the Python twin of its bytes.
"""

import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Bid
from qinglan.kernel import events, outbox

OPENED = events.register_kind(
    "auctions.bidding-opened", _("Bidding began: first price, beginning and planned end.")
).name
BID = events.register_kind(
    "auctions.bid",
    _("A bid was accepted: which one of the lot, bidder number, amount in 分, kind, when, the end after it."),
).name
CLOSED = events.register_kind(
    "auctions.bidding-closed", _("Bidding ended: when, how many bids there were, the best one.")
).name
CHANGED = outbox.register_kind(
    "auctions.bids-changed", _("Bids on a lot, or their end, changed; the key is its number.")
).name


def bidder_actor(number: int) -> str:
    """How a bidder stands in the chain."""
    return f"bidder:{number}"


def bid_payload(bid: Bid) -> dict[str, Any]:
    """What the event of an accepted bid says. The request's key stands there as its SHA-256."""
    return {
        "amount": bid.amount,
        "at": bid.at,
        "bid": bid.n,
        "bidder": bid.number,
        "closes": bid.closes,
        "key": hashlib.sha256(bid.key.encode()).hexdigest() if bid.key else "",
        "kind": bid.kind,
    }
