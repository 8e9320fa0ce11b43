"""The engine: indexes of all collections under one directory."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from qinglan.kernel.search.engine.asking import Answer, Capability, Filter, Hit, NotReady, Search
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import EVERYBODY, Document
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.engine.values import words_of
from qinglan.kernel.search.language.meaning import meaning
from qinglan.kernel.search.tantivy import indexing, models, schema
from qinglan.kernel.search.tantivy.filters import Digests
from qinglan.kernel.search.tantivy.finding import Finding
from qinglan.kernel.search.tantivy.indexing import Writer, fill, place_in
from qinglan.kernel.search.tantivy.likeness import Likeness
from qinglan.kernel.search.tantivy.ranking import Ranking
from qinglan.kernel.search.tantivy.shelf import Opened, Shelf
from qinglan.kernel.search.tantivy.vocabulary import Vocabularies
from qinglan.kernel.search.tantivy.wording import Wording
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.model import Model, OwnRecords, is_outdated
from qinglan.kernel.search.vectors.space import MOST_RECORDS, train

AT_ONCE = 20
"""Documents of one write whose vectors a slow model makes at once; those of more are made afterwards."""


class TantivyEngine:
    """See Engine. Any number of processes read; one of a machine writes."""

    capabilities = frozenset(Capability)
    shared = False

    def __init__(self, root: Path, cutter: Cutter, encoder: Model | None = None) -> None:
        self.root = root
        self.cutter = cutter
        self.encoder = encoder
        self._shelves: dict[str, Shelf] = {}
        self._digests: dict[Path, Digests] = {}
        self._writers: dict[str, tuple[Path, Writer]] = {}
        self._models: dict[Path, Model | None] = {}
        self._vocabularies = Vocabularies()
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
                written = list(documents)
                later = self.encoder is not None and self.encoder.slow and len(written) > AT_ONCE
                for document in written:
                    writer.put(document, vector_later=later)
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
            model = self._model(directory)
            writer = Writer(directory, collection, self.cutter, model.packed if model else None)
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
            everything, model = self._learned(collection, documents)
            if model is not None:
                models.note(directory, model)
            vector = model.packed if model is not None else None
            writer = Writer(directory, collection, self.cutter, vector, everything=True)
            later = model is not None and model.slow
            number = fill(writer, everything, place, vectors_later=later)
            with self._writing:
                self._let_go(collection)
                shelf.use(directory)
        return number

    def _learned(
        self, collection: Collection, documents: Iterable[Document]
    ) -> tuple[Iterable[Document], Model | None]:
        """The encoder, or what the first records teach; and all the documents once more."""
        if self.encoder is not None:
            return documents, self.encoder
        rest = iter(documents)
        first = list(islice(rest, MOST_RECORDS))
        space = train(self.cutter.tokens(words_of(one, collection)) for one in first)
        return chain(first, rest), OwnRecords(space) if space is not None else None

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
        answer = Finding(opened, digests, collection, asked, meant).answer(self.cutter)
        if not asked.corrected:
            return answer
        instead = self._wording(collection, opened, asked.tokens).instead(asked.text, self.cutter)
        return replace(answer, instead=instead)

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
        opened = self.shelf(collection).reading()
        ranking = Ranking(
            opened.index.schema,
            opened.searcher,
            self._digests.setdefault(opened.directory, Digests()),
            reader | {EVERYBODY},
            filters,
        )
        return Likeness(ranking, self.cutter, self._model(opened.directory)).of(text, limit, without)

    def suggest(
        self, collection: Collection, beginning: str, *, reader: frozenset[str] = frozenset(), limit: int = 8
    ) -> list[str]:
        """See Engine."""
        opened = self.shelf(collection).reading()
        return self._wording(collection, opened, reader | {EVERYBODY}).beginning(beginning, limit)

    def _wording(self, collection: Collection, opened: Opened, tokens: frozenset[str]) -> Wording:
        vocabulary = self._vocabularies.of(collection.name, opened.mark, opened.searcher)
        return Wording(collection, opened.index.schema, opened.searcher, vocabulary, tokens)

    def outdated(self, collection: Collection) -> bool:
        """See Engine."""
        directory = self.shelf(collection).current()
        return directory is not None and is_outdated(models.noted(directory), self.encoder)

    def lacking(self, collection: Collection, limit: int) -> list[str]:
        """See Engine."""
        if self.encoder is None:
            return []
        try:
            opened = self.shelf(collection).reading()
        except NotReady:
            return []
        return indexing.lacking(opened.index, opened.searcher, limit)

    def _model(self, directory: Path) -> Model | None:
        if directory not in self._models:
            self._models = {directory: models.model_of(directory, self.encoder)} | {
                other: model for other, model in self._models.items() if other.exists()
            }
        return self._models[directory]
