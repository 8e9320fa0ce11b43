"""The engine over Milvus."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
from pymilvus import MilvusClient

from qinglan.kernel.search.engine import closeness
from qinglan.kernel.search.engine.asking import Answer, Capability, Filter, Hit, Lacking, NotReady, Search
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import EVERYBODY, Document, entries
from qinglan.kernel.search.engine.excerpts import excerpt
from qinglan.kernel.search.engine.port import Place
from qinglan.kernel.search.engine.values import words_of
from qinglan.kernel.search.language.meaning import Meaning, meaning
from qinglan.kernel.search.milvus import keeping, layout
from qinglan.kernel.search.milvus.expressions import any_word, of_filters, of_needs, together, visible
from qinglan.kernel.search.milvus.layout import Row, encoded
from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.vectors.mixing import mixed
from qinglan.kernel.search.vectors.model import Model, OwnRecords, is_outdated
from qinglan.kernel.search.vectors.space import DIMENSIONS, MOST_RECORDS, train, unit

PORTION = 500
"""Rows in one request."""
CANDIDATES = 200
WORDS_OF_TEXT = 256
LONGEST = 8000
"""Characters of a text whose meaning is looked at."""
AT_ONCE = 20
"""Documents of one write whose vectors a slow model makes at once; those of more are made afterwards."""
"""Different words of a long text that are looked for."""


class MilvusEngine:
    """See Engine. All nodes use one index; the follower of one node at a time writes it."""

    capabilities = frozenset({Capability.EXCERPTS, Capability.EXACT_TOTALS, Capability.VECTORS})
    shared = True

    def __init__(self, url: str, cutter: Cutter, encoder: Model | None = None) -> None:
        self.cutter = cutter
        self.encoder = encoder
        self._client = MilvusClient(uri=url)
        self._models: dict[str, Model | None] = {}

    def _alias(self, collection: Collection) -> str:
        print_of_words = self.cutter.print.replace("-", "_")
        return f"qinglan_{collection.name}_{layout.VERSION}_{collection.shape}_{print_of_words}"

    def _index(self, collection: Collection) -> str:
        """The name of the index in use, another one after each rebuild. Raises NotReady."""
        alias = self._alias(collection)
        for name in self._names(collection):
            if alias in self._aliases_of(name):
                return name
        raise NotReady("the index is being built")

    def _aliases(self, collection: Collection) -> list[str]:
        return [alias for name in self._names(collection) for alias in self._aliases_of(name)]

    def _names(self, collection: Collection) -> list[str]:
        begin = f"qinglan_{collection.name}_"
        return [
            name
            for name in self._client.list_collections()
            if name.startswith(begin) and name.removeprefix(begin).partition("_")[0].isdigit()
        ]

    def _aliases_of(self, name: str) -> list[str]:
        found: list[str] = self._client.list_aliases(collection_name=name)["aliases"]
        return found

    def place(self, collection: Collection) -> Place | None:
        """See Engine."""
        try:
            return keeping.place_in(self._client, self._index(collection))
        except NotReady:
            return None

    def write(
        self, collection: Collection, documents: Iterable[Document], gone: Iterable[str], place: Place
    ) -> None:
        """See Engine. The place is written last: after a crash the same changes are written again."""
        index = self._index(collection)
        model, dimensions = self._model(index), self._dimensions(index)
        written = list(documents)
        later = model is not None and model.slow and len(written) > AT_ONCE
        rows = [row for one in written for row in self._rows(one, collection, model, dimensions, later=later)]
        old = sorted({*gone, *(one.id for one in written)})
        for portion in _portions(old, PORTION):
            self._client.delete(index, filter=f"doc in {layout.quoted(portion)}")
        for portion in _portions(rows, PORTION):
            self._client.upsert(index, list(portion))
        self._client.upsert(index, [keeping.place_row(place, collection, dimensions)])

    def _rows(
        self, document: Document, collection: Collection, model: Model | None, dimensions: int, *, later: bool
    ) -> list[Row]:
        return [
            layout.row(entry, position, collection, self.cutter, model, dimensions, later=later)
            for position, entry in enumerate(entries(document))
        ]

    def rebuild(self, collection: Collection, documents: Iterable[Document], place: Place) -> int:
        """See Engine."""
        before = self._names(collection)
        alias = self._alias(collection)
        numbers = [int(name.rpartition("_")[2]) for name in before]
        index = f"qinglan_{collection.name}_{max(numbers, default=0) + 1}"
        model, rest = self._learned(collection, documents)
        later = model is not None and model.slow
        dimensions = model.dimensions if model is not None else DIMENSIONS
        self._client.create_collection(
            index,
            schema=layout.schema(self._client, collection, dimensions),
            index_params=layout.indexes(self._client),
            consistency_level="Strong",
        )
        if model is not None:
            for some in _portions(keeping.model_rows(model, collection), 20):
                self._client.upsert(index, list(some))
        count = 0
        while portion := list(islice(rest, PORTION)):
            count += len(portion)
            rows = [
                row for one in portion for row in self._rows(one, collection, model, dimensions, later=later)
            ]
            self._client.upsert(index, rows)
        self._client.upsert(index, [keeping.place_row(place, collection, dimensions)])
        self._use(collection, index, alias, before)
        return count

    def _learned(
        self, collection: Collection, documents: Iterable[Document]
    ) -> tuple[Model | None, Iterator[Document]]:
        """The encoder, or what the first records teach; and all the documents once more."""
        rest = iter(documents)
        if self.encoder is not None:
            return self.encoder, rest
        first = list(islice(rest, MOST_RECORDS))
        space = train(self.cutter.tokens(words_of(one, collection)) for one in first)
        return OwnRecords(space) if space is not None else None, chain(first, rest)

    def outdated(self, collection: Collection) -> bool:
        """See Engine."""
        return is_outdated(keeping.noted_in(self._client, self._index(collection)), self.encoder)

    def lacking(self, collection: Collection, limit: int) -> list[str]:
        """See Engine."""
        if self.encoder is None:
            return []
        found = self._client.query(
            self._index(collection), filter="lacks == true", output_fields=["doc"], limit=limit
        )
        return list(dict.fromkeys(row["doc"] for row in found))

    def _use(self, collection: Collection, index: str, alias: str, before: Sequence[str]) -> None:
        if alias in self._aliases(collection):
            self._client.alter_alias(index, alias)
        else:
            self._client.create_alias(index, alias)
        for name in before:
            for other in self._aliases_of(name):
                self._client.drop_alias(other)
            self._client.drop_collection(name)

    def close(self) -> None:
        """See Engine."""
        self._client.close()

    def search(self, collection: Collection, asked: Search) -> Answer:
        """See Engine."""
        for wanted, capability in (
            (asked.facets, Capability.FACETS),
            (asked.sort, Capability.SORT),
        ):
            if wanted:
                raise Lacking(capability)
        meant = meaning(asked, collection, self.cutter)
        index = self._index(collection)
        if meant.nothing:
            return Answer(total=0 if asked.counted else None)
        limits = [visible(asked.tokens), *of_filters(meant.filters), *of_needs(meant, self.cutter)]
        rows = self._page(index, asked, meant, limits)
        total = self._count(index, meant, limits) if asked.counted else None
        return Answer([self._hit(row, asked, meant) for row in rows], total)

    def _page(self, index: str, asked: Search, meant: Meaning, limits: list[str]) -> list[Row]:
        upto = asked.offset + asked.limit
        if not meant.weights:
            return list(
                self._client.query(
                    index,
                    filter=together(limits),
                    output_fields=["doc", "kept"],
                    limit=asked.limit,
                    offset=asked.offset,
                )
            )
        found = self._by_words(index, list(meant.weights), limits, max(upto, closeness.LOOKED_AT))
        wanted = closeness.pairs(meant.written)
        for row in found[: closeness.LOOKED_AT]:
            row["score"] *= closeness.closeness(wanted, list(json.loads(row["kept"])[1].values()))
        first = sorted(found[: closeness.LOOKED_AT], key=lambda row: -row["score"])
        return [*first, *found[closeness.LOOKED_AT :]][asked.offset : upto]

    def _by_words(self, index: str, words: Sequence[str], limits: Sequence[str], most: int) -> list[Row]:
        found = self._client.search(
            index,
            data=[" ".join(map(encoded, words))],
            anns_field="sparse",
            limit=most,
            filter=together(limits),
            output_fields=["doc", "kept", "dense"],
        )[0]
        return [{**hit["entity"], "score": abs(hit["distance"])} for hit in found]

    def _count(self, index: str, meant: Meaning, limits: list[str]) -> int:
        words = [any_word(list(meant.weights))] if meant.weights and not meant.needs else []
        found = self._client.query(index, filter=together([*limits, *words]), output_fields=["count(*)"])
        return int(found[0]["count(*)"])

    def _hit(self, row: Row, asked: Search, meant: Meaning) -> Hit:
        stamp, kept = json.loads(row["kept"])
        excerpts = {
            name: excerpt(kept.get(name, ""), meant.weights, self.cutter, phrases=meant.phrases)
            for name in asked.excerpts
        }
        return Hit(row["doc"], float(row.get("score", 0.0)), stamp, excerpts)

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
        """See Engine. Candidates come by words and, where there is a space, by meaning."""
        index = self._index(collection)
        limits = [visible(reader | {EVERYBODY}), *of_filters(filters)]
        tokens = self.cutter.tokens(text)
        if not tokens:
            return []
        most = max(CANDIDATES, limit + len(without))
        rows = self._by_words(index, list(dict.fromkeys(tokens))[:WORDS_OF_TEXT], limits, most)
        model = self._model(index)
        if model is not None:
            rows = self._with_meaning(index, rows, model.vector(text[:LONGEST], tokens), limits, most)
        rows.sort(key=lambda row: -row["score"])
        return [Hit(row["doc"], row["score"]) for row in rows if row["doc"] not in without][:limit]

    def _with_meaning(
        self, index: str, rows: list[Row], wanted: Any, limits: Sequence[str], most: int
    ) -> list[Row]:
        near = self._client.search(
            index,
            data=[[float(one) for one in wanted]],
            anns_field="dense",
            limit=most,
            filter=together(limits),
            output_fields=["doc", "kept", "dense"],
        )[0]
        known = {row["doc"] for row in rows}
        rows = rows + [{**hit["entity"], "score": 0.0} for hit in near if hit["entity"]["doc"] not in known]
        if not rows:
            return []
        words = np.array([row["score"] for row in rows], np.float32)
        vectors = unit(np.array([row["dense"] for row in rows], np.float32).reshape(-1, len(wanted)))
        scores = mixed(words / max(float(words.max()), 1e-9), wanted, vectors)
        return [{**row, "score": float(score)} for row, score in zip(rows, scores, strict=True)]

    def _model(self, index: str) -> Model | None:
        if index not in self._models:
            of_others = {
                name: model
                for name, model in self._models.items()
                if name.rpartition("_")[0] != index.rpartition("_")[0]
            }
            self._models = {index: keeping.model_in(self._client, index, self.encoder), **of_others}
        return self._models[index]

    def _dimensions(self, index: str) -> int:
        model = self._model(index)
        if model is not None:
            return model.dimensions
        noted = keeping.noted_in(self._client, index)
        return noted.dimensions if noted is not None else DIMENSIONS

    def suggest(
        self, collection: Collection, beginning: str, *, reader: frozenset[str] = frozenset(), limit: int = 8
    ) -> list[str]:
        """See Engine. Milvus shows no words of its index."""
        raise Lacking(Capability.SUGGESTIONS)


def _portions(values: Sequence[Any], size: int) -> Iterable[Sequence[Any]]:
    return (values[begin : begin + size] for begin in range(0, len(values), size))
