"""One temporary directory for a whole test run, shared by all its processes."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

VARIABLE = "QINGLAN_TEST_RUN"
_PREFIX = "qinglan-tests-"
_IN_MEMORY = Path("/dev/shm")
_ENOUGH = 2 * 1024**3


def _base() -> Path:
    """In memory where there is room: clones of databases are made and deleted all the time."""
    try:
        if os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > _ENOUGH:
            return _IN_MEMORY
    except OSError:
        pass  # No such file system.
    return Path(tempfile.gettempdir())


def _open_lock(directory: Path) -> int:
    return os.open(directory / "owner", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def run_directory() -> Path:
    """The directory of this run: made by the first process, found by the others by a variable."""
    if known := os.environ.get(VARIABLE):
        return Path(known)
    _sweep()
    directory = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_base())).resolve()
    # Held open, and so locked, as long as this process lives.
    fcntl.flock(_open_lock(directory), fcntl.LOCK_EX)
    os.environ[VARIABLE] = str(directory)
    return directory


def _sweep() -> None:
    """Remove what killed runs of ours left behind."""
    for old in _base().glob(f"{_PREFIX}*"):
        if old.stat().st_uid != os.geteuid() or not (old / "owner").exists():
            continue
        lock = _open_lock(old)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(old, ignore_errors=True)
        except BlockingIOError:
            pass  # Its run goes on.
        finally:
            os.close(lock)


def is_first_process() -> bool:
    """Whether this is the process that pytest was started as, not one of xdist's workers."""
    return "PYTEST_XDIST_WORKER" not in os.environ


def worker_name() -> str:
    """A name for this process that is its own within the run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")
