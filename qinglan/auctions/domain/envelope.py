"""Verbs: put a sealed bid in, take it back. What they write names neither the lot nor the sender to anybody."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.auctions.models import Envelope, EnvelopeEnd, EnvelopeState, Lot
from qinglan.auctions.sealing import bid as form
from qinglan.auctions.sealing import pace, recorded, salt, suite
from qinglan.auctions.sealing.eligible import hindrance
from qinglan.auctions.sealing.queries import keyed, openers_of
from qinglan.auctions.sealing.rules import Sealing
from qinglan.auctions.sealing.sent import Sent
from qinglan.auctions.sealing.turn import require_taking, taken
from qinglan.kernel import clock, events, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.models import Organisation


@dataclass(frozen=True)
class Receipt:
    """What the bidder keeps: by it he proves that this commitment was received then, for this lot."""

    envelope: str
    lot: str
    commitment: str
    received_at: datetime
    stream: str
    hash: str
    salt: str

    def told(self) -> dict[str, str]:
        """As it stands in the bidder's file."""
        return {
            "commitment": self.commitment,
            "envelope": self.envelope,
            "format": "qinglan-receipt/1",
            "hash": self.hash,
            "lot": self.lot,
            "received_at": self.received_at.isoformat(),
            "salt": self.salt,
            "stream": self.stream,
        }


@dataclass(frozen=True)
class Claim:
    """An envelope and the token by which its sender proves that it is his (hex)."""

    envelope: str
    token: str


@transaction.atomic
def put_in_envelope(
    *, acting_user: Any, lot: Lot, organisation: Organisation, sent: Sent, replaces: Claim | None = None
) -> Receipt:
    """Take a sealed bid of `organisation` for `lot`; with `replaces`, take the earlier one back in the same act.

    In this order: 1. asks for the permission, and whether anything stands against this bidder (nothing is kept of
    either); 2. takes its turn; 3. requires the keys of the present openers; 4. closes who sent it to the openers;
    5. appends to a stream of its own, without an actor, what was received; the time of that event is the time of
    receipt; 6. refuses what is too late by it; 7. writes the envelope.
    Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "auctions.put_in_envelope", Sealing(lot, organisation))
    against = hindrance(acting_user, lot, organisation)
    if against:
        raise Impossible(against)
    pace.require(acting_user.pk)
    row = taken(lot)
    require_taking(row, clock.now())
    publics = [one.public_key for one in keyed(openers_of(row))]
    if not publics:
        raise Impossible(
            _("An opener is being replaced. Nothing was taken; come back when all three have their keys.")
        )
    if sent.lot != row.number or list(sent.openers) != publics:
        raise Impossible(
            _(
                "The envelope was closed to other keys than the present ones. Load the page again and seal anew."
            )
        )
    if Envelope.objects.filter(commitment=sent.commitment).exists():
        raise Impossible(_("This envelope was received already."))
    statement = {"code": organisation.code, "organisation": organisation.pk, "person": acting_user.pk}
    envelope, moment, digest = write(row, sent, statement, publics)
    if replaces is not None:
        end_envelope(replaces, row, EnvelopeState.REPLACED)
    return Receipt(
        envelope.pk,
        row.number,
        sent.commitment,
        moment,
        recorded.stream(envelope.pk),
        digest,
        salt.salt_of(envelope.pk),
    )


@transaction.atomic
def take_back_envelope(*, acting_user: Any, lot: Lot, claim: Claim) -> None:
    """Take a sealed bid back before the deadline. Whoever holds the token may: the server knows no other owner.

    Takes its turn first, so that it comes before the opening or not at all. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "auctions.use_own_envelope")
    row = taken(lot)
    require_taking(row, clock.now())
    end_envelope(claim, row, EnvelopeState.WITHDRAWN)


def write(
    row: Lot, sent: Sent, statement: dict[str, Any], publics: list[str]
) -> tuple[Envelope, datetime, str]:
    """The envelope, when it was received and the hash of its event, within the caller's transaction and turn.

    Raises Impossible where the deadline is over by then.
    """
    name = secrets.token_hex(16)
    key = secrets.token_bytes(suite.KEY_BYTES)
    said = form.canonical({"envelope": name, "lot": row.number, **statement})
    sender = suite.encrypt(key, suite.packed(said), form.sender_context(row.number, name))
    wraps = {
        pair: box.hex() for pair, box in suite.wraps(key, [bytes.fromhex(one) for one in publics]).items()
    }
    digest = salt.digest(name, row.number)
    appended = events.append(
        stream=recorded.stream(name),
        kind=recorded.RECEIVED,
        payload={
            "body": sha256(sent.body).hexdigest(),
            "commitment": sent.commitment,
            "lot": digest,
            "sender": sha256(sender).hexdigest(),
            "sender_wraps": sha256(form.canonical(wraps)).hexdigest(),
            "suite": suite.NAME,
            "wraps": sha256(form.canonical(sent.wraps)).hexdigest(),
        },
        actor=recorded.NOBODY,
    )
    require_taking(row, appended.time)
    envelope = Envelope.objects.create(
        id=name,
        suite=suite.NAME,
        received_at=appended.time,
        lot_digest=digest,
        commitment=sent.commitment,
        body=sent.body,
        wraps=sent.wraps,
        sender=sender,
        sender_wraps=wraps,
        token_digest=sent.token_digest,
    )
    return envelope, appended.time, appended.hash.hex()


def end_envelope(claim: Claim, row: Lot, kind: EnvelopeState) -> None:
    """End an envelope of `row`, within the caller's transaction and turn. Raises Impossible."""
    found = Envelope.objects.filter(pk=claim.envelope).first()
    try:
        digest = sha256(bytes.fromhex(claim.token)).hexdigest()
    except ValueError:
        digest = ""
    if (
        found is None
        or found.lot_digest != salt.digest(found.pk, row.number)
        or not secrets.compare_digest(found.token_digest, digest)
    ):
        raise Impossible(
            _("No envelope of this lot belongs to this file. Choose the file that you kept when you sent it.")
        )
    if EnvelopeEnd.objects.filter(envelope=found).exists():
        raise Impossible(_("This envelope was taken back already."))
    appended = events.append(
        stream=recorded.stream(found.pk),
        kind=recorded.ENDED,
        payload={"kind": str(kind)},
        actor=recorded.NOBODY,
    )
    require_taking(row, appended.time)
    EnvelopeEnd.objects.create(envelope=found, kind=kind, ended_at=appended.time)
