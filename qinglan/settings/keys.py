"""The key that signs sessions: made at the first start, kept beside the data."""

import secrets
from pathlib import Path

from qinglan.kernel.key_file import write_once


def secret_key(home: Path) -> str:
    """The key of this installation, from ``keys/secret_key`` under `home`; made when there is none.

    Two processes that start at once agree: the file is created exclusively, and the loser reads it.
    """
    path = home / "keys" / "secret_key"
    try:
        return _read(path)
    except FileNotFoundError:
        write_once(path, secrets.token_urlsafe(64).encode("ascii"))
    return _read(path)


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()
