"""One thread in a process that reads the log and wakes this process's subscribers (live pages).

It starts with the first subscriber and ends with the last. It keeps its position in memory: a
subscriber that needs what came before says from where (see live.py).
"""

import logging
import threading
from collections.abc import Callable

from django.db import connections

from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.outbox.pace import IDLE, Pace

logger = logging.getLogger(__name__)
LIMIT = 1000
AFTER_FAILURE = 1.0
"""Seconds to wait after the database could not be read."""
Take = Callable[[Change], None]


class Tailer:
    """Calls every subscriber for every change, in order, from the tailer's own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._takers: dict[Take, float] = {}
        self._thread: threading.Thread | None = None
        self._pace: Pace | None = None
        self._begun = threading.Event()

    def add(self, take: Take, idle: float = IDLE) -> None:
        """Call `take` for every change from soon on; once `wait_until_begun` returned, none is missed.

        The log is looked at no less often than every `idle` seconds: less for those who can't wait.
        """
        with self._lock:
            self._takers[take] = idle
            if self._pace is not None:
                self._pace.idle = min(self._takers.values())
            if self._thread is None:
                self._begun.clear()
                self._pace = Pace(idle)
                self._thread = threading.Thread(
                    target=self._run, args=(self._pace,), name="outbox-tailer", daemon=True
                )
                self._thread.start()

    def remove(self, take: Take) -> None:
        """Do not call `take` any more."""
        with self._lock:
            self._takers.pop(take, None)
            if self._takers and self._pace is not None:
                self._pace.idle = min(self._takers.values())
            elif self._pace is not None:
                self._pace.stop()
                self._thread = self._pace = None

    def wait_until_begun(self, timeout: float = 5.0) -> bool:
        """Wait until the tailer has its place in the log."""
        return self._begun.wait(timeout)

    def _run(self, pace: Pace) -> None:
        position: Position | None = None
        try:
            with pace:
                while not pace.stopped:
                    found: list[Change] = []
                    try:
                        if position is None:
                            position = changes.end()
                            self._begun.set()
                        found = changes.read_after(position, LIMIT)
                    except Exception as error:  # noqa: BLE001 - the database may be away for a while
                        logger.warning("the change log can't be read: %s", error)
                        connections.close_all()
                        threading.Event().wait(AFTER_FAILURE)
                    for change in found:
                        self._publish(change)
                        position = change.position
                    pace.wait(found=bool(found))
        finally:
            connections.close_all()

    def _publish(self, change: Change) -> None:
        with self._lock:
            takers = list(self._takers)
        for take in takers:
            try:
                take(change)
            except Exception:
                logger.exception("a subscriber to the change log failed")


TAILER = Tailer()
"""This process's tailer."""
