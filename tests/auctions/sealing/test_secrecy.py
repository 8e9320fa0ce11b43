"""Somebody with the whole database tries to read a sealed bid, to find its sender, and to count the bidders."""

import base64
import re
from typing import Any

import pytest
from django.db import connection

from qinglan.auctions.domain.decoy import make_decoy
from qinglan.auctions.models import Envelope, Lot
from qinglan.auctions.sealing import salt, suite
from qinglan.auctions.sealing.cover import FEWEST, MOST, intensity
from qinglan.kernel.events import streams
from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.models import Anchored, Event, Head
from qinglan.kernel.history.context import acting_as
from qinglan.parties.domain.account import system_user
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home

__all__ = ["home"]
AMOUNT = 123_457_89
pytestmark = pytest.mark.django_db


def difference(before: str, after: str) -> list[str]:
    """The rows that came in between."""
    known = set(before.splitlines())
    return [line for line in after.splitlines() if line not in known]


def test_an_administrator_with_the_whole_database_reads_no_bid_and_finds_no_sender() -> None:
    who = made.sealed_lot()
    before = made.everything_stored()
    with acting_as(who["bidders"][0], "POST /auctions/sealed/"):
        mine, receipt = made.put_in(who, 0, AMOUNT)
    rows = difference(before, made.everything_stored())
    assert {row.split(" ")[0] for row in rows} == {"auctions_envelope", "events_event", "events_head"}
    text = "\n".join(rows)
    firm, person, lot = who["firms"][0], who["bidders"][0], who["lot"]
    for secret in (
        str(AMOUNT), firm.name, firm.code, person.username, mine.bid["offer"], lot.number, lot.title,
        mine.nonce.hex(), mine.key.hex(), mine.token.hex(), receipt.salt,
        *(secret.hex() for _public, secret in who["pairs"].values()),
    ):  # fmt: skip
        for written in (secret, secret.encode().hex(), base64.b64encode(secret.encode()).decode()):
            assert written not in text
    assert f"user:{person.pk}" not in text
    event = Event.objects.get(stream=receipt.stream)
    assert (event.actor, Event.objects.filter(stream=lot.key, kind__contains="envelope").count()) == (
        "system",
        0,
    )


def test_the_digest_of_the_lot_can_t_be_tried_out() -> None:
    """Without the file beside the database even the few lots that there are can't be told apart."""
    who = made.sealed_lot()
    _mine, receipt = made.put_in(who, 0)
    stored = made.everything_stored()
    found = Envelope.objects.get().lot_digest
    candidates = set(re.findall(r"[0-9a-f]{64}", stored)) | {"", "00" * 32, receipt.envelope}
    numbers = list(Lot.objects.values_list("number", flat=True))
    tried = {salt.digest_of(guess, number) for guess in candidates for number in numbers}
    assert found not in tried
    assert salt.digest_of(receipt.salt, who["lot"].number) == found


def test_every_key_in_the_database_is_tried_on_every_envelope() -> None:
    who = made.sealed_lot()
    mine, _receipt = made.put_in(who, 0)
    envelope = Envelope.objects.get()
    guesses = {bytes.fromhex(one) for one in re.findall(r"[0-9a-f]{64}", made.everything_stored())}
    context = made.form.context(who["lot"].number, envelope.commitment)
    opened = []
    for guess in guesses:
        try:
            opened.append(suite.decrypt(guess, bytes(envelope.body), context))
        except suite.Broken:
            continue
        for wrap in envelope.wraps.values():
            for public, _secret in who["pairs"].values():
                with pytest.raises(suite.Broken):
                    suite.unseal(bytes.fromhex(wrap), public, guess)
    assert opened == []
    assert suite.decrypt(mine.key, bytes(envelope.body), context)


def test_decoys_look_like_bids_in_every_column() -> None:
    """What tells bids and decoys apart would count bidders: nothing stored does, not even a length."""
    who = made.sealed_lot()
    made.put_in(who, 0)
    make_decoy(acting_user=system_user(), lot=who["lot"])
    rows = list(Envelope.objects.order_by("received_at"))
    shapes = [
        (
            row.suite, len(row.pk), len(row.lot_digest), len(row.commitment), len(row.body), len(row.sender),
            len(row.token_digest), {pair: len(box) for pair, box in row.wraps.items()},
            {pair: len(box) for pair, box in row.sender_wraps.items()},
        )
        for row in rows
    ]  # fmt: skip
    assert shapes[0] == shapes[1]
    events = [Event.objects.get(stream=f"envelope:{row.pk}") for row in rows]
    assert [(one.actor, one.kind, len(one.payload)) for one in events] == [
        (events[0].actor, events[0].kind, len(events[0].payload))
    ] * 2


def test_the_same_tables_grow_by_a_bid_and_by_a_decoy() -> None:
    who = made.sealed_lot()
    system = system_user()
    grown = []
    for act in (lambda: made.put_in(who, 0), lambda: make_decoy(acting_user=system, lot=who["lot"])):
        before = made.everything_stored()
        act()
        grown.append(sorted(row.split(" ")[0] for row in difference(before, made.everything_stored())))
    assert grown[0] == grown[1]


def test_the_row_of_the_lot_bears_no_trace_of_the_transaction() -> None:
    who = made.sealed_lot()

    def marks() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmin::text, xmax::text FROM auctions_lot WHERE id = %s", [who["lot"].pk])
            return cursor.fetchone()

    before = marks()
    made.put_in(who, 0)
    assert marks() == before


def test_anchors_name_no_lot() -> None:
    who = made.sealed_lot()
    _mine, receipt = made.put_in(who, 0)
    anchor, _made = make_anchor()
    leaves = {row.stream: row for row in Anchored.objects.filter(anchor=anchor)}
    assert who["lot"].number not in receipt.stream
    assert receipt.stream in leaves


def test_nobody_sees_the_stream_of_an_envelope_before_the_opening() -> None:
    who = made.sealed_lot()
    _mine, receipt = made.put_in(who, 0)
    prefix = streams.prefix_of(receipt.stream)
    for user in (who["officer"], who["auctioneer"], who["admin"], who["bidders"][0], system_user()):
        assert not prefix.visible(user, receipt.stream)
        assert not prefix.listed(user, Head.objects.filter(stream=receipt.stream)).exists()


def test_the_number_of_envelopes_of_a_lot_says_little_of_the_number_of_bidders() -> None:
    """Even who has the key file beside the database sees decoys too; how many comes from that key, lot by lot."""
    found = {intensity(f"2026-{place:04}") for place in range(60)}
    assert len(found) > 15
    assert (min(found) >= FEWEST, max(found) <= MOST) == (True, True)
