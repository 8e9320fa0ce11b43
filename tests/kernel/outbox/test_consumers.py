"""Consumers: kinds, where they begin, failures, epochs; trimming; lag."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from qinglan.kernel import outbox
from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.consumers import Consumer, deliver, register_consumer
from qinglan.kernel.outbox.domain.log import forget_consumer, new_epoch, trim
from qinglan.kernel.outbox.lag import lags
from qinglan.kernel.outbox.running import serve_once


class Taker:
    """A consumer that remembers what it got, and fails at the key ``bad``."""

    def __init__(self, name="tests", **options):
        self.got = []
        self.epochs = 0
        self.consumer = Consumer(name, self.handle, on_new_epoch=self.begin_anew, **options)

    def handle(self, batch):
        if any(change.key == "bad" for change in batch):
            raise ValueError("can't do that")
        self.got += [change.key for change in batch]

    def begin_anew(self):
        self.epochs += 1


def put(*keys, kind="tests.changed"):
    with transaction.atomic():
        for key in keys:
            outbox.enqueue(kind, key, {"n": 1})


def later():
    """Let the pause after a failure pass."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_consumer SET failed_at = failed_at - interval '1 hour'")


@pytest.mark.django_db(transaction=True)
def test_queueing_needs_a_transaction_and_a_registered_kind():
    with pytest.raises(outbox.OutsideTransaction):
        outbox.enqueue("tests.changed", "a")
    with pytest.raises(outbox.UnknownKind), transaction.atomic():
        outbox.enqueue("tests.unheard-of", "a")
    assert changes.read_after(changes.BEGINNING, 10) == []
    put("a")
    (change,) = changes.read_after(changes.BEGINNING, 10)
    assert (change.kind, change.key, change.payload) == ("tests.changed", "a", {"n": 1})
    assert outbox.Position.parse(str(change.position)) == change.position


@pytest.mark.parametrize("text", ["", "1-2", "1-2-3-4", "1-2-x", "-1-2-3", "1-2-" + "9" * 30])
def test_a_bad_position_is_none(text):
    assert outbox.Position.parse(text) is None


def test_a_consumer_gets_its_kinds_and_passes_the_others(fresh_database):
    put("a", "b")
    put("c", kind="tests.other")
    everything, some, new = (
        Taker("all"),
        Taker("some", kinds=frozenset({"tests.other"})),
        Taker("new", start="now"),
    )
    assert [deliver(taker.consumer) for taker in (everything, some, new)] == [3, 3, 0]
    put("d")
    assert [deliver(taker.consumer) for taker in (everything, some, new)] == [1, 1, 1]
    assert [taker.got for taker in (everything, some, new)] == [["a", "b", "c", "d"], ["c"], ["d"]]
    assert deliver(everything.consumer) == 0


def test_a_change_that_can_not_be_handled_holds_those_after_it_and_is_shown(fresh_database):
    put("a", "b", "bad", "c")
    taker = Taker()
    register_consumer(taker.consumer)
    assert deliver(taker.consumer) == 0
    assert deliver(taker.consumer) == 0  # it waits before it tries again
    for _try in range(4):
        later()
        deliver(taker.consumer)
        later()
    (lag,) = lags()
    assert taker.got == ["a", "b"]
    assert (lag.name, lag.behind, lag.error, lag.well, lag.registered) == (
        "tests",
        2,
        "ValueError: can't do that",
        False,
        True,
    )
    assert lag.failures >= 1
    taker.handle = None
    mended = Consumer("tests", lambda batch: taker.got.extend(change.key for change in batch))
    later()
    assert [deliver(mended), deliver(mended)] == [1, 1]
    assert taker.got == ["a", "b", "bad", "c"]
    assert [(lag.behind, lag.failures, lag.error, lag.well) for lag in lags()] == [(0, 0, "", True)]


def test_after_a_restore_a_new_epoch_begins(fresh_database):
    """Transaction numbers begin anew then: what is new must not hide behind what is old."""
    put("a", "b")
    taker = Taker()
    assert deliver(taker.consumer, limit=1) == 1
    with fresh_database.connect("owner", autocommit=True) as owner:
        # As after a restore into a fresh cluster: old rows bear numbers that are not reached for long.
        owner.execute("UPDATE outbox_change SET xid = '900000000000'")
        owner.execute("UPDATE outbox_consumer SET xid = '900000000000'")
        before = changes.epoch()
        put("lost without an epoch")
        assert deliver(taker.consumer) == 0  # its number is small: without an epoch it hides for ever
        assert new_epoch(owner, "restored") == 2
    assert changes.epoch()[0] == 2
    assert changes.epoch()[1] != before[1]
    put("c")
    while deliver(taker.consumer):
        pass
    assert (taker.got, taker.epochs) == (["a", "b", "c"], 1)
    with fresh_database.connect() as app, pytest.raises(Exception, match="permission denied"):
        new_epoch(app, "by the application")


def test_a_new_epoch_waits_for_writers(fresh_database):
    """A change of the old epoch must not come to light after the new one has begun."""
    import threading

    writer = fresh_database.connect()
    writer.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', 'old')")
    ended = threading.Event()

    def begin() -> None:
        with fresh_database.connect("owner") as owner:
            new_epoch(owner, "test")
        ended.set()

    thread = threading.Thread(target=begin)
    thread.start()
    assert not ended.wait(0.3)
    writer.commit()
    writer.close()
    thread.join(timeout=5)
    assert ended.is_set()
    put("new")
    found = changes.read_after(changes.BEGINNING, 10)
    assert [(change.position.epoch, change.key) for change in found] == [(1, "old"), (2, "new")]


def test_trimming_keeps_what_the_slowest_needs(fresh_database):
    put("a", "b", "c")
    put("d")
    fast, slow = Taker("fast"), Taker("slow")
    deliver(fast.consumer)
    deliver(slow.consumer, limit=2)
    assert trim() == 0  # everything is younger than a week
    assert trim(keep=timedelta(0)) == 2
    while deliver(slow.consumer):
        pass
    assert slow.got == fast.got == ["a", "b", "c", "d"]
    assert trim(keep=timedelta(0)) == 2
    put("e")
    assert trim(keep=timedelta(0)) == 0
    assert forget_consumer("slow") is True
    assert forget_consumer("slow") is False
    deliver(fast.consumer)
    assert trim(keep=timedelta(0)) == 1


def test_without_a_consumer_age_decides_but_what_is_running_stays(fresh_database):
    put("a")
    with fresh_database.connect() as slow:
        slow.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', 'slow')")
        put("b")
        assert trim(keep=timedelta(0)) == 1
    assert [change.key for change in changes.read_after(changes.BEGINNING, 10)] == ["slow", "b"]


def test_the_worker_serves_every_consumer_even_if_one_fails(fresh_database):
    put("bad")
    one, two = Taker("one"), Taker("two", start="now")
    register_consumer(one.consumer)
    register_consumer(two.consumer)
    assert serve_once() is False
    put("x")
    assert serve_once() is True
    assert (one.got, two.got) == ([], ["x"])
    with pytest.raises(ValueError, match="registered twice"):
        register_consumer(one.consumer)
