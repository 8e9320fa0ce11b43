"""What happens at once: each race is first shown on a bare table without the lock, then held by it."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from qinglan.auctions.models import Bid, RefusedBid, Standing
from qinglan.kernel.events.verification import verify_stream
from tests.auctions import made as auction
from tests.auctions.bidding import made

START, STEP = 100_000_00, 1_000_00
BARE = """
CREATE TABLE bare_lot (price bigint, closes timestamptz, is_open boolean);
CREATE TABLE bare_bid (who integer, amount bigint, key text, at timestamptz);
INSERT INTO bare_lot VALUES (100, now() + interval '1 hour', true);
"""


@pytest.fixture
def lot(fresh_database: Any) -> Any:
    """A database, a lot on which bids are taken, its bidders; beside them bare tables without any lock."""
    with fresh_database.connect("owner") as owner:
        owner.execute(BARE)
    found, bidders = made.opened(auction.auction(), soft_close_seconds=0, extend_seconds=0)
    return fresh_database, found, bidders


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts answer, each done in a thread of its own, all together."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def careless(database: Any, then: threading.Barrier, who: int, key: str = "") -> Callable[[], bool]:
    """A bid as many engines take it: look, judge, and write later without a condition."""

    def act() -> bool:
        with database.connect("owner") as connection:
            price, closes, is_open = connection.execute(
                "SELECT price, closes, is_open FROM bare_lot"
            ).fetchone()
            known = connection.execute("SELECT count(*) FROM bare_bid WHERE key = %s", [key]).fetchone()[0]
            then.wait(10)
            if not is_open or datetime.now(UTC) >= closes or price >= 110 or (key and known):
                return False
            then.wait(10)
            connection.execute("INSERT INTO bare_bid VALUES (%s, 110, %s, clock_timestamp())", [who, key])
            connection.execute("UPDATE bare_lot SET price = 110")
            return True

    return act


def sent(database: Any, bidder: Any, amount: int, key: str) -> Callable[[], Any]:
    def act() -> Any:
        with database.connect("app", autocommit=True) as connection:
            return made.place(connection.cursor(), bidder, amount, key)

    return act


def test_without_a_lock_two_equal_bids_both_count(lot: Any) -> None:
    database, _lot, _bidders = lot
    then = threading.Barrier(2)
    assert at_once(careless(database, then, 1), careless(database, then, 2)) == [True, True]


def test_of_two_equal_bids_one_counts(lot: Any) -> None:
    database, found, bidders = lot
    said = at_once(*(sent(database, bidders[place % 3], START, f"equal-{place}") for place in range(9)))
    codes = sorted(one.code for one in said)
    assert codes.count("accepted") == 1
    assert set(codes) <= {"accepted", "low", "leading"}
    assert (Bid.objects.filter(lot=found).count(), RefusedBid.objects.filter(lot=found).count()) == (1, 8)
    assert verify_stream(found.key).fault == ""


def test_without_a_lock_a_request_sent_twice_counts_twice(lot: Any) -> None:
    database, _lot, _bidders = lot
    then = threading.Barrier(2)
    assert at_once(careless(database, then, 1, "same"), careless(database, then, 1, "same")) == [True, True]


def test_a_request_sent_many_times_at_once_counts_once(lot: Any) -> None:
    database, found, bidders = lot
    said = at_once(*(sent(database, bidders[0], START, "the-same") for _ in range(8)))
    assert (
        sorted((one.code, one.n, one.repeated) for one in said)
        == [("accepted", 1, False)] + [("accepted", 1, True)] * 7
    )
    assert Bid.objects.filter(lot=found).count() == 1


def test_without_a_lock_a_bid_comes_after_the_end(lot: Any) -> None:
    """It looked before the end and wrote after it: 200 for a bid that is in no result."""
    database, _lot, _bidders = lot
    then = threading.Barrier(2)

    def close() -> Any:
        then.wait(10)
        with database.connect("owner", autocommit=True) as connection:
            connection.execute("UPDATE bare_lot SET is_open = false")
            best = connection.execute("SELECT price FROM bare_lot").fetchone()[0]
        then.wait(10)
        return best

    counted, best = at_once(careless(database, then, 1), close)
    assert (counted, best) == (True, 100)


def test_a_bid_against_the_end_waits_and_comes_too_late(lot: Any) -> None:
    """The end holds the row; the bid, sent before it, is judged by the time after its turn came."""
    database, found, bidders = lot
    with ThreadPoolExecutor(1) as pool, database.connect("app") as closer:
        closer.execute("SELECT auctions_close(%s, true)", [found.pk])
        waiting = pool.submit(sent(database, bidders[0], START, "late-bid-1"))
        wait_for_a_lock(database)
        assert not waiting.done()
        closer.commit()
        assert waiting.result(10).code == "late"
    stand = Standing.objects.get(lot=found)
    assert (stand.count, stand.is_open, RefusedBid.objects.get(lot=found).code) == (0, False, "late")


def test_the_end_waits_for_the_bid_that_was_first(lot: Any) -> None:
    database, found, bidders = lot
    with ThreadPoolExecutor(1) as pool, database.connect("app") as bidding:
        assert made.place(bidding.cursor(), bidders[0], START, "first-bid").code == "accepted"

        def close() -> Any:
            with database.connect("app", autocommit=True) as connection:
                return connection.execute(
                    "SELECT (stand).count, (stand).is_open FROM auctions_close(%s, true) AS stand", [found.pk]
                ).fetchone()

        waiting = pool.submit(close)
        wait_for_a_lock(database)
        assert not waiting.done()
        bidding.commit()
        assert waiting.result(10) == (1, False)


def test_time_is_taken_after_the_lock(lot: Any) -> None:
    """A bid that was sent in time and waited until after the end is late, though nobody closed the lot."""
    database, found, bidders = lot
    with ThreadPoolExecutor(1) as pool, database.connect("owner") as holder:
        holder.execute(
            "UPDATE auctions_standing SET closes = qinglan_now() + interval '0.5 s' WHERE lot_id = %s",
            [found.pk],
        )
        waiting = pool.submit(sent(database, bidders[0], START, "waited-long"))
        wait_for_a_lock(database)
        holder.execute("SELECT pg_sleep(0.7)")
        holder.commit()
        said = waiting.result(10)
    assert (said.code, said.moment >= said.closes) == ("late", True)


def test_without_a_lock_an_amendment_loses_an_extension(lot: Any) -> None:
    """Bid and amendment read the same end; whoever writes last wipes out the other one's."""
    database, _lot, _bidders = lot
    then = threading.Barrier(2)

    def move(minutes: int) -> Callable[[], Any]:
        def act() -> Any:
            with database.connect("owner", autocommit=True) as connection:
                closes = connection.execute("SELECT closes FROM bare_lot").fetchone()[0]
                then.wait(10)
                until = closes + timedelta(minutes=minutes)
                connection.execute("UPDATE bare_lot SET closes = %s", [until])
                return until

        return act

    promised = at_once(move(5), move(5))
    with database.connect("owner") as connection:
        stands = connection.execute("SELECT closes FROM bare_lot").fetchone()[0]
    assert promised == [stands, stands]  # ten minutes were promised in all, five were given


def test_a_bid_against_an_amendment_is_judged_by_the_end_that_holds(lot: Any) -> None:
    """The amendment holds the row past the old end; the bid that waited counts, and extends the new end no further."""
    database, found, bidders = lot
    with database.connect("owner") as owner:
        owner.execute(
            "UPDATE auctions_standing SET closes = qinglan_now() + interval '0.5 s', soft_close_seconds = 60,"
            " extend_seconds = 120 WHERE lot_id = %s",
            [found.pk],
        )
    with ThreadPoolExecutor(1) as pool, database.connect("app") as amending:
        until = amending.execute(
            "SELECT (auctions_move_end(%s, qinglan_now() + interval '1 hour')).closes", [found.pk]
        ).fetchone()[0]
        waiting = pool.submit(sent(database, bidders[0], START, "at-the-end"))
        wait_for_a_lock(database)
        amending.execute("SELECT pg_sleep(0.7)")
        amending.commit()
        said = waiting.result(10)
    assert (said.code, said.closes) == ("accepted", until)


def test_an_amendment_after_the_end_is_refused(lot: Any) -> None:
    database, found, _bidders = lot
    with database.connect("owner") as owner:
        owner.execute("UPDATE auctions_standing SET closes = qinglan_now() WHERE lot_id = %s", [found.pk])
    with database.connect("app") as app:
        moved = app.execute(
            "SELECT (auctions_move_end(%s, qinglan_now() + interval '1 hour')).lot_id", [found.pk]
        ).fetchone()
    assert moved == (None,)


def wait_for_a_lock(database: Any) -> None:
    """Until somebody waits for a lock in this database; at most ten seconds."""
    with database.connect("owner", autocommit=True) as looking:
        for _attempt in range(200):
            waiting = looking.execute(
                "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
                " WHERE NOT granted AND datname = current_database()"
            ).fetchone()
            if waiting is not None and waiting[0]:
                return
            looking.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("nobody waits")
