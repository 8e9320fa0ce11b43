"""Passwords of the database roles: random, one small file each, readable by us alone."""

import os
import secrets
from pathlib import Path

from .location import ROLE_NAMES, SUPERUSER, keys_directory, password_file


def write_durably(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write `path` whole or not at all, also when the machine stops midway."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)
    # O_EXCL follows no link that somebody else may have laid there.
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make renames inside `directory` survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def ensure_passwords(home: Path) -> dict[str, str]:
    """Make the passwords that are missing; returns the new ones by role name."""
    directory = keys_directory(home)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    made: dict[str, str] = {}
    for name in (SUPERUSER, *ROLE_NAMES.values()):
        path = password_file(home, name)
        if not path.exists():
            made[name] = secrets.token_urlsafe(32)
            write_durably(path, made[name].encode())
    return made
