"""Envelopes from their receipt to the opening."""

import json
from typing import Any

import pytest

from qinglan.auctions.domain.decoy import make_decoy
from qinglan.auctions.domain.envelope import take_back_envelope
from qinglan.auctions.domain.opening import begin_opening, give_boxes
from qinglan.auctions.models import Bidder, Envelope, LotState, OpenedEnvelope, OpeningState
from qinglan.auctions.sealing import salt, suite
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.parties.domain.account import system_user
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.market import made as market

__all__ = ["home"]
pytestmark = pytest.mark.django_db
DEADLINE = r"deadline|截止"


def opened_by(who: dict[str, Any], first: int, second: int, **more: Any) -> Any:
    """The openers at both places open the lot."""
    opening = begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    for place in (first, second):
        row = who["rows"][place - 1]
        given = made.browser_work(opening, row, who["pairs"][place])
        if give_boxes(acting_user=row.person, opening=opening, given=given, **more):
            opening.refresh_from_db()
            return opening
    raise AssertionError("still closed")


def events_of(stream: str, kind: str) -> list[dict[str, Any]]:
    rows = Event.objects.filter(stream=stream, kind=kind).order_by("sequence")
    return [json.loads(bytes(row.payload)) for row in rows]


def results(opening: Any) -> list[tuple[str, str, int | None, int | None]]:
    rows = opening.envelopes.order_by("envelope__received_at")
    return [(row.state, row.reason, row.order, row.amount) for row in rows]


@pytest.mark.parametrize(("first", "second"), suite.PAIRS)
def test_any_two_openers_open_all_bids_at_once(first: int, second: int) -> None:
    who = made.sealed_lot()
    one, receipt = made.put_in(who, 0, 120_000_00)
    made.put_in(who, 1, 150_000_00, files={"方案.txt": "方案（演示）".encode()})
    make_decoy(acting_user=system_user(), lot=who["lot"])
    opening = opened_by(who, first, second)
    assert results(opening) == [
        ("kept", "", 1, 120_000_00),
        ("kept", "", 2, 150_000_00),
        ("decoy", "", None, None),
    ]
    bidders = Bidder.objects.filter(lot=who["lot"]).order_by("number")
    assert [(one.number, one.organisation, one.person, one.state) for one in bidders] == [
        (101, who["firms"][0], who["bidders"][0], "applied"),
        (102, who["firms"][1], who["bidders"][1], "applied"),
    ]
    who["lot"].refresh_from_db()
    assert (opening.state, who["lot"].state) == (OpeningState.OPENED, LotState.CLOSED)
    (event,) = events_of(who["lot"].key, "auctions.envelopes-opened")
    told = event["envelopes"][0]
    assert told == {
        "bid": one.bid,
        "bidder": 101,
        "by": suite.name(first, second),
        "commitment": receipt.commitment,
        "envelope": receipt.envelope,
        "label": "101",
        "nonce": one.nonce.hex(),
        "order": 1,
        "received_at": told["received_at"],
        "salt": receipt.salt,
        "state": "kept",
    }
    assert suite.commitment(bytes.fromhex(told["nonce"]), one.canonical) == told["commitment"]
    assert [row["state"] for row in event["envelopes"]] == ["kept", "kept", "decoy"]
    (received,) = events_of(receipt.stream, "auctions.envelope-received")
    assert received["lot"] == salt.digest_of(told["salt"], who["lot"].number)


def test_replaced_and_withdrawn_bids_stay_closed() -> None:
    who = made.sealed_lot()
    first, receipt = made.put_in(who, 0, 120_000_00)
    better = made.sealed(who["lot"], who["firms"][0], 130_000_00)
    made.send(who, better, 0, replaces=first.claim(receipt))
    gone, gone_receipt = made.put_in(who, 1, 150_000_00)
    take_back_envelope(acting_user=who["bidders"][1], lot=who["lot"], claim=gone.claim(gone_receipt))
    opening = opened_by(who, 1, 3)
    assert results(opening) == [
        ("replaced", "", None, None),
        ("kept", "", 1, 130_000_00),
        ("withdrawn", "", None, None),
    ]
    (event,) = events_of(who["lot"].key, "auctions.envelopes-opened")
    assert ["bid" in row for row in event["envelopes"]] == [False, True, False]


def test_an_envelope_is_taken_back_once_and_only_with_its_token() -> None:
    who = made.sealed_lot()
    mine, receipt = made.put_in(who, 0)
    other, _receipt = made.put_in(who, 1)
    for claim in (
        other.claim(receipt),
        mine.claim(receipt).__class__(receipt.envelope, "no hex"),
        mine.claim(receipt).__class__("f" * 32, mine.token.hex()),
    ):
        with pytest.raises(Impossible):
            take_back_envelope(acting_user=who["bidders"][1], lot=who["lot"], claim=claim)
    take_back_envelope(acting_user=who["bidders"][0], lot=who["lot"], claim=mine.claim(receipt))
    with pytest.raises(Impossible):
        take_back_envelope(acting_user=who["bidders"][0], lot=who["lot"], claim=mine.claim(receipt))
    assert [row["kind"] for row in events_of(receipt.stream, "auctions.envelope-ended")] == ["withdrawn"]


def test_who_sends_two_is_held_to_the_later_one() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0, 120_000_00)
    made.put_in(who, 0, 110_000_00)
    assert results(opened_by(who, 2, 3)) == [
        ("invalid", "later", None, 120_000_00),
        ("kept", "", 1, 110_000_00),
    ]


def test_nothing_is_taken_late() -> None:
    who = made.sealed_lot()
    mine, receipt = made.put_in(who, 0)
    late = made.sealed(who["lot"], who["firms"][1])
    made.past_the_deadline(who)
    with pytest.raises(Impossible, match=DEADLINE):
        made.send(who, late, 1)
    with pytest.raises(Impossible, match=DEADLINE):
        take_back_envelope(acting_user=who["bidders"][0], lot=who["lot"], claim=mine.claim(receipt))
    assert results(opened_by(who, 1, 2)) == [("kept", "", 1, 120_000_00)]


def test_nothing_is_opened_early() -> None:
    who = made.sealed_lot()
    with pytest.raises(Impossible, match=DEADLINE):
        begin_opening(acting_user=who["auctioneer"], lot=who["lot"])


def test_one_opener_alone_opens_nothing() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0)
    opening = begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    row = who["rows"][0]
    for _again in range(2):
        given = made.browser_work(opening, row, who["pairs"][1])
        assert given.keys == {}
        assert not give_boxes(acting_user=row.person, opening=opening, given=given)
    assert not OpenedEnvelope.objects.filter(opening=opening).exists()


def test_a_lot_without_bids_is_opened_too() -> None:
    who = made.sealed_lot()
    opening = opened_by(who, 1, 2)
    assert results(opening) == []
    assert events_of(who["lot"].key, "auctions.envelopes-opened") == [
        {"envelopes": [], "part": 1, "parts": 1}
    ]


def test_what_is_false_is_shown_as_invalid_with_its_reason() -> None:
    who = made.sealed_lot()
    lot, firm = who["lot"], who["firms"]
    good = made.sealed(lot, firm[0])
    made.send(who, made.sealed(lot, firm[1]), 0)  # in the name of somebody else
    made.send(who, made.sealed(lot, firm[1], amount=0), 1)
    made.send(who, made.closed(lot, {**good.bid, "lot": "2026-9999"}), 1)
    made.send(who, made.closed(lot, good.bid, lot="2026-9999"), 1)
    made.send(
        who,
        made.closed(lot, {**good.bid, "files": [{"bytes": 3, "name": "a", "sha256": "0" * 64}]}, [b"abc"]),
        1,
    )
    made.send(who, made.closed(lot, {"form": "qinglan-decoy/1", "lot": lot.number}), 1)
    false = made.sealed(lot, firm[1])
    false.envelope["commitment"] = "0" * 64
    made.send(who, false, 1)
    opening = opened_by(who, 1, 2, without=True)
    assert results(opening) == [
        ("invalid", "other_bidder", None, 120_000_00),
        ("invalid", "form", None, None),
        ("invalid", "other_lot", None, None),
        ("invalid", "content", None, None),
        ("invalid", "file", None, None),
        ("invalid", "form", None, None),
        ("invalid", "content", None, None),
    ]


def test_an_envelope_that_two_can_t_open_waits_for_the_third_or_is_invalid() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0)
    broken = made.sealed(who["lot"], who["firms"][1], 150_000_00)
    broken.envelope["wraps"]["12"] = "00" * suite.OUTER_BYTES
    made.send(who, broken, 1)
    opening = begin_opening(acting_user=who["openers"][0], lot=made.past_the_deadline(who))

    def give(place: int, **more: Any) -> bool:
        row = who["rows"][place - 1]
        return give_boxes(
            acting_user=row.person,
            opening=opening,
            given=made.browser_work(opening, row, who["pairs"][place]),
            **more,
        )

    assert not give(1)
    with pytest.raises(Impossible):
        give(2)
    assert not OpenedEnvelope.objects.filter(opening=opening).exists()
    assert give(3)
    assert results(opening) == [("kept", "", 1, 120_000_00), ("kept", "", 2, 150_000_00)]


def test_without_the_third_it_is_invalid() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0)
    broken = made.sealed(who["lot"], who["firms"][1])
    broken.envelope["wraps"]["12"] = "00" * suite.OUTER_BYTES
    made.send(who, broken, 1)
    assert results(opened_by(who, 1, 2, without=True)) == [
        ("kept", "", 1, 120_000_00),
        ("invalid", "no_key", None, None),
    ]


def test_envelopes_of_other_lots_stay_closed() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0)
    other = made.sealed_lot(dict(who), number="2026-0002", need=market.published(who, market.need(who)))
    made.put_in(other, 1)
    assert [row.organisation for row in opened_by(who, 1, 2).envelopes.all()] == [who["firms"][0]]
    assert Envelope.objects.filter(opened=None).count() == 1
