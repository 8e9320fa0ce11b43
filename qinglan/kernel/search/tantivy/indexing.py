"""Write an index: what changed, and everything anew."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import tantivy
from tantivy import Query

from qinglan.kernel.outbox.changes import Position
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import Document, entries
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.tantivy import schema
from qinglan.kernel.search.tantivy.keeping import keep, read
from qinglan.kernel.search.tantivy.writing import Vector, later, stored
from qinglan.kernel.search.tokens.cutting import Cutter

PLACE = "\x00place"
"""The id of the document that says how far the index is; nobody holds a token for it."""
_SMALL, _LARGE = 64_000_000, 2_000_000_000
"""Bytes that a writer may fill before it writes a segment: a rebuild makes few, which are searched faster."""


class Writer:
    """Writes one index. One process of a machine at a time holds a writer of an index; closing frees it."""

    def __init__(
        self,
        directory: Path,
        collection: Collection,
        cutter: Cutter,
        vector: Vector | None = None,
        *,
        everything: bool = False,
    ) -> None:
        made = schema.schema(collection) if everything else None
        path = str(directory)
        self.index = tantivy.Index(made, path) if made is not None else tantivy.Index.open(path)
        schema.prepare(self.index)
        self._writer = self.index.writer(_LARGE if everything else _SMALL, 1)
        self._collection = collection
        self._cutter = cutter
        self._vector = vector

    def put(self, document: Document, *, vector_later: bool = False) -> None:
        """Put the layers of a document in place of what there was."""
        self.remove(document.id)
        self.add(document, vector_later=vector_later)

    def add(self, document: Document, *, vector_later: bool = False) -> None:
        """Put in the layers of a document that isn't there yet."""
        vector = later if vector_later else self._vector
        for entry in entries(document):
            self._writer.add_document(stored(entry, self._collection, self._cutter, vector))

    def remove(self, identity: str) -> None:
        """Take out a document."""
        self._writer.delete_documents_by_term("id", identity)

    def commit(self, place: Place) -> None:
        """Make it visible and lasting, together with the place."""
        self.remove(PLACE)
        made = tantivy.Document()
        made.add_text("id", PLACE)
        made.add_text("access", schema.CLOSED)
        keep(made, [place.epoch, str(place.position), place.at.isoformat()])
        self._writer.add_document(made)
        self._writer.commit()

    def give_up(self) -> None:
        """Forget what wasn't committed."""
        self._writer.rollback()

    def close(self) -> None:
        """Wait for segments being merged and free the index for another writer."""
        self._writer.wait_merging_threads()


def place_in(index: tantivy.Index, searcher: tantivy.Searcher) -> Place | None:
    """How far an index has followed the log."""
    found = searcher.search(Query.term_query(index.schema, "id", PLACE, "basic"), 1, count=False).hits
    if not found:
        return None
    epoch, position, at = read(searcher.doc(found[0][1]))
    parsed = Position.parse(position)
    return Place(epoch, parsed, datetime.fromisoformat(at)) if parsed is not None else None


def lacking(index: tantivy.Index, searcher: tantivy.Searcher, limit: int) -> list[str]:
    """Ids of documents whose vector is still to be made."""
    wanted = Query.term_query(index.schema, "lacks", schema.VECTOR, "basic")
    found = searcher.search(wanted, limit, count=False).hits
    return list(dict.fromkeys(str(searcher.doc(address).get_first("id")) for _score, address in found))


def fill(writer: Writer, documents: Iterable[Document], place: Place, *, vectors_later: bool = False) -> int:
    """Put all `documents` into a new index; how many."""
    number = 0
    for document in documents:
        writer.add(document, vector_later=vectors_later)
        number += 1
    writer.commit(place)
    writer.close()
    return number
