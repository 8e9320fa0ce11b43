"""How long to wait before looking again: short while something happens, longer while nothing does."""

import threading
from typing import Self

from qinglan.kernel.outbox import nudging

BUSY = 0.05
IDLE = 0.5
GROWTH = 1.5


class Pace:
    """Waits between looks; a commit of this process or `stop` ends the wait at once."""

    def __init__(self, idle: float = IDLE) -> None:
        self.idle = idle
        self.pause = BUSY
        self.stopped = False
        self._woken = threading.Event()

    def __enter__(self) -> Self:
        nudging.wait_with(self._woken)
        return self

    def __exit__(self, *_: object) -> None:
        nudging.forget(self._woken)

    def wait(self, *, found: bool) -> None:
        """Wait; `found` says whether the last look found anything."""
        self.pause = BUSY if found else min(self.idle, self.pause * GROWTH)
        if self._woken.wait(self.pause):
            self._woken.clear()
            self.pause = BUSY / GROWTH

    def stop(self) -> None:
        """End the wait for good."""
        self.stopped = True
        self._woken.set()
