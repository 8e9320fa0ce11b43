"""Database, start-up steps, programs: the order of starting, watching and stopping."""

import time
from collections.abc import Callable, Sequence

from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.server import Server

from .children import Child, Program, spawn
from .signals import Interrupted, Signals

Say = Callable[[str], None]

_LOOK_EVERY = 0.5
_PROGRAMS_MAY_TAKE = 2.3
_ALL_MAY_TAKE = 4.2
"""Seconds until the database, too, has to have stopped in order; the harder ways take 0.6 s more."""
_LONGEST_DELAY = 30.0


class StepFailed(Exception):
    """A start-up step ended with an error; it has said why itself."""


class Supervisor:
    """Starts everything in order, keeps it running, stops it in the opposite order.

    `database` is `None` with an external server. `steps` are run one after the other before
    `programs` start; a step that fails ends the start. `ready` is asked until it says yes, then
    `announce` is called once.
    """

    def __init__(
        self,
        *,
        database: Server | None,
        steps: Sequence[Program],
        programs: Sequence[Program],
        ready: Callable[[], bool],
        announce: Callable[[], None],
        say: Say,
    ) -> None:
        self._database = database
        self._steps = steps
        self._children = [Child(program, say) for program in programs]
        self._ready = ready
        self._announce = announce
        self._say = say
        self._database_delay = 0.0
        self._database_next = 0.0

    def run(self, signals: Signals) -> None:
        """Run until asked to stop; everything is stopped on return, also on an error.

        Raises `DatabaseProblem` or `StepFailed` when the start fails.
        """
        try:
            if self._database is not None:
                outcome = self._database.start(pause=signals.pause, tied=True)
                self._say(f"Database {outcome}.")
            for step in self._steps:
                self._run_step(step, signals)
            if self._database is not None:
                self._database.checkpoint_in_background()
            for child in self._children:
                child.start()
            announced = False
            while True:
                self._look_after_all(signals)
                if not announced and self._ready():
                    announced = True
                    self._announce()
                signals.pause(_LOOK_EVERY if announced else 0.05)
        except Interrupted:
            self._say("Stopping.")
        finally:
            self._stop_all(signals)

    def _run_step(self, step: Program, signals: Signals) -> None:
        process = spawn(step)
        try:
            while process.poll() is None:
                signals.pause(0.5)
        finally:
            process.kill()
            code = process.wait()
        if code:
            raise StepFailed(f"{step.name} failed.")

    def _look_after_all(self, signals: Signals) -> None:
        self._look_after_database(signals)
        for child in self._children:
            child.look()

    def _look_after_database(self, signals: Signals) -> None:
        if self._database is None or self._database.alive():
            self._database_delay = 0.0
            return
        if time.monotonic() < self._database_next:
            return
        self._say("The database ended; starting it again.")
        try:
            self._database.start(pause=signals.pause, tied=True)
        except DatabaseProblem as problem:
            self._database_delay = min(max(self._database_delay * 2, 0.5), _LONGEST_DELAY)
            self._database_next = time.monotonic() + self._database_delay
            self._say(f"{problem} Trying again in {self._database_delay:.0f} s.")

    def _stop_all(self, signals: Signals) -> None:
        """Programs first, then the database; a second request to stop shortens the waiting."""
        for child in self._children:
            child.ask_to_stop()
        begin = time.monotonic()
        asked, deadline = signals.stop_asked, begin + _PROGRAMS_MAY_TAKE
        while time.monotonic() < deadline and signals.stop_asked == asked:
            if all(child.has_stopped() for child in self._children):
                break
            signals.sleep(0.05)
        for child in self._children:
            child.kill()
        if self._database is not None:
            self._database.stop(patience=max(1.0, begin + _ALL_MAY_TAKE - time.monotonic()))
