"""A chain must not fork: first the fork without a lock, then none with it."""

import threading
import time
from collections.abc import Callable

from django.db import connection, transaction

from qinglan.kernel import events
from qinglan.kernel.events.models import Event
from qinglan.kernel.events.verification import verify_stream

WRITERS = 8
EACH = 12


def at_once(work: Callable[[int], None]) -> None:
    """Run `work` in `WRITERS` threads that begin together; raises the first failure."""
    barrier, failures = threading.Barrier(WRITERS), []

    def run(number: int) -> None:
        try:
            barrier.wait()
            work(number)
        except Exception as error:  # noqa: BLE001 - handed to the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_without_the_lock_a_chain_forks(fresh_database):
    with fresh_database.connect("owner", autocommit=True) as owner:
        owner.execute("CREATE TABLE bare (sequence bigint, previous text, own text)")

    def append_unlocked(number: int) -> None:
        for index in range(EACH):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT sequence, own FROM bare ORDER BY sequence DESC LIMIT 1")
                last = cursor.fetchone() or (0, "")
                time.sleep(0.002)
                cursor.execute(
                    "INSERT INTO bare VALUES (%s, %s, %s)", [last[0] + 1, last[1], f"{number}-{index}"]
                )

    at_once(append_unlocked)
    with fresh_database.connect() as reader:
        forks = reader.execute(
            "SELECT count(*) FROM (SELECT FROM bare GROUP BY sequence HAVING count(*) > 1) AS fork"
        ).fetchone()
    assert forks is not None
    assert forks[0] > 0


def test_with_the_lock_none_is_lost_and_none_stands_twice(fresh_database):
    def append(number: int) -> None:
        for index in range(EACH):
            with transaction.atomic():
                events.append(
                    stream="test:busy",
                    kind="tests.happened",
                    payload={"by": number, "n": index},
                    actor="system",
                )
                time.sleep(0.002)

    at_once(append)
    finding = verify_stream("test:busy")
    assert (finding.fault, finding.checked, finding.turned_back) == ("", WRITERS * EACH, 0)
    payloads = {bytes(row.payload) for row in Event.objects.filter(stream="test:busy")}
    assert len(payloads) == WRITERS * EACH


def test_time_is_taken_after_the_lock(fresh_database):
    """A writer that waited bears the time at which it got the lock, not that of its start."""
    locked, times = threading.Event(), []

    def first() -> None:
        with transaction.atomic():
            events.append(stream="test:t", kind="tests.happened", payload={}, actor="system")
            locked.set()
            time.sleep(0.3)
        connection.close()

    def second() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT now()")  # its transaction begins before the other's ends
            locked.wait()
            times.append(
                events.append(stream="test:t", kind="tests.happened", payload={}, actor="system").time
            )
        connection.close()

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    begun = Event.objects.get(stream="test:t", sequence=1).time
    assert (times[0] - begun).total_seconds() >= 0.25


def test_streams_do_not_wait_for_each_other(fresh_database):
    with transaction.atomic():
        events.append(stream="test:one", kind="tests.happened", payload={}, actor="system")

        def other() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '1s'")
                events.append(stream="test:two", kind="tests.happened", payload={}, actor="system")
            connection.close()

        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=5)
        assert Event.objects.filter(stream="test:two").count() == 1
