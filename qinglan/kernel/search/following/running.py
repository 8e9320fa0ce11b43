"""Run the follower in a thread of the worker, or in a process of its own (`qinglan search follow`)."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from qinglan.kernel.outbox.pace import Pace
from qinglan.kernel.search.engine.collections import COLLECTIONS
from qinglan.kernel.search.engine.installed import engine
from qinglan.kernel.search.following.follower import Follower

logger = logging.getLogger(__name__)
IDLE = 0.25
"""Seconds between two looks while nothing happens: what is published is found within a second."""


@contextmanager
def follower_running() -> Iterator[None]:
    """Within, a thread of this process keeps this node's indexes current."""
    pace = Pace(idle=IDLE)
    thread = threading.Thread(target=follow, args=(pace,), name="search-follower", daemon=True)
    thread.start()
    try:
        yield
    finally:
        pace.stop()
        thread.join(timeout=10)


def follow(pace: Pace) -> None:
    """Follow until `pace` is stopped."""
    try:
        follower = Follower(engine(), COLLECTIONS.values())
        with pace:
            while not pace.stopped:
                pace.wait(found=_step(follower))
        follower.engine.close()
    finally:
        connections.close_all()


def _step(follower: Follower) -> bool:
    try:
        return follower.step()
    except Exception as error:  # noqa: BLE001 - the database may be away for a while
        logger.warning("the change log can't be followed: %s", error)
        connections.close_all()
        return False
