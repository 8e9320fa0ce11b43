"""What binds a bidder number to an organisation before anybody may know it."""

import hashlib
import secrets

from qinglan.auctions.models import Bidder, Lot
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.canonical import encode

FIRST, LAST = 101, 999


def free_number(lot: Lot) -> int:
    """A number that no bidder of the locked lot has, drawn at random so that it tells nothing of the order."""
    used = set(lot.bidders.exclude(number=None).values_list("number", flat=True))
    free = [number for number in range(FIRST, LAST + 1) if number not in used]
    if not free:
        raise Impossible(f"{LAST - FIRST + 1} bidders have a number already")
    return secrets.choice(free)


def commit(bidder: Bidder) -> str:
    """The commitment to who stands behind `bidder`; sets its nonce, which the caller saves."""
    bidder.who_nonce = secrets.token_hex(32)
    return commitment(bidder.who_nonce, bidder.organisation.code)


def commitment(nonce: str, code: str) -> str:
    """SHA-256 in hex of the nonce's bytes and the canonical code of the organisation.

    >>> commitment("00" * 32, "9") == hashlib.sha256(bytes(32) + b'"9"').hexdigest()
    True
    """
    return hashlib.sha256(bytes.fromhex(nonce) + encode(code)).hexdigest()
