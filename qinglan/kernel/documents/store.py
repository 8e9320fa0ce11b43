"""Where the bytes of files lie: ``files/ab/cd/<sha256>`` under the home, each content once."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

DIGEST = re.compile(r"[0-9a-f]{64}")


class Damaged(Exception):
    """A stored file is missing, or its content is no longer what was stored."""


def place(digest: str) -> Path:
    """The path of the content with this SHA-256; raises ValueError for a text that is no digest."""
    if not DIGEST.fullmatch(digest):
        raise ValueError("not a SHA-256 in lower-case hexadecimal")
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def put(content: bytes) -> str:
    """Store `content` and return its SHA-256.

    The bytes are written beside their place, flushed to the disk and then renamed, so that a crash
    leaves either nothing or the whole; a content that is there already is not written again.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = place(digest)
    if path.exists() and path.stat().st_size == len(content):
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).rename(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _flush_directory(path.parent)
    return digest


def _flush_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_content(digest: str) -> BinaryIO:
    """The content for reading; raises Damaged when it is gone."""
    try:
        return place(digest).open("rb")
    except FileNotFoundError:
        raise Damaged(f"the content {digest} is not in the store") from None


def read(digest: str) -> bytes:
    """The whole content, compared with its digest; raises Damaged."""
    with open_content(digest) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(f"the content {digest} was changed on the disk")
    return content
