"""Being told to stop, and pauses that end at once when something happens."""

import os
import select
import signal
from types import FrameType, TracebackType
from typing import Self

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(Exception):
    """The operator asked us to stop."""


class Signals:
    """Within, SIGINT, SIGTERM and SIGHUP ask to stop, and these and the end of a child cut pauses short."""

    def __init__(self) -> None:
        self.stop_asked = 0
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self._before: dict[int, object] = {}

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in (*_STOPPING, signal.SIGCHLD):
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        signal.set_wakeup_fd(-1)
        os.close(self._read)
        os.close(self._write)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if number in _STOPPING:
            self.stop_asked += 1

    def sleep(self, seconds: float) -> None:
        """Wait for `seconds`, less if a signal comes."""
        if select.select([self._read], [], [], seconds)[0]:
            os.read(self._read, 4096)

    def pause(self, seconds: float) -> None:
        """`sleep`, but raises `Interrupted` once a stop was asked for."""
        if not self.stop_asked:
            self.sleep(seconds)
        if self.stop_asked:
            raise Interrupted
