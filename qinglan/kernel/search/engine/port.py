"""What every engine does. Tantivy and Milvus stand behind it; one contract suite runs on both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qinglan.kernel.outbox.changes import Position
from qinglan.kernel.search.engine.asking import Answer, Capability, Filter, Hit, Search
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import Document


@dataclass(frozen=True)
class Place:
    """How far an index has followed the log: the token of the epoch, the position, when it was there."""

    epoch: str
    position: Position
    at: datetime


class Engine(Protocol):
    """The indexes of all collections."""

    capabilities: frozenset[Capability]
    shared: bool
    """Whether all nodes use one index (else each has its own)."""

    def place(self, collection: Collection) -> Place | None:
        """How far the collection's index is; None when there is none that fits its fields."""

    def write(
        self, collection: Collection, documents: Iterable[Document], gone: Iterable[str], place: Place
    ) -> None:
        """Put in `documents` (replacing those of the same id), take out `gone`, and move to `place`.

        All of it or nothing: who reads the index after a crash finds the place that fits its documents.
        """

    def rebuild(self, collection: Collection, documents: Iterable[Document], place: Place) -> int:
        """Make the index anew from `documents` alone; readers see the old one until the end. How many."""

    def outdated(self, collection: Collection) -> bool:
        """Whether the vectors of the index come from another model than the installation's: it is made anew."""

    def lacking(self, collection: Collection, limit: int) -> list[str]:
        """Ids of documents that can be found, whose vectors are still to be made: to be written once more."""

    def close(self) -> None:
        """Let other processes write."""

    def search(self, collection: Collection, asked: Search) -> Answer:
        """The answer. Raises NotReady, Lacking, and BadQuery for a text that can't be understood."""

    def similar(
        self,
        collection: Collection,
        text: str,
        *,
        reader: frozenset[str] = frozenset(),
        filters: Sequence[Filter] = (),
        limit: int = 10,
        without: frozenset[str] = frozenset(),
    ) -> list[Hit]:
        """Documents like `text` (any length), the nearest first, but for those whose id is in `without`."""

    def suggest(
        self, collection: Collection, beginning: str, *, reader: frozenset[str] = frozenset(), limit: int = 8
    ) -> list[str]:
        """Words that begin so (in characters or in pinyin) in what the reader may see, the most frequent first."""
