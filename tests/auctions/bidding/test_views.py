"""The live page and the address to which it sends bids."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.auctions.models import Bid, LotMode, LotState, RefusedBid
from tests.auctions import made as auction
from tests.auctions.bidding import made

pytestmark = pytest.mark.django_db
START, STEP = 100_000_00, 1_000_00


def client_of(user: Any) -> Client:
    client = Client()
    if not isinstance(user, AnonymousUser):
        client.force_login(user)
    return client


def send(client: Client, lot: Any, **values: str) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"/auctions/{lot.number}/live/bids/", {"kind": "own", "key": "request-1", **values})
    return answer.status_code, answer.json()


def test_who_sees_the_live_page(db: None) -> None:
    who = auction.auction()
    lot, bidders = made.opened(who)
    for user in (AnonymousUser(), bidders[0].person, who["officer"], who["auctioneer"]):
        answer = client_of(user).get(f"/auctions/{lot.number}/live/")
        may_bid = user == bidders[0].person
        assert (answer.status_code, b"data-bid>" in answer.content) == (200, may_bid)
    draft = auction.lot(
        who, number="2026-0002", state=LotState.DRAFT, technology=lot.technology, transfer_mode="ordinary"
    )
    sealed = auction.lot(
        who, number="2026-0003", mode=LotMode.SEALED_FIRST, technology=lot.technology, transfer_mode="sole"
    )
    assert [
        client_of(AnonymousUser()).get(f"/auctions/{one.number}/live/").status_code for one in (draft, sealed)
    ] == [403, 404]


def test_the_page_asks_as_often_for_thirty_bids_as_for_one(db: None) -> None:
    lot, bidders = made.opened(auction.auction())
    client, counts = client_of(bidders[0].person), []
    with connection.cursor() as cursor:
        for steps in range(30):
            made.place(cursor, bidders[steps % 3], START + steps * STEP, f"request-{steps}")
            if steps in (0, 1, 29):
                with CaptureQueriesContext(
                    connection,
                ) as asked:
                    client.get(f"/auctions/{lot.number}/live/")
                counts.append(len(asked))
    assert counts[1] == counts[2]


def test_a_bid_is_answered_and_counts_once(db: None) -> None:
    lot, bidders = made.opened(auction.auction())
    client = client_of(bidders[0].person)
    first, again = send(client, lot, amount="100,000"), send(client, lot, amount="100000")
    assert [status for status, _said in (first, again)] == [200, 200]
    assert [
        (said["code"], said["n"], said["price"], said["leader"], said["repeated"])
        for _status, said in (first, again)
    ] == [
        ("accepted", 1, START, 101, False),
        ("accepted", 1, START, 101, True),
    ]
    assert Bid.objects.filter(lot=lot).count() == 1


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"amount": "99000"}, 409, "low"),
        ({"amount": "100500"}, 409, "step"),
        ({"amount": "many"}, 400, "invalid"),
        ({"amount": ""}, 400, "invalid"),
        ({"amount": "-5"}, 400, "invalid"),
        ({"amount": "100000", "key": "short"}, 400, "invalid"),
        ({"amount": "100000", "kind": "gift"}, 400, "invalid"),
        ({"amount": "100000", "kind": "accept"}, 409, "course"),
    ],
)
def test_what_is_refused_says_why(db: None, values: dict[str, str], status: int, code: str) -> None:
    lot, bidders = made.opened(auction.auction())
    found, said = send(client_of(bidders[0].person), lot, **values)
    assert (found, said["code"], bool(said["message"])) == (status, code, True)
    assert RefusedBid.objects.filter(lot=lot).count() == (1 if status == 409 else 0)


def test_only_bidders_bid(db: None) -> None:
    who = auction.auction()
    lot, bidders = made.opened(who)
    for user in (AnonymousUser(), who["officer"], who["member"], who["auctioneer"], who["stranger"]):
        status, said = send(client_of(user), lot, amount="100000")
        assert (status, said["code"]) == (403, "forbidden")
    assert client_of(bidders[0].person).get(f"/auctions/{lot.number}/live/bids/").status_code == 405


def test_a_limit_is_set_and_ended_and_only_its_bidder_sees_it(db: None) -> None:
    lot, bidders = made.opened(auction.auction())
    own, other = client_of(bidders[0].person), client_of(bidders[1].person)
    assert send(own, lot, kind="limit", amount="150000")[1]["amount"] == START + 50 * STEP
    page = f"/auctions/{lot.number}/live/"
    limit = str(START + 50 * STEP).encode()
    assert [limit in client.get(page).content for client in (own, other, Client())] == [True, False, False]
    assert send(own, lot, kind="limit", amount="", key="request-2")[1]["code"] == "accepted"
    assert limit not in own.get(page).content


def test_the_page_of_the_lot_shows_the_bids_and_the_way(db: None) -> None:
    lot, bidders = made.opened(auction.auction())
    with connection.cursor() as cursor:
        made.place(cursor, bidders[0], START, "request-1")
    content = Client().get(f"/auctions/{lot.number}/").content.decode()
    assert (f"/auctions/{lot.number}/live/" in content, "竞买号 101" in content) == (True, True)
