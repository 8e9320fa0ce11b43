"""What must and must not be there, as queries."""

from collections.abc import Sequence

import tantivy
from tantivy import Occur, Query

from qinglan.kernel.search.language.meaning import Meaning, Need
from qinglan.kernel.search.tantivy.filters import Clause
from qinglan.kernel.search.tokens.sequence import sequence


def limits(schema: tantivy.Schema, meant: Meaning) -> list[Clause]:
    """The needs and refusals of a search; a need for a phrase takes part in the score."""
    return [
        *((Occur.Must, _query(schema, need)) for need in meant.needs),
        *((Occur.MustNot, _query(schema, need)) for need in meant.refused),
    ]


def _query(schema: tantivy.Schema, need: Need) -> Query:
    if need.phrase:
        steps = sequence(need.phrase)
        return _any([phrase(schema, field, steps) for field in need.fields])
    tokens = sorted(need.tokens)
    found = _any([Query.term_query(schema, "words", token, "freq") for token in tokens])
    return Query.const_score_query(found, 0.0)


def phrase(schema: tantivy.Schema, field: str, steps: list[str]) -> Query:
    """The steps one after the other in a text."""
    if not steps:
        return Query.empty_query()
    if len(steps) == 1:
        return Query.term_query(schema, f"p_{field}", steps[0], "position")
    return Query.phrase_query(schema, f"p_{field}", list(steps))


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, one) for one in queries])


def words(schema: tantivy.Schema, weights: dict[str, float]) -> Query:
    """Any of the words."""
    return _any([Query.term_query(schema, "words", word, "freq") for word in weights])
