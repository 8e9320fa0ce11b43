"""The key that signs sessions: made at the first start, kept beside the data."""

import os
import secrets
from pathlib import Path


def secret_key(home: Path) -> str:
    """The key of this installation, from ``keys/secret_key`` under `home`; made when there is none.

    Two processes that start at once agree: the file is created exclusively, and the loser reads it.
    """
    path = home / "keys" / "secret_key"
    try:
        return _read(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        draft.unlink()
    return _read(path)


def _read(path: Path) -> str:
    return path.read_text(encoding="ascii").strip()
