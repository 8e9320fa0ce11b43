"""PostgreSQL's processes as the operating system shows them."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class PidFile:
    """What `postmaster.pid` says; a crash leaves it behind, so it alone proves nothing."""

    pid: int
    port: int
    socket_directory: str
    status: str


def read_pid_file(data: Path) -> PidFile | None:
    """The parsed `postmaster.pid`; `None` when there is none or it is not yet complete."""
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        lines += [""] * (8 - len(lines))
        return PidFile(int(lines[0]), int(lines[3] or 0), lines[4], lines[7].strip())
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _works_in(process: psutil.Process, data: Path) -> bool:
    try:
        return (
            process.name() == "postgres"
            and process.status() != psutil.STATUS_ZOMBIE
            and Path(f"/proc/{process.pid}/cwd").samefile(data)
        )
    except (psutil.Error, OSError):
        return False


def postmaster(data: Path) -> psutil.Process | None:
    """The live postmaster of `data`, if any.

    A number in the pid file may long belong to another program. PostgreSQL's processes work
    inside their data directory, so the process is ours if and only if it is a `postgres` whose
    working directory is this very directory (by device and inode); unlike a comparison of start
    times this also holds after the clock was set.
    """
    found = read_pid_file(data)
    if found is None:
        return None
    try:
        process = psutil.Process(found.pid)
    except psutil.Error:
        return None
    return process if _works_in(process, data) else None


def processes_in(data: Path) -> Iterator[psutil.Process]:
    """Every PostgreSQL process working in `data`, with or without a living postmaster."""
    for process in psutil.process_iter():
        if _works_in(process, data):
            yield process


def end_orphans(data: Path, pause: Callable[[float], None], patience: float = 3.0) -> None:
    """Wait for the children of a dead postmaster of `data`, then kill them.

    They notice its death by themselves; one deep in a computation may not. Killing them is safe:
    nothing that they had not committed counts, and the next start recovers from the log.
    """
    deadline = time.monotonic() + patience
    while left := list(processes_in(data)):
        if time.monotonic() > deadline:
            for process in left:
                try:
                    process.kill()
                except psutil.NoSuchProcess:
                    continue
        pause(0.05)


_children: set[int] = set()


def adopt_child(process: subprocess.Popen[bytes]) -> int:
    """Take over a child that may outlive the object that started it; returns its process id.

    `subprocess` would warn about a child that goes on running, and collect it at a time of its own.
    """
    _children.add(process.pid)
    process.returncode = 0
    return process.pid


def reap_children() -> None:
    """Collect what ended of the children taken over, so that no zombie is left."""
    for pid in list(_children):
        try:
            ended, _status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            ended = pid
        if ended:
            _children.discard(pid)


def is_running_child(pid: int) -> bool:
    """Whether `pid` is a child taken over that still runs."""
    reap_children()
    return pid in _children


def die_with_parent(number: signal.Signals, parent: int) -> Callable[[], None]:
    """A `preexec_fn` after which the child gets signal `number` when its parent `parent` dies."""

    def arrange() -> None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:  # It died before we could ask.
            os._exit(1)

    return arrange
