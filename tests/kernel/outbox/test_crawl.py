"""A crawl while 8 writers commit out of order: by id alone it misses rows, as the log reads it, none."""

import time

import pytest
from django.db import connection, transaction

from qinglan.kernel import outbox
from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.consumers import Consumer, deliver
from tests.kernel.outbox.writers import Writers


def make_writers() -> Writers:
    return Writers(8, 40)


def test_reading_by_id_alone_misses_changes(fresh_database):
    writers = make_writers()
    seen: list[str] = []
    last = 0

    def look() -> None:
        nonlocal last
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, key FROM outbox_change WHERE id > %s ORDER BY id", [last])
            for number, key in cursor.fetchall():
                last = number
                seen.append(key)
        time.sleep(0.002)

    writers.during(look)
    assert set(seen) < writers.committed


def test_the_log_misses_nothing_and_gives_nothing_twice(fresh_database):
    writers = make_writers()
    seen: list[outbox.Change] = []
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1
        last = seen[-1].position if seen else changes.BEGINNING
        seen.extend(changes.read_after(last, 7))
        time.sleep(0.001)

    writers.during(look)
    while batch := changes.read_after(seen[-1].position, 100):
        seen.extend(batch)
    assert looks > 50
    keys = [change.key for change in seen]
    assert (len(keys), set(keys)) == (len(set(keys)), writers.committed)
    assert [change.position for change in seen] == sorted(change.position for change in seen)


def test_a_consumer_that_crashes_repeats_nothing_in_this_database(fresh_database):
    """Its effect and its position share a transaction: crashes in the middle leave no trace."""
    with fresh_database.connect("owner", autocommit=True) as owner:
        owner.execute("CREATE TABLE effect (key text)")
    calls = 0

    def handle(batch):
        nonlocal calls
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO effect VALUES (%s)", [(change.key,) for change in batch])
        calls += 1
        if calls % 3 == 0:
            raise RuntimeError("crashed after the effect")

    consumer = Consumer("tests", handle)
    writers = make_writers()

    def look() -> None:
        deliver(consumer, limit=5)
        with connection.cursor() as cursor:  # let the pause after a failure pass
            cursor.execute("UPDATE outbox_consumer SET failed_at = failed_at - interval '1 hour'")

    writers.during(look)
    while deliver(consumer) or calls % 3 == 0:
        look()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM effect")
        keys = [key for (key,) in cursor.fetchall()]
    assert calls > 30
    assert (len(keys), set(keys)) == (len(set(keys)), writers.committed)


@pytest.mark.parametrize("processes", [3])
def test_one_consumer_in_several_processes_gets_each_change_once(fresh_database, processes):
    import threading

    with fresh_database.connect("owner", autocommit=True) as owner:
        owner.execute("CREATE TABLE effect (key text)")

    def handle(batch):
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO effect VALUES (%s)", [(change.key,) for change in batch])
        time.sleep(0.002)

    consumer = Consumer("tests", handle)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set() or deliver(consumer):
            deliver(consumer, limit=3)
        connection.close()

    threads = [threading.Thread(target=serve) for _index in range(processes)]
    for thread in threads:
        thread.start()
    writers = make_writers()
    writers.during(lambda: time.sleep(0.01))
    ended.set()
    for thread in threads:
        thread.join()
    while deliver(consumer):
        pass
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM effect")
        keys = [key for (key,) in cursor.fetchall()]
    assert (len(keys), set(keys)) == (len(set(keys)), writers.committed)


def test_a_running_transaction_holds_back_what_came_after_it(fresh_database):
    with fresh_database.connect() as slow:
        slow.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', 'slow')")
        with transaction.atomic():
            outbox.enqueue("tests.changed", "fast")
        assert changes.read_after(changes.BEGINNING, 10) == []
        slow.commit()
    assert [change.key for change in changes.read_after(changes.BEGINNING, 10)] == ["slow", "fast"]
