"""Verb: make a decoy, an envelope with nothing in it that nobody can tell from a bid before the opening."""

import secrets
from hashlib import sha256
from typing import Any

from django.db import transaction

from qinglan.auctions.domain.envelope import Claim, end_envelope, write
from qinglan.auctions.models import EnvelopeState, Lot
from qinglan.auctions.sealing import bid as form
from qinglan.auctions.sealing import suite
from qinglan.auctions.sealing.queries import keyed, openers_of
from qinglan.auctions.sealing.sent import Sent
from qinglan.auctions.sealing.turn import require_taking, taken
from qinglan.kernel import clock, permissions


@transaction.atomic
def make_decoy(*, acting_user: Any, lot: Lot, length: int = 0, replaces: Claim | None = None) -> Claim | None:
    """Put a decoy in, as large as a bid with files of `length` bytes; None where the lot takes no envelopes.

    It is written by the same function as a bid, with keys that are forgotten at once; what is returned lets the caller
    take it back like a bidder. Raises PermissionRefused, Impossible for a lot that ended meanwhile.
    """
    permissions.require(acting_user, "auctions.make_decoys")
    row = taken(lot)
    require_taking(row, clock.now())
    publics = [one.public_key for one in keyed(openers_of(row))]
    if not publics:
        return None
    key, nonce, token = secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32)
    text = form.decoy(row.number)
    commitment = suite.commitment(nonce, text)
    content = suite.packed(form.head(text, nonce), [bytes(length)])
    wraps = suite.wraps(key, [bytes.fromhex(one) for one in publics])
    sent = Sent(
        row.number,
        commitment,
        tuple(publics),
        {pair: box.hex() for pair, box in sorted(wraps.items())},
        suite.encrypt(key, content, form.context(row.number, commitment)),
        sha256(token).hexdigest(),
    )
    envelope, _moment, _hash = write(row, sent, {"decoy": True}, publics)
    if replaces is not None:
        end_envelope(replaces, row, EnvelopeState.REPLACED)
    return Claim(envelope.pk, token.hex())


@transaction.atomic
def take_back_decoy(*, acting_user: Any, lot: Lot, claim: Claim) -> None:
    """Take a decoy back, as bidders do. Raises PermissionRefused, Impossible."""
    permissions.require(acting_user, "auctions.make_decoys")
    row = taken(lot)
    require_taking(row, clock.now())
    end_envelope(claim, row, EnvelopeState.WITHDRAWN)
