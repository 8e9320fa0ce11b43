"""Live pages: woken by commits of this process and of others, resumed where a connection broke off."""

import asyncio
import statistics
import threading
import time

import pytest
from django.db import transaction

from qinglan.kernel import outbox
from qinglan.kernel.outbox import changes, live
from qinglan.kernel.outbox.pace import BUSY, IDLE, Pace
from qinglan.kernel.outbox.tailer import TAILER


def put(key: str, kind: str = "tests.changed") -> None:
    with transaction.atomic():
        outbox.enqueue(kind, key)


async def first(stream, count: int, *, then=None) -> list[str]:
    """The keys of the first `count` changes; `then` is called in a thread once the reader stands ready."""
    found: list[str] = []

    async def read() -> None:
        async for change in stream:
            found.append(change.key)
            if len(found) == count:
                return

    reading = asyncio.create_task(read())
    while not TAILER._begun.is_set():  # noqa: ASYNC110 - a thread sets it
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)
    if then is not None:
        await asyncio.to_thread(then)
    await asyncio.wait_for(reading, 10)
    await stream.aclose()
    return found


def in_thread(work) -> None:
    """Run `work` elsewhere, with a connection of its own that is closed."""
    from django.db import connection

    def run() -> None:
        work()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_a_page_gets_the_changes_of_its_kinds_and_key(fresh_database):
    def work() -> None:
        put("mine", "tests.other")
        put("other")
        put("mine")

    stream = live.changes_of({"tests.changed"}, key="mine")
    assert asyncio.run(first(stream, 1, then=lambda: in_thread(work))) == ["mine"]
    assert TAILER._thread is None


def test_a_reader_whose_connection_broke_off_gets_what_he_missed_and_nothing_twice(fresh_database):
    put("before")
    after = changes.read_after(changes.BEGINNING, 1)[0].position
    put("missed 1")
    put("missed 2")

    def work() -> None:
        put("new")

    stream = live.changes_of({"tests.changed"}, after=after)
    assert asyncio.run(first(stream, 3, then=lambda: in_thread(work))) == ["missed 1", "missed 2", "new"]


def test_messages_bear_the_position_from_which_to_resume(fresh_database):
    put("a")
    put("b")

    async def read() -> list:
        found = live.changes_of({"tests.changed"}, after=changes.BEGINNING)
        stream = live.messages(found, lambda change: None if change.key == "a" else f"<b>{change.key}</b>")
        message = await asyncio.wait_for(anext(stream), 10)
        await stream.aclose()
        await found.aclose()
        return [message]

    (message,) = asyncio.run(read())
    position = changes.read_after(changes.BEGINNING, 2)[1].position
    assert (message.event, message.data, message.id) == ("tests.changed", "<b>b</b>", str(position))


def test_a_commit_of_another_process_arrives_within_a_second(fresh_database):
    """No notice is sent by the database; the tailer looks again every 50 to 500 ms."""
    delays: list[float] = []

    def work() -> None:
        with fresh_database.connect(autocommit=True) as other:
            for index in range(5):
                time.sleep(0.6)
                sent.append(time.monotonic())
                other.execute(
                    "INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', %s)", [str(index)]
                )

    sent: list[float] = []

    async def read() -> None:
        stream = live.changes_of({"tests.changed"})
        writing = asyncio.create_task(asyncio.to_thread(work))
        async for change in stream:
            delays.append(time.monotonic() - sent[int(change.key)])
            if len(delays) == 5:
                break
        await writing
        await stream.aclose()

    asyncio.run(asyncio.wait_for(read(), 20))
    assert len(delays) == 5
    assert max(delays) < 1.0


def test_a_commit_of_this_process_wakes_at_once(fresh_database):
    delays: list[float] = []
    sent: list[float] = []

    def work() -> None:
        for index in range(5):
            time.sleep(0.6)
            sent.append(time.monotonic())
            put(str(index))

    async def read() -> None:
        stream = live.changes_of({"tests.changed"})
        writing = asyncio.create_task(asyncio.to_thread(in_thread, work))
        async for change in stream:
            delays.append(time.monotonic() - sent[int(change.key)])
            if len(delays) == 5:
                break
        await writing
        await stream.aclose()

    asyncio.run(asyncio.wait_for(read(), 20))
    assert statistics.median(delays) < 0.2


def test_the_pace_grows_from_busy_to_idle_and_falls_at_a_find():
    pace = Pace()
    pauses = []
    for found in (True, False, False, False, False, False, False, False, True):
        pace._woken.set()
        pace._woken.clear()
        pace._woken.wait = lambda _seconds: False
        pace.wait(found=found)
        pauses.append(pace.pause)
    assert pauses[0] == BUSY
    assert pauses[-2] == IDLE
    assert pauses[-1] == BUSY
    assert pauses[:-1] == sorted(pauses[:-1])


@pytest.mark.parametrize("kind", ["tests.changed"])
def test_a_reader_that_is_too_slow_is_let_go(fresh_database, monkeypatch, kind):
    monkeypatch.setattr(live, "WAITING", 3)

    async def read() -> list[str]:
        stream = live.changes_of({kind})
        reading = asyncio.create_task(anext(stream))
        while not TAILER._begun.is_set():  # noqa: ASYNC110 - a thread sets it
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        await asyncio.to_thread(in_thread, lambda: [put(str(index)) for index in range(10)])
        keys = [(await reading).key]
        await asyncio.sleep(1.2)
        keys += [change.key async for change in stream]
        return keys

    keys = asyncio.run(asyncio.wait_for(read(), 10))
    assert keys == [str(index) for index in range(len(keys))]
    assert len(keys) < 10
