"""Locks between processes, held as long as the file stays open: a dead holder never blocks."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .problems import DatabaseProblem


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _note_holder(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)


@contextmanager
def sole_holder(path: Path, refusal: str) -> Iterator[None]:
    """Hold `path` alone or raise `DatabaseProblem(refusal)` at once, the holder's process named."""
    descriptor = _open(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode() or "unknown"
            raise DatabaseProblem(f"{refusal} (process {holder}).") from None
        _note_holder(descriptor)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def one_at_a_time(path: Path, pause: Callable[[float], None]) -> Iterator[None]:
    """Hold `path` alone, waiting for the present holder; `pause` may raise to give up."""
    descriptor = _open(path)
    try:
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                pause(0.05)
        _note_holder(descriptor)
        yield
    finally:
        os.close(descriptor)
