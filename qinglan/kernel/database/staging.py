"""The last step of a restore: renames that were written down first, so that a kill can't halve them."""

import json
import shutil
from pathlib import Path

from .passwords import sync_directory

NOTE = "commit.json"
"""In a `.restore-…` directory: all is built and checked, only renames remain."""


def leftovers(home: Path) -> list[Path]:
    """Directories of restores that did not come to their end."""
    return sorted(home.glob(".restore-*"))


def finish_interrupted_restore(home: Path) -> None:
    """Do what the notes under `home` ask for; needs the cluster's lock and no running server.

    For each place: what is there goes aside, then the new comes. Whether the new is still in
    staging tells how far an earlier attempt came.
    """
    for staging in leftovers(home):
        if not (staging / NOTE).exists():
            continue
        note = json.loads((staging / NOTE).read_text(encoding="utf-8"))
        aside = home / note["aside"]
        for place in note["places"]:
            fresh, present = staging / place, home / place
            if not fresh.exists():
                continue
            if present.exists():
                kept = aside / place
                kept.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
                while kept.exists():  # Something came into the gap that a kill had left.
                    kept = kept.with_name(f"{kept.name}.later")
                present.rename(kept)
                sync_directory(kept.parent)
            present.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
            fresh.rename(present)
            sync_directory(present.parent)
        if aside.exists():
            sync_directory(aside)
        sync_directory(home)
        # The note goes first: without it the rest is rubbish that harms nothing.
        (staging / NOTE).unlink()
        shutil.rmtree(staging, ignore_errors=True)
