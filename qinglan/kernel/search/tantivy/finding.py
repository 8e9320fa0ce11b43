"""Answer one search from one open index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from qinglan.kernel.search.engine import closeness
from qinglan.kernel.search.engine.asking import Answer, Hit, Search, Sort
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.excerpts import excerpt
from qinglan.kernel.search.language.meaning import Meaning
from qinglan.kernel.search.tantivy import clauses
from qinglan.kernel.search.tantivy.filters import Clause, Digests
from qinglan.kernel.search.tantivy.keeping import kept
from qinglan.kernel.search.tantivy.ranking import Ranking, Scored
from qinglan.kernel.search.tantivy.shelf import Opened
from qinglan.kernel.search.tokens.cutting import Cutter


@dataclass(frozen=True)
class _About:
    """What the index keeps of a document."""

    id: str
    stamp: str
    kept: Mapping[str, Any]


class Finding:
    """A search that is being answered."""

    def __init__(
        self, opened: Opened, digests: Digests, collection: Collection, asked: Search, meant: Meaning
    ) -> None:
        self.searcher = opened.searcher
        self.schema: tantivy.Schema = opened.index.schema
        self.asked = asked
        self.meant = meant
        self.collection = collection
        self._read: dict[tuple[int, int], _About] = {}
        self.ranking = Ranking(
            self.schema, self.searcher, digests, asked.tokens, meant.filters, exact=asked.exact
        )

    def answer(self, cutter: Cutter) -> Answer:
        """Hits, and what else was asked for."""
        total, facets = self.counts()
        return Answer([self._hit(one, cutter) for one in self.best()], total, facets)

    def best(self) -> list[Scored]:
        """The documents of the page that was asked for."""
        upto = self.asked.offset + self.asked.limit
        if self.asked.limit <= 0:
            return []
        if self.asked.sort is not None:
            found = self._sorted(self.asked.sort, upto)
        elif self.meant.weights:
            most = max(upto, closeness.LOOKED_AT)
            if self.meant.plain:
                found = self.ranking.any_of(self.meant.weights, most)
            else:
                found = self.ranking.top(self.whole(scored=True), most)
            found = self._closest_first(found)
        else:
            found = self.ranking.top(self.whole(), upto)
        return found[self.asked.offset : upto]

    def _closest_first(self, found: Sequence[Scored]) -> list[Scored]:
        """The best of all put in order by how close the words stand together, too."""
        wanted = closeness.pairs(self.meant.written)
        if not wanted or len(found) < 2:
            return list(found)
        looked_at = [
            Scored(one.score * closeness.closeness(wanted, self._texts(one)), one.address)
            for one in found[: closeness.LOOKED_AT]
        ]
        looked_at.sort(key=lambda one: -one.score)
        return [*looked_at, *found[closeness.LOOKED_AT :]]

    def _texts(self, found: Scored) -> list[str]:
        """The kept texts of a document."""
        held = self._about(found).kept
        return [held[text.name] for text in self.collection.texts if text.kept]

    def _about(self, found: Scored) -> "_About":
        """What the index keeps of a document, read once."""
        place = (found.address.segment_ord, found.address.doc)
        if place not in self._read:
            document = self.searcher.doc(found.address)
            held = kept(document)
            self._read[place] = _About(str(document.get_first("id")), held.stamp, held.values)
        return self._read[place]

    def _sorted(self, sort: Sort, upto: int) -> list[Scored]:
        order = Order.Desc if sort.descending else Order.Asc
        found = self.searcher.search(
            self.whole(), upto, count=False, order_by_field=f"n_{sort.field}", order=order
        )
        return [Scored(0.0, address) for _value, address in found.hits]

    def whole(self, *, scored: bool = False) -> Query:
        """All that is found."""
        limits = clauses.limits(self.schema, self.meant)
        parts: list[Clause] = [*self.ranking.within(), *limits]
        if self.meant.weights:
            words = clauses.words(self.schema, self.meant.weights)
            if not self.meant.needs:
                parts.insert(0, (Occur.Must, words))
            elif scored:
                parts.append((Occur.Should, words))
        if all(occur == Occur.MustNot for occur, _query in parts):
            parts.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(parts)

    def counts(self) -> tuple[int | None, Mapping[str, Sequence[tuple[str, int]]]]:
        """The number found and the facets, in one pass."""
        wanted = {
            name: {"terms": {"field": f"k_{name}", "size": self.asked.facet_limit}}
            for name in self.asked.facets
        }
        aggregations: dict[str, object] = dict(wanted)
        if self.asked.counted:
            aggregations[" total"] = {"value_count": {"field": "row"}}
        if not aggregations:
            return None, {}
        found = self.searcher.aggregate(self.whole(), aggregations)
        total = int(found[" total"]["value"]) if self.asked.counted else None
        return total, {
            name: [(bucket["key"], bucket["doc_count"]) for bucket in found[name]["buckets"]]
            for name in wanted
        }

    def _hit(self, found: Scored, cutter: Cutter) -> Hit:
        about = self._about(found)
        excerpts = {
            name: excerpt(about.kept.get(name, ""), self.meant.weights, cutter, phrases=self.meant.phrases)
            for name in self.asked.excerpts
        }
        return Hit(about.id, found.score, about.stamp, excerpts)
