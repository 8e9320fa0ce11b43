"""A supervisor in a process of its own, watched from outside."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

_PATIENCE = 30.0


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(condition: Callable[[], bool], what: str, patience: float = _PATIENCE) -> float:
    """Wait until `condition` holds; returns the seconds that it took."""
    begin = time.monotonic()
    while not condition():
        if time.monotonic() - begin > patience:
            raise AssertionError(f"waited {patience} s in vain: {what}")
        time.sleep(0.02)
    return time.monotonic() - begin


class Running:
    """A started supervisor: what it says, its processes, how it ends."""

    def __init__(self, command: list[str], port: int, environment: dict[str, str] | None = None) -> None:
        self.port = port
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **(environment or {})},
            cwd=Path(__file__).resolve().parents[2],
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if not line.startswith("The account "):  # Where root starts it, permissions are told.
                self.said.append(line.rstrip())

    def wait_until_said(self, beginning: str, patience: float = _PATIENCE) -> float:
        """Wait for a line that begins so; returns the seconds."""

        def said() -> bool:
            if self.process.poll() is not None:
                self._reader.join(5)
                assert self._has_said(beginning), f"ended: {self.said}"
            return self._has_said(beginning)

        return wait_for(said, f"{beginning!r} in {self.said}", patience)

    def _has_said(self, beginning: str) -> bool:
        return any(line.startswith(beginning) for line in self.said)

    def child(self, word: str) -> psutil.Process:
        """The direct child whose command line holds `word`."""
        (found,) = [
            child
            for child in psutil.Process(self.process.pid).children()
            if child.status() != psutil.STATUS_ZOMBIE and any(word in part for part in child.cmdline())
        ]
        return found

    def family(self) -> list[psutil.Process]:
        """The supervisor and all that descend from it."""
        mother = psutil.Process(self.process.pid)
        return [mother, *mother.children(recursive=True)]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Send the signal; returns the seconds to the end of the process."""
        begin = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(_PATIENCE)
        duration = time.monotonic() - begin
        self._reader.join(5)
        return duration

    def clear_up(self) -> None:
        """End it whatever happened."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(8)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those of `processes` that still run."""
    return [
        process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]
