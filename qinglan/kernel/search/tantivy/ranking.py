"""The best documents for a set of words.

Exactly: any of the words, BM25, filtered. Shortcuts, so that long texts cost little, are these; a
benchmark prints how much of the exact list they keep.

* Words are looked for from the rarest on. Candidates come from the `RAREST` ones, or from more while all
  together stand in at most `BUDGET` places, so that a small index is always asked exactly; the best
  `RESCORED` candidates are then scored by all words.
* Candidates are first found without filters (tantivy then passes over what can't reach the top) and
  checked after; when too few pass, they are found again within the filters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import tantivy
from tantivy import DocAddress, Occur, Query, Searcher

from qinglan.kernel.search.engine.asking import Filter
from qinglan.kernel.search.tantivy import filters as filtering
from qinglan.kernel.search.tantivy.filters import Clause, Digests

RAREST = 6
BUDGET = 60_000
"""Places (word, document) that may be looked at, whatever the words."""
RESCORED = 100
FIRST_LOOK = 300
"""Candidates looked at without filters."""
PORTION = 100
"""So many of them are checked at once, until enough have passed."""


class Scored(NamedTuple):
    """A document found."""

    score: float
    address: DocAddress


@dataclass(frozen=True)
class Ranking:
    """One question to one index: how to find the best documents that pass."""

    schema: tantivy.Schema
    searcher: Searcher
    digests: Digests
    tokens: frozenset[str]
    filters: Sequence[Filter]
    exact: bool = False

    def within(self) -> list[Clause]:
        """The filters and what the reader sees, as clauses."""
        return [
            *filtering.visible(self.schema, self.tokens),
            *filtering.clauses(self.schema, self.filters),
        ]

    def any_of(self, weights: dict[str, float], most: int) -> list[Scored]:
        """The best `most` documents that hold any of the words."""
        held = sorted(
            (frequency, word) for word in weights if (frequency := self.searcher.doc_freq("words", word)) > 0
        )
        words = [word for _frequency, word in held]
        if self.exact:
            return self._filtered(self._union(words, weights), most)
        upto = accumulate(frequency for frequency, _word in held)
        rare = [
            word
            for place, (word, places) in enumerate(zip(words, upto, strict=True))
            if place < RAREST or places <= BUDGET
        ]
        enough = max(most, RESCORED) if len(rare) < len(words) else most
        found = self._candidates(self._union(rare, weights), enough, most)
        if len(rare) == len(words):
            return found[:most]
        if len(found) < most:
            found = self._candidates(self._union(words, weights), most, most)
            return found[:most]
        left = [word for word in words if word not in rare]
        return self._rescored(found[:enough], left, weights, most)

    def _union(self, words: Sequence[str], weights: dict[str, float]) -> Query:
        parts = [self._weighted(word, weights) for word in words]
        return parts[0] if len(parts) == 1 else Query.boolean_query([(Occur.Should, one) for one in parts])

    def _weighted(self, word: str, weights: dict[str, float]) -> Query:
        query = Query.term_query(self.schema, "words", word, "freq")
        return query if weights[word] == 1 else Query.boost_query(query, weights[word])

    def _candidates(self, query: Query, enough: int, least: int) -> list[Scored]:
        """About `enough` good ones that pass; fewer than `least` only when there are no more."""
        look = max(FIRST_LOOK, enough) if self.filters else enough + 20
        found = self._hits(query, look)
        passed: list[Scored] = []
        for begin in range(0, len(found), PORTION):
            portion = found[begin : begin + PORTION]
            places = filtering.passing(
                self.searcher,
                self.digests,
                [address for _score, address in portion],
                self.tokens,
                self.filters,
            )
            passed += [Scored(*portion[place]) for place in places]
            if len(passed) >= enough:
                break
        if len(passed) >= least or len(found) < look:
            return passed
        return self._filtered(query, enough)

    def _filtered(self, query: Query, most: int) -> list[Scored]:
        return self.top(Query.boolean_query([(Occur.Must, query), *self.within()]), most)

    def _rescored(
        self, found: Sequence[Scored], left: Sequence[str], weights: dict[str, float], most: int
    ) -> list[Scored]:
        """`found`, whose scores lack the words `left`, scored by these too; the best `most`."""
        rows = self.searcher.fast_field_values("row", [one.address for one in found])
        # Terms side by side are looked up at once; as a set, tantivy would walk through the whole list of rows.
        these = [(Occur.Should, Query.term_query(self.schema, "row", row, "basic")) for row in rows]
        query = Query.const_score_query(Query.boolean_query(these), 0.0)
        for word in left:  # one within the other: each then jumps from candidate to candidate
            query = Query.boolean_query([(Occur.Must, query), (Occur.Should, self._weighted(word, weights))])
        more = {_at(one): one.score for one in self.top(query, len(found))}
        whole = [Scored(one.score + more.get(_at(one), 0.0), one.address) for one in found]
        return sorted(whole, key=lambda one: -one.score)[:most]

    def top(self, query: Query, most: int) -> list[Scored]:
        """The best `most` of `query` as it is."""
        return list(map(Scored._make, self._hits(query, most))) if most > 0 else []

    def _hits(self, query: Query, most: int) -> list[tuple[float, DocAddress]]:
        hits: list[tuple[float, DocAddress]] = self.searcher.search(query, most, count=False).hits
        return hits


def _at(found: Scored) -> tuple[int, int]:
    return found.address.segment_ord, found.address.doc
