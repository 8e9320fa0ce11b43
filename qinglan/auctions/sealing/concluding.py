"""What came out of the envelopes of a lot, judged and written at once: parts of the verbs of the opening."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qinglan.auctions import recorded as lots
from qinglan.auctions.models import (
    Bidder,
    BidderState,
    Envelope,
    EnvelopeState,
    Lot,
    OpenedEnvelope,
    Opening,
    OpeningState,
)
from qinglan.auctions.sealing import bid as form
from qinglan.auctions.sealing import recorded, salt, suite, todos
from qinglan.auctions.sealing.queries import is_taken_back
from qinglan.kernel import clock, events, outbox
from qinglan.kernel.events.canonical import encode
from qinglan.parties.models import Organisation, User

FIRST_NUMBER = 101
"""The number of the bidder whose valid envelope came first, as on lots with open bids."""
LARGEST_EVENT = 180 * 1024


@dataclass(frozen=True)
class Keys:
    """What opens one envelope: the key of the bid, that of the statement of the sender, and who gave them.

    Where a bidder opened his own, `sender` is empty and `statement` says who he is.
    """

    bid: bytes
    sender: bytes = b""
    by: str = ""
    statement: Mapping[str, Any] | None = None


@dataclass
class Found:
    """One envelope as judged."""

    envelope: Envelope
    state: EnvelopeState = EnvelopeState.INVALID
    reason: str = ""
    content: form.Content | None = None
    organisation: int | None = None
    person: int | None = None
    order: int | None = None
    bidder: Bidder | None = None
    keys: Keys = field(default_factory=lambda: Keys(b""))


def judge(
    lot: Lot, envelopes: list[Envelope], keys: Mapping[str, Keys], missing: EnvelopeState
) -> list[Found]:
    """What each envelope is, in the order of receipt. One without keys becomes `missing`.

    Of several valid envelopes of one organisation the last counts, the others are invalid as ``later``.
    """
    found = [_one(lot, envelope, keys.get(envelope.pk), missing) for envelope in envelopes]
    last: dict[int | None, Found] = {}
    for one in found:
        if one.state == EnvelopeState.KEPT:
            before = last.get(one.organisation)
            if before is not None:
                before.state, before.reason = EnvelopeState.INVALID, "later"
            last[one.organisation] = one
    for order, one in enumerate((one for one in found if one.state == EnvelopeState.KEPT), 1):
        one.order = order
    return found


def opens(lot: Lot, envelope: Envelope, keys: Keys) -> bool:
    """Whether these keys open the envelope, whatever then is in it."""
    try:
        suite.decrypt(keys.bid, bytes(envelope.body), form.context(lot.number, envelope.commitment))
        if keys.statement is None:
            suite.decrypt(keys.sender, bytes(envelope.sender), form.sender_context(lot.number, envelope.pk))
    except suite.Broken:
        return False
    return True


def _one(lot: Lot, envelope: Envelope, keys: Keys | None, missing: EnvelopeState) -> Found:
    if is_taken_back(envelope):
        return Found(envelope, EnvelopeState(envelope.ending.kind))
    if keys is None:
        return Found(envelope, missing, "no_key")
    found = Found(envelope, keys=keys)
    statement = keys.statement or _statement(lot, envelope, keys.sender)
    if statement is None:
        found.reason = "sender"
        return found
    found.organisation, found.person = statement.get("organisation"), statement.get("person")
    try:
        found.content = form.opened(bytes(envelope.body), keys.bid, lot.number, envelope.commitment)
    except form.Unfit as unfit:
        found.reason = unfit.code
        return found
    bid = found.content.bid
    if (bid is None) != ("decoy" in statement):
        found.reason = "form"
    elif bid is None:
        found.state = EnvelopeState.DECOY
    elif bid["bidder"]["code"] != statement.get("code"):
        found.reason = "other_bidder"
    else:
        found.state = EnvelopeState.KEPT
    return found


def _statement(lot: Lot, envelope: Envelope, key: bytes) -> dict[str, Any] | None:
    try:
        content = suite.decrypt(key, bytes(envelope.sender), form.sender_context(lot.number, envelope.pk))
        said = json.loads(suite.unpacked(content)[0])
    except (suite.Broken, ValueError):
        return None
    fits = isinstance(said, dict) and said.get("envelope") == envelope.pk and said.get("lot") == lot.number
    return said if fits else None


def conclude(acting_user: Any, lot: Lot, opening: Opening, found: list[Found]) -> None:
    """Write what was found, within the caller's transaction, which holds the turn of the lot.

    In this order: 1. a bidder for each valid envelope, with its number; 2. what came out of each envelope; 3. the
    opening has ended; 4. ``auctions.envelopes-opened`` in as many parts as the size of an event demands; 5. who follows
    the lot is woken.
    """
    now = clock.now()
    units = Organisation.objects.in_bulk([one.organisation for one in found if one.organisation])
    people = User.objects.in_bulk([one.person for one in found if one.person])
    for one in found:
        if one.order is not None:
            one.bidder = _bidder(lot, one, units, people)
    for one in found:
        OpenedEnvelope.objects.create(
            opening=opening,
            envelope=one.envelope,
            state=one.state,
            reason=one.reason,
            order=one.order,
            bidder=one.bidder,
            organisation=units.get(one.organisation or 0),
            person=people.get(one.person or 0),
            amount=one.content.bid["amount"] if one.content and one.content.bid else None,
            bid=one.content.canonical if one.content else "",
            nonce=one.content.nonce if one.content else "",
            key=one.keys.bid.hex(),
            by=one.keys.by,
        )
    opening.state = OpeningState.OPENED
    opening.ended_at = now
    opening.save()
    todos.opened(acting_user, lot)
    parts = _parts([told(lot, one) for one in found])
    events.append_all(
        stream=lot.key,
        entries=[
            events.Entry(recorded.OPENED, {"envelopes": part, "part": place, "parts": len(parts)})
            for place, part in enumerate(parts, 1)
        ],
        actor=acting_user,
    )
    outbox.enqueue(lots.CHANGED, key=lot.number)


def told(lot: Lot, one: Found) -> dict[str, Any]:
    """What the event says of one envelope: enough for anybody to check its commitment and its digest of the lot."""
    said: dict[str, Any] = {
        "commitment": one.envelope.commitment,
        "envelope": one.envelope.pk,
        "received_at": one.envelope.received_at,
        "salt": salt.salt_of(one.envelope.pk),
        "state": str(one.state),
    }
    if one.reason:
        said["reason"] = one.reason
    if one.content is not None:
        said |= {"bid": json.loads(one.content.canonical), "nonce": one.content.nonce}
    if one.keys.by:
        said["by"] = one.keys.by
    if one.bidder is not None:
        said |= {"bidder": one.bidder.number, "label": str(one.bidder.number), "order": one.order}
    return said


def _bidder(lot: Lot, one: Found, units: Mapping[int, Organisation], people: Mapping[int, User]) -> Bidder:
    assert one.content is not None
    assert one.content.bid is not None
    assert one.order is not None
    bidder, _made = Bidder.objects.exclude(state=BidderState.WITHDRAWN).update_or_create(
        lot=lot,
        organisation=units[one.organisation or 0],
        defaults={
            "person": people[one.person or 0],
            "state": BidderState.APPLIED,
            "number": FIRST_NUMBER + one.order - 1,
            "statement": one.content.bid["offer"],
            "declared_unrelated": True,
            "applied_at": one.envelope.received_at,
        },
    )
    return bidder


def _parts(envelopes: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """`envelopes` in parts that fit into an event each; one empty part where there are none."""
    parts: list[list[dict[str, Any]]] = [[]]
    size = 0
    for one in envelopes:
        length = len(encode(one))
        if size + length > LARGEST_EVENT and parts[-1]:
            parts.append([])
            size = 0
        parts[-1].append(one)
        size += length
    return parts
