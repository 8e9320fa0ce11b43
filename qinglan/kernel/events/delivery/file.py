"""Anchors into another directory: a mounted share, a tape spool, a removable disk."""

import os
from pathlib import Path

from qinglan.kernel.events.delivery.content import file_content, file_name
from qinglan.kernel.events.models import Anchor
from qinglan.settings.env import ANCHOR_DIRECTORY


def is_configured() -> bool:
    """Whether a directory is named."""
    return bool(ANCHOR_DIRECTORY.text())


def send(anchor: Anchor) -> str:
    """Write the anchor's file; one that is there with the same content stays, with another raises.

    The directory must be there: a share that is not mounted must not be taken for a place.
    """
    target = Path(ANCHOR_DIRECTORY.text()) / file_name(anchor)
    content = file_content(anchor)
    if target.exists():
        if target.read_bytes() != content:
            raise FileExistsError(f"{target} is there with another content")
        return str(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with draft.open("xb") as output:
        output.write(content)
        output.flush()
        os.fsync(output.fileno())
    draft.rename(target)
    return str(target)
