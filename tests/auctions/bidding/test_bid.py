"""Bids by their verbs: what counts, what is refused and written down, what stands in the chain."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from qinglan.auctions.bidding import recorded
from qinglan.auctions.bidding.refusals import Refused
from qinglan.auctions.domain.bid import accept_falling_price, place_bid, set_proxy_limit
from qinglan.auctions.models import Bid, BidderState, LotState, ProxyLimit, RefusedBid, Standing
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.verification import verify_stream
from tests.auctions import made as auction
from tests.auctions.bidding import made
from tests.support.people import join, person

pytestmark = pytest.mark.django_db
START, STEP = 100_000_00, 1_000_00


@pytest.fixture
def who() -> dict[str, Any]:
    return auction.auction()


def bid(bidder: Any, amount: int, key: str = "", user: Any = None) -> Any:
    return place_bid(
        acting_user=user or bidder.person,
        bidder=bidder,
        amount=amount,
        key=key or f"key-{amount}-{bidder.pk}",
    )


def limit(bidder: Any, amount: int | None, key: str = "") -> Any:
    return set_proxy_limit(
        acting_user=bidder.person, bidder=bidder, amount=amount, key=key or f"limit-{amount}-{bidder.pk}"
    )


def amounts(lot: Any) -> list[tuple[int, int, str]]:
    return list(Bid.objects.filter(lot=lot).order_by("n").values_list("number", "amount", "kind"))


def test_a_bid_counts_stands_in_the_chain_and_moves_the_price(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who)
    given = [bid(first, START), bid(second, START + 3 * STEP)]
    assert [(one.code, one.n, one.before, one.bids, one.price, one.leader) for one in given] == [
        ("accepted", 1, 0, 1, START, 101),
        ("accepted", 2, 1, 2, START + 3 * STEP, 102),
    ]
    stand = Standing.objects.get(lot=lot)
    assert (stand.price, stand.leader, stand.leader_number, stand.count, stand.least) == (
        START + 3 * STEP,
        second,
        102,
        2,
        START + 4 * STEP,
    )
    events = list(Event.objects.filter(stream=lot.key, kind=recorded.BID).order_by("sequence"))
    rows = list(Bid.objects.filter(lot=lot).order_by("n"))
    assert [(event.actor, bytes(event.payload)) for event in events] == [
        (f"bidder:{row.number}", encode(recorded.bid_payload(row))) for row in rows
    ]
    assert [row.actor for row in rows] == [first.person, second.person]
    assert verify_stream(lot.key).fault == ""


def test_the_chain_names_no_person(who: Any) -> None:
    lot, (first, *_rest) = made.opened(who)
    bid(first, START)
    event = Event.objects.get(stream=lot.key, kind=recorded.BID)
    assert f"user:{first.person_id}" not in bytes(event.payload).decode() + event.actor
    assert sorted(json.loads(bytes(event.payload))) == [
        "amount",
        "at",
        "bid",
        "bidder",
        "closes",
        "key",
        "kind",
    ]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (START - STEP, "low"),
        (START + STEP // 2, "step"),
        (0, "amount"),
        (-STEP, "amount"),
        (2**60, "amount"),
        (2**70, "amount"),
    ],
)
def test_wrong_amounts_are_refused_and_change_nothing(who: Any, amount: int, code: str) -> None:
    lot, (first, *_rest) = made.opened(who)
    with pytest.raises(Refused) as refused:
        bid(first, amount)
    written = list(RefusedBid.objects.filter(lot=lot).values_list("code", "amount"))
    assert (refused.value.code, amounts(lot)) == (code, [])
    assert written == ([] if amount == 2**70 else [(code, amount)])


def test_nobody_bids_against_himself(who: Any) -> None:
    lot, (first, *_rest) = made.opened(who)
    bid(first, START)
    with pytest.raises(Refused):
        bid(first, START + STEP)
    assert RefusedBid.objects.get(lot=lot).code == "leading"


def test_before_the_beginning_and_after_the_end_nothing_counts(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who)
    bid(first, START)
    with connection.cursor() as cursor:
        cursor.execute("SELECT auctions_close(%s, true)", [lot.pk])
    with pytest.raises(Refused) as refused:
        bid(second, START + STEP)
    row = RefusedBid.objects.get(lot=lot)
    assert (refused.value.code, row.code, row.amount, row.actor, row.closes) == (
        "late",
        "late",
        START + STEP,
        second.person,
        Standing.objects.get(lot=lot).closes,
    )
    closed = auction.lot(who, number="2026-0002", transfer_mode="ordinary", technology=lot.technology)
    with pytest.raises(Impossible):
        bid(auction.bidder(who, closed, 0), START)


def test_a_stopped_lot_takes_no_bid(who: Any) -> None:
    lot, (first, *_rest) = made.opened(who)
    lot.state, lot.reason = LotState.STOPPED, "权属争议"
    lot.save()
    with pytest.raises(Refused) as refused:
        bid(first, START)
    assert refused.value.code == "stopped"


def test_the_same_request_is_answered_the_same_and_counts_once(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who)
    one = bid(first, START, "request-1")
    bid(second, START + STEP)
    again = bid(first, START, "request-1")
    assert (again.code, again.n, again.amount, again.moment, again.repeated, again.bids) == (
        "accepted",
        one.n,
        START,
        one.moment,
        True,
        2,
    )
    for amount in (START, START + STEP):  # refused once, refused again, though it would count now
        with pytest.raises(Refused) as refused:
            bid(first, amount, "request-2")
        assert refused.value.code == ("low" if amount == START else "key")
    assert RefusedBid.objects.filter(lot=lot).count() == 1


def test_the_key_of_a_limit_is_none_for_a_bid(who: Any) -> None:
    lot, (first, second, *_rest) = made.opened(who)
    bid(first, START)
    limit = START + 3 * STEP
    set_proxy_limit(acting_user=second.person, bidder=second, amount=limit, key="request-1")
    with pytest.raises(Refused) as refused:
        bid(second, START + 4 * STEP, "request-1")
    assert refused.value.code == "key"
    assert lot.bids.count() == 2


def test_a_late_bid_moves_the_end(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who, soft_close_seconds=7200, extend_seconds=7200)
    one = bid(first, START)
    assert one.closes == one.moment + timedelta(seconds=7200) > lot.bids_until
    two = bid(second, START + STEP)
    assert two.closes == two.moment + timedelta(seconds=7200) > one.closes
    assert list(Bid.objects.filter(lot=lot).order_by("n").values_list("closes", flat=True)) == [
        one.closes,
        two.closes,
    ]


def test_a_limit_answers_at_once_as_little_as_needed(who: Any) -> None:
    lot, (first, second, third) = made.opened(who)
    assert limit(first, START + 10 * STEP).price == START
    given = bid(second, START + 4 * STEP)
    assert (given.n, given.bids, given.leader, given.price) == (2, 3, 101, START + 5 * STEP)
    assert limit(third, START + 10 * STEP).leader == 101  # as much as the first one, but later
    assert limit(third, START + 20 * STEP).leader == 103
    assert amounts(lot) == [
        (101, START, "proxy"),
        (102, START + 4 * STEP, "own"),
        (101, START + 5 * STEP, "proxy"),
        (101, START + 10 * STEP, "proxy"),
        (103, START + 11 * STEP, "proxy"),
    ]
    assert verify_stream(lot.key).fault == ""


def test_a_limit_is_replaced_and_ended_and_stays_secret(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who)
    limit(first, START + 10 * STEP)
    limit(first, START + 2 * STEP)
    limit(first, None)
    bid(second, START + STEP)
    rows = ProxyLimit.objects.filter(lot=lot).order_by("id")
    assert [(row.amount, row.replaced_at is None) for row in rows] == [
        (START + 10 * STEP, False),
        (START + 2 * STEP, False),
        (None, False),
    ]
    payloads = b"".join(bytes(event.payload) for event in Event.objects.filter(stream=lot.key))
    assert str(START + 10 * STEP).encode() not in payloads
    assert amounts(lot) == [(101, START, "proxy"), (102, START + STEP, "own")]


def test_a_need_takes_lower_bids(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who, need=auction.made.published(who, auction.made.need(who)))
    bid(first, START)
    with pytest.raises(Refused) as refused:
        bid(second, START + STEP)
    limit(second, START - 5 * STEP)
    bid(first, START - 3 * STEP)
    assert (refused.value.code, amounts(lot)) == (
        "low",
        [
            (101, START, "own"),
            (102, START - STEP, "proxy"),
            (101, START - 3 * STEP, "own"),
            (102, START - 4 * STEP, "proxy"),
        ],
    )


def test_the_falling_price_is_that_of_the_clock_and_goes_to_the_first(who: Any) -> None:
    lot, (first, second, _third) = made.falling(who)  # an hour ago it began to fall every ten minutes
    with pytest.raises(Refused) as refused:
        accept_falling_price(acting_user=first.person, bidder=first, seen=START - 7 * STEP, key="too-early-1")
    given = accept_falling_price(acting_user=first.person, bidder=first, seen=START, key="accept-01")
    again = accept_falling_price(acting_user=first.person, bidder=first, seen=START, key="accept-01")
    with pytest.raises(Refused) as taken:
        accept_falling_price(acting_user=second.person, bidder=second, seen=START, key="accept-02")
    stand = Standing.objects.get(lot=lot)
    assert (refused.value.code, taken.value.code) == ("price", "taken")
    assert (given.amount, given.closes, again.amount, again.repeated) == (
        START - 6 * STEP,
        given.moment,
        START - 6 * STEP,
        True,
    )
    assert (stand.is_open, stand.closed_at, amounts(lot)) == (
        False,
        given.moment,
        [(101, START - 6 * STEP, "accept")],
    )


def test_who_may_bid(who: Any) -> None:
    lot, (first, second, _third) = made.opened(who)
    colleague = person("colleague")
    join(colleague, first.organisation, "member")
    refused = [
        who["owner_admin"] if "owner_admin" in who else who["member"],
        who["auctioneer"],
        who["officer"],
        colleague,
        second.person,
    ]
    for user in refused:
        with pytest.raises(permissions.PermissionRefused):
            bid(first, START, user=user)
    join(first.person, lot.owner, "member")  # on the seller's side since
    with pytest.raises(permissions.PermissionRefused):
        bid(first, START)
    second.state = BidderState.EXCLUDED
    second.reason = "related"
    second.save()
    with pytest.raises(permissions.PermissionRefused):
        bid(second, START)
    assert amounts(lot) == []


def test_the_database_itself_asks_whether_the_bidder_is_qualified(who: Any) -> None:
    lot, (first, *_rest) = made.opened(who)
    other = made.opened(who, number="2026-0002", transfer_mode="ordinary", technology=lot.technology)[1][0]
    type(first).objects.filter(pk=first.pk).update(state=BidderState.APPLIED)
    with connection.cursor() as cursor:
        said = made.place(cursor, first, START, "key-00001")
        cursor.execute(made.PLACE, [lot.pk, other.pk, other.person_id, "own", START, "key-00002"])
        assert (said.code, cursor.fetchone()[0], amounts(lot)) == ("bidder", "bidder", [])


@pytest.mark.parametrize("table", ["standing", "bid", "refusedbid", "proxylimit"])
@pytest.mark.parametrize(
    "act",
    [
        "UPDATE {} SET lot_id = lot_id",
        "DELETE FROM {}",
        "TRUNCATE {} CASCADE",
        "INSERT INTO {} DEFAULT VALUES",
    ],
)
def test_the_application_writes_these_tables_by_the_functions_alone(act: str, table: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(act.format(f"auctions_{table}"))


def test_another_hash_is_chained_under_the_same_lock(who: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this Python offers no SM3")
    monkeypatch.setenv("QINGLAN_EVENTS_HASH", "sm3")
    lot, (first, second, _third) = made.opened(who)
    limit(first, START + 10 * STEP)
    bid(second, START + 2 * STEP)
    events = Event.objects.filter(stream=lot.key, kind=recorded.BID).order_by("sequence")
    rows = Bid.objects.filter(lot=lot).order_by("n")
    assert [(event.algorithm, bytes(event.payload)) for event in events] == [
        ("sm3", encode(recorded.bid_payload(row))) for row in rows
    ]
    assert (len(rows), verify_stream(lot.key).fault) == (3, "")
