"""Migrated servers kept from run to run, for those who start the tests again and again.

Off unless `QINGLAN_TEST_STORE` names a directory: a run then begins with the copy of a server that was
migrated by the same migrations, and a run that had to migrate leaves one behind.
"""

import os
import shutil
from pathlib import Path

from . import server
from .template import fingerprint, template_name

_KEPT = 3
"""Servers of so many sets of migrations are kept; the older ones go."""


def _kept() -> Path | None:
    """Where the server of the present migrations is kept; `None` without a store."""
    store = os.environ.get("QINGLAN_TEST_STORE", "")
    return Path(store) / fingerprint() if store and not server.TEST_URL else None


def fetch() -> None:
    """Put the kept server where the run will start it, if there is one."""
    kept = _kept()
    if kept is not None and kept.exists():
        shutil.copytree(kept, server.home(), symlinks=True, dirs_exist_ok=True)


def is_worth_keeping() -> bool:
    """Whether the run's server, still running, was migrated and no other of its migrations is kept."""
    kept = _kept()
    return kept is not None and not kept.exists() and server.exists(template_name())


def keep() -> None:
    """Keep the run's server, which has stopped by now."""
    kept = _kept()
    if kept is None:
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    half_done = kept.parent / f"{kept.name}.{os.getpid()}"
    shutil.copytree(
        server.home(), half_done, symlinks=True, ignore=shutil.ignore_patterns("*.pid", "sockets", "lock")
    )
    try:
        half_done.rename(kept)
    except OSError:
        shutil.rmtree(half_done)  # Another run was faster.
    for old in sorted(kept.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
