"""Openers with keys, lots that take envelopes, and bidders who seal as their browsers do. All invented."""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection

from qinglan.auctions.domain.envelope import Claim, Receipt, put_in_envelope
from qinglan.auctions.domain.opener import make_key, name_openers
from qinglan.auctions.models import Lot, LotMode, LotState, Opener, Opening
from qinglan.auctions.sealing import bid as form
from qinglan.auctions.sealing import boxes, cover, suite
from qinglan.auctions.sealing.boxes import Given
from qinglan.auctions.sealing.queries import keyed, openers_of
from qinglan.auctions.sealing.sent import FORMAT, Sent, read
from qinglan.kernel import clock
from tests.auctions.made import auction, lot
from tests.support.people import person

Pair = tuple[bytes, bytes]


@dataclass
class Sealed:
    """A bid as its sender keeps it, and the envelope that he sends."""

    bid: dict[str, Any]
    canonical: bytes
    nonce: bytes
    key: bytes
    token: bytes
    envelope: dict[str, Any]

    @property
    def sent(self) -> Sent:
        """As the server reads it."""
        return read(json.dumps(self.envelope))

    def claim(self, receipt: Receipt) -> Claim:
        """How its sender takes it back."""
        return Claim(receipt.envelope, self.token.hex())


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any, monkeypatch: Any) -> None:
    """The key that tells envelopes of lots apart lies in a folder of the test; decoys come when a test asks for them."""
    settings.HOME = tmp_path
    monkeypatch.setattr(cover, "start", lambda lot, after: None)


def sealed_lot(who: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The people of an auction with a lot that takes envelopes for an hour, and three openers with keys."""
    who = who or auction()
    values = {
        "mode": LotMode.SEALED_FIRST,
        "start_price": None,
        "step": None,
        "state": LotState.BIDDING,
        **changes,
    }
    who["lot"] = lot(who, **values)
    who["openers"] = [person(f"opener-{place}-{who['lot'].number}") for place in (1, 2, 3)]
    who["rows"] = name_openers(acting_user=who["auctioneer"], lot=who["lot"], people=who["openers"])
    who["pairs"] = {}
    for row in who["rows"]:
        give_key(who, row)
    return who


def give_key(who: dict[str, Any], row: Opener) -> None:
    """The key that the opener's browser made."""
    public, secret = suite.key_pair()
    who["pairs"][row.place] = (public, secret)
    make_key(acting_user=row.person, opener=row, public_key=public.hex())


def sealed(
    of: Lot,
    organisation: Any,
    amount: int = 120_000_00,
    files: dict[str, bytes] | None = None,
    **changes: Any,
) -> Sealed:
    """A bid of `organisation`, closed to the present openers of the lot."""
    given = files or {}
    bid = {
        "amount": amount,
        "bidder": {"code": organisation.code, "name": organisation.name},
        "declared": {"unrelated": True},
        "deposit": {"kind": "receipt", "number": "回单（演示）1 号"},
        "files": [
            {"bytes": len(content), "name": name, "sha256": sha256(content).hexdigest()}
            for name, content in given.items()
        ],
        "form": form.FORM,
        "lot": of.number,
        "offer": "三个月内交付（演示）",
        "suite": suite.NAME,
    } | changes
    return closed(of, bid, list(given.values()))


def closed(of: Lot, bid: dict[str, Any], files: list[bytes] | None = None, lot: str | None = None) -> Sealed:
    """Whatever `bid` is, closed as a bid is."""
    publics = [one.public_key for one in keyed(openers_of(of))]
    key, nonce, token = secrets.token_bytes(32), secrets.token_bytes(32), secrets.token_bytes(32)
    canonical = form.canonical(bid)
    commitment = suite.commitment(nonce, canonical)
    content = suite.packed(form.head(canonical, nonce), files or [])
    body = suite.encrypt(key, content, form.context(lot or of.number, commitment))
    wraps = suite.wraps(key, [bytes.fromhex(one) for one in publics])
    envelope = {
        "body": base64.b64encode(body).decode(),
        "commitment": commitment,
        "format": FORMAT,
        "lot": of.number,
        "openers": publics,
        "suite": suite.NAME,
        "token_digest": sha256(token).hexdigest(),
        "wraps": {pair: box.hex() for pair, box in wraps.items()},
    }
    return Sealed(bid, canonical, nonce, key, token, envelope)


def put_in(
    who: dict[str, Any], place: int = 0, amount: int = 120_000_00, **more: Any
) -> tuple[Sealed, Receipt]:
    """The firm at `place` bids."""
    made = sealed(who["lot"], who["firms"][place], amount, **more)
    return made, send(who, made, place)


def send(who: dict[str, Any], made: Sealed, place: int = 0, replaces: Claim | None = None) -> Receipt:
    """Send what was sealed."""
    return put_in_envelope(
        acting_user=who["bidders"][place],
        lot=who["lot"],
        organisation=who["firms"][place],
        sent=made.sent,
        replaces=replaces,
    )


def past_the_deadline(who: dict[str, Any]) -> Lot:
    """The lot's deadline is over by a minute."""
    now = clock.now()
    Lot.objects.filter(pk=who["lot"].pk).update(
        bids_from=now - timedelta(hours=2), bids_until=now - timedelta(minutes=1)
    )
    who["lot"].refresh_from_db()
    return who["lot"]


def browser_work(opening: Opening, opener: Opener, pair: Pair) -> Given:
    """What the script of the opening page does in an opener's browser."""
    shown = boxes.shown(opening, opener)
    layers: dict[str, Any] = {}
    keys: dict[str, Any] = {}
    for envelope, parts in shown["boxes"].items():
        for part, wraps in parts.items():
            for name, outer in wraps.items():
                if name[0] == str(opener.place):
                    try:
                        inner = suite.unseal(bytes.fromhex(outer), *pair)
                    except suite.Broken:
                        continue
                    layers.setdefault(envelope, {}).setdefault(part, {})[name] = inner.hex()
            for name, inner_hex in shown["layers"].get(envelope, {}).get(part, {}).items():
                if name[1] == str(opener.place):
                    try:
                        key = suite.unseal(bytes.fromhex(inner_hex), *pair)
                    except suite.Broken:
                        continue
                    keys.setdefault(envelope, {"pair": name})[part] = key.hex()
    return Given(layers, keys)


def everything_stored() -> str:
    """Every row of every table, as text with bytes in hex: what a database administrator has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [name for (name,) in cursor.fetchall()]
        lines = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608 - names that the database told
            lines += [f"{table} {row}" for (row,) in cursor.fetchall()]
    return "\n".join(lines)
