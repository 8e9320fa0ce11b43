"""The follower: what changes is found soon, nothing is missed or read twice without need."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel.outbox.domain.log import new_epoch
from qinglan.kernel.outbox.pace import Pace
from qinglan.kernel.search.engine.collections import COLLECTIONS
from qinglan.kernel.search.following import follower as following
from qinglan.kernel.search.following import lag, running
from tests.kernel.search.following.conftest import Shop


def test_the_first_step_builds_and_later_ones_follow(shop: Shop, counted: Callable[[], int]) -> None:
    shop.follower.catch_up()
    assert (shop.found("沸石"), counted()) == (["3"], 1)
    shop.change("6", "地源热泵")
    shop.change("3", None)
    assert shop.found("热泵") == []
    shop.follower.catch_up()
    assert (shop.found("热泵"), shop.found("沸石"), counted()) == (["6"], [], 1)


def test_another_process_reads_on_where_the_first_one_was(shop: Shop, counted: Callable[[], int]) -> None:
    shop.follower.catch_up()
    shop.change("6", "地源热泵")
    shop.follower.catch_up()
    shop.engine.close()
    shop.change("7", "空气源热泵")
    engine, follower = shop.node()
    follower.catch_up()
    assert (shop.found("热泵", engine), shop.found("热泵"), counted()) == (["6", "7"], ["6", "7"], 1)
    engine.close()


def test_of_two_processes_on_one_disk_one_writes(shop: Shop) -> None:
    shop.follower.catch_up()
    shop.change("6", "地源热泵")
    shop.follower.catch_up()
    shop.change("7", "空气源热泵")
    engine, other = shop.node()
    assert other.step() is False
    assert (shop.found("热泵", engine), other.errors()) == (["6"], {})
    shop.follower.catch_up()
    assert shop.found("热泵", engine) == ["6", "7"]


def test_a_change_of_a_slow_transaction_is_not_missed(shop: Shop, fresh_database: Any) -> None:
    shop.follower.catch_up()
    with fresh_database.connect() as slow:
        slow.execute("INSERT INTO outbox_change (kind, key) VALUES ('tests.shelved', 'late')")
        shop.change("6", "地源热泵")
        shop.follower.catch_up()
        slow.commit()
    shop.library.rows["late"] = {"title": "迟到的热泵"}
    shop.follower.catch_up()
    assert shop.found("热泵") == ["6", "late"]


def test_a_reader_that_fails_is_tried_again_and_holds_the_place(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.follower.catch_up()
    kept = shop.collection.read

    def fails(ids: Any) -> Any:
        raise ValueError("the shelf is locked")

    object.__setattr__(shop.collection, "read", fails)
    shop.change("6", "地源热泵")
    shop.follower.catch_up()
    assert shop.follower.errors() == {"things": "ValueError: the shelf is locked"}
    object.__setattr__(shop.collection, "read", kept)
    assert shop.follower.step() is False  # it pauses before it tries again
    monkeypatch.setattr(time, "monotonic", lambda: 10**9)
    shop.follower.catch_up()
    assert (shop.found("热泵"), shop.follower.errors()) == (["6"], {})


def test_after_a_restore_everything_is_made_anew(
    shop: Shop, counted: Callable[[], int], fresh_database: Any
) -> None:
    shop.follower.catch_up()
    shop.library.rows = {"8": {"title": "恢复后的热泵"}}
    with fresh_database.connect("owner") as owner:
        new_epoch(owner, "restored")
    shop.follower.catch_up()
    assert (shop.found("热泵"), shop.found(""), counted()) == (["8"], ["8"], 2)


def test_a_node_that_was_away_too_long_makes_its_index_anew(
    shop: Shop, counted: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.follower.catch_up()
    shop.library.rows["6"] = {"title": "地源热泵"}  # its change is no longer in the log
    monkeypatch.setattr(following, "TOO_OLD", timedelta(0))
    shop.follower.step()
    assert (shop.found("热泵"), counted()) == (["6"], 2)


def test_an_idle_follower_writes_its_place_only_now_and_then(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.follower.catch_up()
    begun = shop.engine.place(shop.collection)
    shop.follower.step()
    assert shop.engine.place(shop.collection) == begun
    monkeypatch.setattr(following, "REST", timedelta(0))
    shop.follower.step()
    later = shop.engine.place(shop.collection)
    assert begun is not None
    assert later is not None
    assert (later.at > begun.at, later.position) == (True, begun.position)


def test_the_lag_is_stated(shop: Shop, fresh_database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COLLECTIONS, "things", shop.collection)
    monkeypatch.setattr(lag, "engine", lambda: shop.engine)

    def of_things() -> lag.Lag:
        return next(one for one in lag.lags() if one.name == "things")

    assert (of_things().behind, of_things().well) == (None, False)
    shop.follower.catch_up()
    shop.change("6", "地源热泵")
    shop.change("7", "空气源热泵")
    assert (of_things().behind, of_things().well) == (2, True)
    with fresh_database.connect("owner") as owner:
        owner.execute("UPDATE outbox_change SET at = at - interval '1 minute'")
    assert (of_things().well, of_things().age > timedelta(seconds=59)) == (False, True)
    shop.follower.catch_up()
    assert of_things() == lag.Lag("things", 0)


def test_what_is_published_is_found_within_a_second(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the follower's own thread, from the commit to the search of another process's engine."""
    monkeypatch.setattr(running, "engine", lambda: shop.engine)
    monkeypatch.setattr(running, "COLLECTIONS", {"things": shop.collection})
    reader, _follower = shop.node()
    pace = Pace(idle=running.IDLE)
    thread = threading.Thread(target=running.follow, args=(pace,))
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while reader.place(shop.collection) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        taken = []
        for number in range(5):
            shop.change(f"n{number}", f"热泵 第{number}")
            begun = time.monotonic()
            while len(shop.found("热泵", reader)) <= number:
                assert time.monotonic() - begun < 5
                time.sleep(0.005)
            taken.append(time.monotonic() - begun)
    finally:
        pace.stop()
        thread.join(timeout=10)
    assert max(taken) < 1
