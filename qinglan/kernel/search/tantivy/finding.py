"""Answer one search from one open index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from qinglan.kernel.search.engine import closeness
from qinglan.kernel.search.engine.asking import Answer, Hit, Search, Sort
from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.excerpts import excerpt
from qinglan.kernel.search.language.meaning import Meaning
from qinglan.kernel.search.tantivy import clauses, counting
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
        self.digests = digests
        self.asked = asked
        self.meant = meant
        self.collection = collection
        self._kept_texts = [text.name for text in collection.texts if text.kept]
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
            found = self._closest_first(found, upto)
        else:
            found = self.ranking.top(self.whole(), upto)
        return found[self.asked.offset : upto]

    def _closest_first(self, found: Sequence[Scored], upto: int) -> list[Scored]:
        """The best of all put in order by how close the words stand together, too; the first `upto` count.

        Looking ends where even the closest could no longer come among these.
        """
        wanted = closeness.pairs(self.meant.written)
        if not wanted or len(found) < 2:
            return list(found)
        looked_at: list[Scored] = []
        best: list[float] = []
        for one in found[: closeness.LOOKED_AT]:
            if len(best) == upto and one.score * closeness.MOST <= best[0]:
                break
            score = one.score * closeness.closeness(wanted, self._texts(one))
            looked_at.append(Scored(score, one.address))
            heappush(best, score)
            if len(best) > upto:
                heappop(best)
        looked_at.sort(key=lambda one: -one.score)
        return [*looked_at, *found[len(looked_at) :]]

    def _texts(self, found: Scored) -> list[str]:
        """The kept texts of a document."""
        held = self._about(found).kept
        return [held[name] for name in self._kept_texts]

    def _about(self, found: Scored) -> "_About":
        """What the index keeps of a document, read once."""
        place = (found.address.segment_ord, found.address.doc)
        if place not in self._read:
            document = self.searcher.doc(found.address)
            held = kept(document)
            self._read[place] = _About(str(document.get_first("id")), held.stamp, held.values)
            for name in self.asked.facets:
                if len(held.values.get(name, ())) > 1 and name not in self.digests.many:
                    self.digests.several.add(name)
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

    def counts(self) -> tuple[int | None, counting.Counts]:
        """The number found and the facets, in one pass."""
        if not self.asked.facets and not self.asked.counted:
            return None, {}
        return counting.count(
            self.searcher,
            self.digests,
            self.whole(),
            self.asked.facets,
            self.asked.facet_limit,
            total=self.asked.counted,
        )

    def _hit(self, found: Scored, cutter: Cutter) -> Hit:
        about = self._about(found)
        excerpts = {
            name: excerpt(about.kept.get(name, ""), self.meant.weights, cutter, phrases=self.meant.phrases)
            for name in self.asked.excerpts
        }
        return Hit(about.id, found.score, about.stamp, excerpts)
