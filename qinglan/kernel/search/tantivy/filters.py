"""Filters, in two forms: a query for tantivy, and a check of documents that were already found.

Any filter keeps tantivy from passing over what can't reach the top. So the best matches are found without
filters first, and those that don't pass are dropped, by digests that are read fast; what a digest stands
for is looked up once.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import cast

import tantivy
from tantivy import DocAddress, FieldType, Occur, Query, Searcher

from qinglan.kernel.search.engine.asking import Between, Filter, OneOf
from qinglan.kernel.search.engine.values import number
from qinglan.kernel.search.tantivy.keeping import kept
from qinglan.kernel.search.tantivy.schema import CLOSED

Check = Callable[[int | None, DocAddress], bool]
Clause = tuple[Occur, Query]


class Digests:
    """What the digests of one index stand for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[frozenset[str], frozenset[str]]] = {}
        self.values: dict[tuple[str, int], tuple[str, ...]] = {}
        """Of a keyword's digests the values, as far as they were counted."""
        self.several: set[str] = set()
        """Keywords of which a document was seen that holds several values, of not too many sets."""
        self.many: set[str] = set()
        """Keywords that have too many sets of values to be counted by these."""

    def sets(
        self, searcher: Searcher, field: str, value: int, address: DocAddress
    ) -> tuple[frozenset[str], frozenset[str]]:
        """For `audience` readers and hidden; for a keyword its values and nothing."""
        found = self._known.get((field, value))
        if found is None:
            about = kept(searcher.doc(address))
            found = (
                (frozenset(about.readers), frozenset(about.hidden))
                if field == "audience"
                else (frozenset(about.values[field]), frozenset())
            )
            self._known[field, value] = found
        return found


def visible(schema: tantivy.Schema, tokens: frozenset[str]) -> list[Clause]:
    """Leave out what a reader with `tokens` doesn't see: cheap where most documents are open."""
    closed = Query.term_query(schema, "access", CLOSED, "basic")
    seen = Query.boolean_query(
        [(Occur.Must, _held(schema, "readers", tokens)), (Occur.MustNot, _held(schema, "hidden", tokens))]
    )
    return [(Occur.MustNot, Query.boolean_query([(Occur.Must, closed), (Occur.MustNot, seen)]))]


def _held(schema: tantivy.Schema, field: str, tokens: frozenset[str]) -> Query:
    return Query.boolean_query(
        [(Occur.Should, Query.term_query(schema, field, token, "basic")) for token in sorted(tokens)]
    )


def clauses(schema: tantivy.Schema, filters: Iterable[Filter]) -> list[Clause]:
    """The filters as queries that leave the score alone."""
    return [_clause(schema, one) for one in filters]


def _clause(schema: tantivy.Schema, one: Filter) -> Clause:
    if isinstance(one, OneOf):
        occur = Occur.MustNot if one.excluded else Occur.Must
        values = sorted(one.values)
        name = f"k_{one.field}"
        query = (
            Query.term_query(schema, name, values[0], "basic")
            if len(values) == 1
            else Query.term_set_query(schema, name, values)
        )
        return (occur, query if one.excluded else _free(query))
    query = Query.range_query(schema, f"n_{one.field}", FieldType.Integer, number(one.low), number(one.high))
    return (Occur.Must, _free(query))


def _free(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)


def passing(
    searcher: Searcher,
    digests: Digests,
    addresses: Sequence[DocAddress],
    tokens: frozenset[str],
    filters: Iterable[Filter],
) -> list[int]:
    """Which of `addresses` the reader sees and the filters let through, as places in the list."""
    left = list(range(len(addresses)))
    for name, check in [
        _audience(searcher, digests, tokens),
        *(_check(searcher, digests, f) for f in filters),
    ]:
        if not left:
            break
        held = searcher.fast_field_values(name, [addresses[place] for place in left])
        values = cast("list[int | None]", held)  # every field that is checked holds whole numbers
        examples = dict(zip(values, left, strict=True))
        let_through = {value for value, place in examples.items() if check(value, addresses[place])}
        left = [place for place, value in zip(left, values, strict=True) if value in let_through]
    return left


def _audience(searcher: Searcher, digests: Digests, tokens: frozenset[str]) -> tuple[str, Check]:
    def check(value: int | None, address: DocAddress) -> bool:
        if value is None:
            return False
        readers, hidden = digests.sets(searcher, "audience", value, address)
        return not readers.isdisjoint(tokens) and hidden.isdisjoint(tokens)

    return "s_audience", check


def _check(searcher: Searcher, digests: Digests, one: Filter) -> tuple[str, Check]:
    if isinstance(one, Between):
        low, high = number(one.low), number(one.high)
        return (
            f"n_{one.field}",
            lambda value, _address: (
                value is not None and (low is None or value >= low) and (high is None or value <= high)
            ),
        )

    def check(value: int | None, address: DocAddress) -> bool:
        held = digests.sets(searcher, one.field, value, address)[0] if value is not None else frozenset()
        return held.isdisjoint(one.values) == one.excluded

    return f"s_{one.field}", check
