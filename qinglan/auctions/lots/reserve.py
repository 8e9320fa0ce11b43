"""The secret reserve price: its commitment is disclosed, so that nobody can change it before it is revealed."""

import hashlib
import secrets

from qinglan.auctions.models import Lot
from qinglan.kernel.events.canonical import encode

NONCE_BYTES = 32


def commit(lot: Lot) -> dict[str, str] | int | None:
    """What the disclosure says of the reserve: the number where it is public, its commitment, or nothing.

    Sets the nonce of `lot` within the caller's transaction, which saves it.
    """
    if lot.reserve is None:
        lot.reserve_nonce = ""
        return None
    if lot.reserve_is_public:
        lot.reserve_nonce = ""
        return lot.reserve
    lot.reserve_nonce = secrets.token_hex(NONCE_BYTES)
    return {"commitment": commitment(lot.reserve_nonce, lot.reserve)}


def commitment(nonce: str, reserve: int) -> str:
    """SHA-256 in hex of the nonce's bytes and the canonical number.

    >>> commitment("00" * 32, 100) == hashlib.sha256(bytes(32) + b"100").hexdigest()
    True
    """
    return hashlib.sha256(bytes.fromhex(nonce) + encode(reserve)).hexdigest()
