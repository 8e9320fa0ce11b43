"""What watchers get: every bid once, after a lost connection too, and one look for all of them."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from qinglan.auctions.bidding import lazily, live, snapshot
from qinglan.auctions.domain.bid import place_bid
from qinglan.auctions.models import Lot, LotState
from tests.auctions import made as auction
from tests.auctions.bidding import made

START, STEP = 100_000_00, 1_000_00


def bid(bidder: Any, steps: int) -> None:
    place_bid(acting_user=bidder.person, bidder=bidder, amount=START + steps * STEP, key=f"request-{steps}")


def in_thread(work: Callable[[], Any]) -> None:
    """Run `work` where the event loop of this thread does not forbid the database."""

    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


async def heard(
    stream: Any, until: Callable[[dict[str, Any]], bool], patience: float = 20
) -> list[dict[str, Any]]:
    """The messages of `stream` up to the first one for which `until` holds."""
    found = []

    async def read() -> None:
        async for content in stream:
            text = content.decode()
            if not text.startswith("event: standing"):
                continue
            lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
            found.append({**json.loads(lines["data"]), "id": lines["id"]})
            if until(found[-1]):
                return

    await asyncio.wait_for(read(), patience)
    return found


def test_a_watcher_gets_every_bid_and_what_he_missed(fresh_database: Any) -> None:
    lot, bidders = made.opened(auction.auction())
    bid(bidders[0], 0)
    bid(bidders[1], 1)
    hall = live.Hall(lazily.settle)

    async def act() -> list[Any]:
        stream = live.watch(hall, lot.number, 0)
        first = await heard(stream, lambda message: message["n"] == 2)
        await asyncio.to_thread(in_thread, lambda: bid(bidders[2], 2))
        second = await heard(stream, lambda message: message["n"] == 3)
        await stream.aclose()
        again = await heard(live.watch(hall, lot.number, 1), lambda message: message["n"] == 3)
        return [first, second, again]

    first, second, again = asyncio.run(act())
    assert [row[:3] for message in first for row in message["bids"]] == [
        [1, 101, START],
        [2, 102, START + STEP],
    ]
    assert [row[:3] for message in second for row in message["bids"]] == [[3, 103, START + 2 * STEP]]
    assert [[row[0] for row in message["bids"]] for message in again] == [[2, 3]]
    last = again[-1]
    assert (last["id"], last["price"], last["leader"], last["ranks"], last["bidders"], last["open"]) == (
        "3",
        START + 2 * STEP,
        103,
        [103, 102, 101],
        3,
        True,
    )


def test_three_hundred_watchers_cost_as_many_looks_as_one(fresh_database: Any) -> None:
    lot, bidders = made.opened(auction.auction())
    hall = live.Hall(lazily.settle)

    async def act(count: int, steps: int) -> int:
        streams = [live.watch(hall, lot.number, steps) for _ in range(count)]
        readers = [
            asyncio.create_task(heard(one, lambda message: message["n"] == steps + 1)) for one in streams
        ]
        room = hall.enter(lot.number)
        await room.next()
        before = room.looks
        await asyncio.to_thread(in_thread, lambda: bid(bidders[steps % 3], steps))
        for messages in await asyncio.gather(*readers):
            assert [row[0] for message in messages for row in message["bids"]] == [steps + 1]
        looks = room.looks - before
        hall.leave(room)
        for stream in streams:
            await stream.aclose()
        return looks

    assert (asyncio.run(act(1, 0)), asyncio.run(act(300, 1))) == (1, 1)


def test_many_bids_at_once_become_few_messages_without_a_gap(fresh_database: Any) -> None:
    lot, bidders = made.opened(auction.auction())
    hall = live.Hall(lazily.settle)

    def burst() -> None:
        for steps in range(30):
            bid(bidders[steps % 3], steps)

    async def act() -> list[dict[str, Any]]:
        stream = live.watch(hall, lot.number, 0)
        reader = asyncio.create_task(heard(stream, lambda message: message["n"] == 30))
        await asyncio.to_thread(in_thread, burst)
        return await reader

    messages = asyncio.run(act())
    assert [row[0] for message in messages for row in message["bids"]] == list(range(1, 31))
    assert len(messages) <= 31


def test_bids_that_a_process_no_longer_keeps_are_read_for_who_missed_them(
    fresh_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "KEPT", 4)
    lot, bidders = made.opened(auction.auction())
    for steps in range(7):
        bid(bidders[steps % 3], steps)
    hall = live.Hall(lazily.settle)

    async def act() -> list[dict[str, Any]]:
        return await heard(live.watch(hall, lot.number, 1), lambda message: message["n"] == 7)

    assert [[row[0] for row in message["bids"]] for message in asyncio.run(act())] == [[2, 3, 4, 5, 6, 7]]
    now = snapshot.read(lot.number)
    assert now is not None
    assert ([row[0] for row in now.bids], now.facts["ranks"]) == ([4, 5, 6, 7], [101, 103, 102])


def test_a_watched_lot_closes_at_its_end(fresh_database: Any) -> None:
    lot, bidders = made.opened(auction.auction())
    bid(bidders[0], 0)
    with fresh_database.connect("owner") as owner:
        owner.execute(
            "UPDATE auctions_standing SET closes = qinglan_now() + interval '1 s' WHERE lot_id = %s", [lot.pk]
        )
    hall = live.Hall(lazily.settle)

    async def act() -> list[dict[str, Any]]:
        return await heard(live.watch(hall, lot.number, 0), lambda message: not message["open"], 30)

    last = asyncio.run(act())[-1]
    assert (last["open"], last["leader"]) == (False, 101)
    assert Lot.objects.get(pk=lot.pk).state != LotState.BIDDING


def test_when_the_server_stops_the_streams_end(fresh_database: Any) -> None:
    lot, _bidders = made.opened(auction.auction())
    hall = live.Hall(lazily.settle)

    async def act() -> bool:
        stream = live.watch(hall, lot.number, 0)
        await heard(stream, lambda message: True)
        hall.close()
        return [content async for content in stream] == []

    assert asyncio.run(asyncio.wait_for(act(), 20))
