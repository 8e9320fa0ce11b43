"""The follower: reads the change log from the index's own place and writes what changed.

The place lies in the index and moves in the same commit as the documents, so a process that is killed
anywhere loses nothing: whoever comes next reads on from there. Reading a change again does no harm,
since documents are read as they are now and replace those of the same id.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, connections, transaction

from qinglan.kernel.database.turns import take_turn
from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.outbox.domain.log import KEEP
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.port import Engine, Place
from qinglan.kernel.search.following.now import now
from qinglan.kernel.search.following.rebuilding import rebuild_in

logger = logging.getLogger(__name__)
MEANT = 10
"""Documents whose vectors are made at once while nothing else is to be written: what changes doesn't wait long."""
BATCH = 2000
"""Changes that are read at once."""
REST = timedelta(hours=1)
"""So often the place is written though nothing of the collection changed."""
TOO_OLD = KEEP - timedelta(days=1)
"""After so long the log may no longer hold what the index missed: it is made anew."""
LONGEST_PAUSE = 300.0
"""Seconds between two tries of something that fails."""


@dataclass
class _State:
    """What the follower remembers of a collection.

    `passed` is what it has read without anything to write, as long as the index still stands at `stood_at`.
    """

    passed: Position | None = None
    stood_at: Position | None = None
    failures: int = 0
    again_at: float = 0.0
    error: str = ""


@dataclass
class Follower:
    """Brings the indexes of `collections` up to date in `engine`."""

    engine: Engine
    collections: Iterable[Collection]
    _states: dict[str, _State] = field(default_factory=dict)

    def step(self) -> bool:
        """Write one batch of each collection; whether there was anything."""
        found = False
        for collection in list(self.collections):
            state = self._states.setdefault(collection.name, _State())
            if state.failures and time.monotonic() < state.again_at:
                continue
            try:
                found = self._advance(collection, state) or found
                state.failures, state.error = 0, ""
            except BlockingIOError:
                state.passed = None  # another process of this node does it
            except Exception as error:  # noqa: BLE001 - whatever a reader raises is noted and tried again
                state.failures += 1
                state.error = f"{type(error).__name__}: {error}"
                state.again_at = time.monotonic() + min(2.0**state.failures, LONGEST_PAUSE)
                state.passed = None
                logger.warning(
                    "the index of %s can't be brought up to date: %s", collection.name, state.error
                )
                if not connection.in_atomic_block:
                    connections.close_all()
        return found

    def catch_up(self) -> None:
        """Write until nothing is left."""
        while self.step():
            pass

    def errors(self) -> dict[str, str]:
        """What went wrong last, by collection."""
        return {name: state.error for name, state in self._states.items() if state.error}

    def _advance(self, collection: Collection, state: _State) -> bool:
        if not self.engine.shared:
            return self._follow(collection, state)
        with transaction.atomic():  # one node at a time writes an index that all nodes share
            if not take_turn("search engine", collection.name):
                raise BlockingIOError(collection.name)
            return self._follow(collection, state)

    def _follow(self, collection: Collection, state: _State) -> bool:
        place = self.engine.place(collection)
        _number, token = changes.epoch()
        if place is None or place.epoch != token or self._is_past(place) or self.engine.outdated(collection):
            logger.info("the index of %s is being built", collection.name)
            rebuild_in(self.engine, collection)
            state.passed = None
            return True
        seen = now()
        if state.passed is None or place.position != state.stood_at:
            state.passed = place.position  # a rebuild elsewhere began before what was passed here
        batch = changes.read_after(state.passed, BATCH)
        ids = _touched(collection, batch) if batch else self.engine.lacking(collection, MEANT)
        upto = batch[-1].position if batch else state.passed
        state.stood_at = place.position
        if ids or seen - place.at > REST:
            documents = list(collection.read(ids)) if ids else []
            gone = set(ids) - {document.id for document in documents}
            self.engine.write(collection, documents, sorted(gone), Place(token, upto, seen))
            state.stood_at = upto
        state.passed = upto
        return bool(batch or ids)

    def _is_past(self, place: Place) -> bool:
        return now() - place.at > TOO_OLD


def _touched(collection: Collection, batch: Iterable[Change]) -> list[str]:
    """The ids that a batch touches, each once, in order."""
    return list(
        dict.fromkeys(
            identity
            for change in batch
            if change.kind in collection.changes
            for identity in collection.touched(change)
        )
    )
