"""A program that is kept running."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from qinglan.kernel.database.process import die_with_parent

_FIRST_DELAY = 0.2
_LONGEST_DELAY = 30.0
_PROVEN_AFTER = 60.0
"""Seconds of life after which a program counts as sound, and its next restart is quick again."""


@dataclass(frozen=True)
class Program:
    """What to run: a name for messages, the command, and open files to hand over."""

    name: str
    command: tuple[str, ...]
    files: tuple[int, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


def spawn(program: Program) -> subprocess.Popen[bytes]:
    """Start `program` in a session of its own (Ctrl-C reaches us alone), tied to our life."""
    return subprocess.Popen(
        program.command,
        stdin=subprocess.DEVNULL,
        pass_fds=program.files,
        env={**os.environ, **program.environment},
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGKILL, os.getpid()),  # noqa: PLW1509 - we have no threads
    )


class Child:
    """A program and its restarts: at once after a first death, ever later after repeated ones."""

    def __init__(self, program: Program, say: Callable[[str], None]) -> None:
        self.program = program
        self._say = say
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._delay = _FIRST_DELAY
        self._next = 0.0

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the program."""
        self._process = spawn(self.program)
        self._started = time.monotonic()

    def look(self) -> None:
        """Notice a death and restart when it is time."""
        now = time.monotonic()
        if self._process is not None:
            code = self._process.poll()
            if code is None:
                return
            self._process = None
            if now - self._started > _PROVEN_AFTER:
                self._delay = _FIRST_DELAY
            self._next = now + self._delay
            self._say(f"{self.program.name} ended ({_reason(code)}); starting it again.")
            self._delay = min(self._delay * 2, _LONGEST_DELAY)
        if now >= self._next:
            self.start()

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def has_stopped(self) -> bool:
        """Whether no process is left."""
        return self._process is None or self._process.poll() is not None

    def kill(self) -> None:
        """End it by force and collect it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def _reason(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
