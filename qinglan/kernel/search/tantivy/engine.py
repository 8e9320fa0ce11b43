"""The engine: indexes of all collections under one directory."""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from qinglan.kernel.search.engine.asking import Answer, Capability, Filter, Hit, NotReady, Search
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import Document
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.language.meaning import meaning
from qinglan.kernel.search.tantivy import schema
from qinglan.kernel.search.tantivy.filters import Digests
from qinglan.kernel.search.tantivy.finding import Finding
from qinglan.kernel.search.tantivy.indexing import Writer, fill, place_in
from qinglan.kernel.search.tantivy.shelf import Shelf
from qinglan.kernel.search.tokens.cutting import Cutter


class TantivyEngine:
    """See Engine. Any number of processes read; one of a machine writes."""

    capabilities = frozenset(Capability) - {Capability.VECTORS}
    shared = False

    def __init__(self, root: Path, cutter: Cutter) -> None:
        self.root = root
        self.cutter = cutter
        self._shelves: dict[str, Shelf] = {}
        self._digests: dict[Path, Digests] = {}
        self._writers: dict[str, tuple[Path, Writer]] = {}
        self._writing = threading.Lock()

    def shelf(self, collection: Collection) -> Shelf:
        """The indexes of the collection that fit its fields and this engine's words."""
        shape = f"{schema.VERSION}.{collection.shape}.{self.cutter.print}"
        found = self._shelves.get(collection.name)
        if found is None or found.shape != shape:
            found = self._shelves[collection.name] = Shelf(self.root / collection.name, shape)
        return found

    def place(self, collection: Collection) -> Place | None:
        """See Engine."""
        try:
            opened = self.shelf(collection).reading()
        except NotReady:
            return None
        return place_in(opened.index, opened.searcher)

    def write(
        self, collection: Collection, documents: Iterable[Document], gone: Iterable[str], place: Place
    ) -> None:
        """See Engine. Raises NotReady without an index, BlockingIOError while another process writes."""
        with self._writing:
            writer = self._writer(collection)
            try:
                for identity in gone:
                    writer.remove(identity)
                for document in documents:
                    writer.put(document)
                writer.commit(place)
            except BaseException:
                writer.give_up()
                raise

    def _writer(self, collection: Collection) -> Writer:
        directory = self.shelf(collection).current()
        if directory is None:
            raise NotReady("the index is being built")
        held = self._writers.get(collection.name)
        if held is not None and held[0] == directory:
            return held[1]
        self._let_go(collection)
        try:
            writer = Writer(directory, collection, self.cutter)
        except ValueError as error:
            if "LockBusy" in str(error) or "Lock" in str(error):
                raise BlockingIOError(f"another process writes the index of {collection.name}") from error
            raise
        self._writers[collection.name] = (directory, writer)
        return writer

    def _let_go(self, collection: Collection) -> None:
        held = self._writers.pop(collection.name, None)
        if held is not None:
            held[1].close()

    def rebuild(self, collection: Collection, documents: Iterable[Document], place: Place) -> int:
        """See Engine. Another rebuild of this machine is waited for."""
        shelf = self.shelf(collection)
        with shelf.alone():
            directory = shelf.next_directory()
            number = fill(Writer(directory, collection, self.cutter, everything=True), documents, place)
            with self._writing:
                self._let_go(collection)
                shelf.use(directory)
        return number

    def close(self) -> None:
        """Free the indexes for other writers."""
        with self._writing:
            for _directory, writer in self._writers.values():
                writer.close()
            self._writers.clear()

    def search(self, collection: Collection, asked: Search) -> Answer:
        """See Engine."""
        meant = meaning(asked, collection, self.cutter)
        opened = self.shelf(collection).reading()
        if meant.nothing:
            return Answer(total=0 if asked.counted else None, facets={name: [] for name in asked.facets})
        digests = self._digests.setdefault(opened.directory, Digests())
        return Finding(opened, digests, collection, asked, meant).answer(self.cutter)

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
        """See Engine."""
        raise NotImplementedError

    def suggest(
        self, collection: Collection, beginning: str, *, reader: frozenset[str] = frozenset(), limit: int = 8
    ) -> list[str]:
        """See Engine."""
        raise NotImplementedError
