"""Count what was found, and the values of keywords over all of it, in one pass.

A keyword of which documents hold several values is counted by its sets of values, which are one number for
each document, and each set's count given to its values: a third of the time where sets are few.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from tantivy import Query, Searcher

from qinglan.kernel.search.tantivy.filters import Digests

MOST_SETS = 1000
"""With more sets of values of a keyword among what was found, its values are counted one by one."""
MOST_KNOWN = 20_000
"""Sets whose values are remembered."""
_TOTAL = " total"
Counts = Mapping[str, Sequence[tuple[str, int]]]
Asked = dict[str, Any]
Known = dict[tuple[str, int], tuple[str, ...]]


def count(
    searcher: Searcher, digests: Digests, query: Query, names: Sequence[str], limit: int, *, total: bool
) -> tuple[int | None, Counts]:
    """The number that `query` finds, where `total`, and of each keyword the `limit` most frequent values."""
    by_sets = digests.several.intersection(names)
    asked = {name: _by_sets(name) if name in by_sets else _by_values(name, limit) for name in names}
    if total:
        asked[_TOTAL] = {"value_count": {"field": "row"}}
    if not asked:
        return None, {}
    found = searcher.aggregate(query, asked)
    too_many = {name for name in by_sets if len(found[name]["buckets"]) >= MOST_SETS}
    if too_many:
        digests.many |= too_many
        digests.several -= too_many
        by_sets -= too_many
        found |= searcher.aggregate(query, {name: _by_values(name, limit) for name in too_many})
    known = digests.values
    unknown = [name for name in by_sets if not _all_known(known, name, found[name])]
    if unknown:
        if len(known) > MOST_KNOWN:
            known = digests.values = {}
            unknown = list(by_sets)
        _learn(known, searcher.aggregate(query, {name: _sets_with_values(name) for name in unknown}))
    return int(found[_TOTAL]["value"]) if total else None, {
        name: _of_sets(known, name, found[name], limit)
        if name in by_sets
        else [(bucket["key"], bucket["doc_count"]) for bucket in found[name]["buckets"]]
        for name in names
    }


def _by_values(name: str, limit: int) -> Asked:
    return {"terms": {"field": f"k_{name}", "size": limit}}


def _by_sets(name: str) -> Asked:
    return {"terms": {"field": f"s_{name}", "size": MOST_SETS}}


def _sets_with_values(name: str) -> Asked:
    return {**_by_sets(name), "aggs": {"values": _by_values(name, MOST_SETS)}}


def _all_known(known: Known, name: str, found: Mapping[str, Any]) -> bool:
    return all((name, _key(bucket)) in known for bucket in found["buckets"])


def _key(bucket: Mapping[str, Any]) -> int:
    return int(bucket["key"])


def _learn(known: Known, found: Mapping[str, Any]) -> None:
    """Which values the sets are made of: each stands in every document of its set."""
    for name, answer in found.items():
        for bucket in answer["buckets"]:
            values = tuple(sorted(one["key"] for one in bucket["values"]["buckets"]))
            known[name, _key(bucket)] = values


def _of_sets(known: Known, name: str, found: Mapping[str, Any], limit: int) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for bucket in found["buckets"]:
        for value in known[name, _key(bucket)]:
            counts[value] += bucket["doc_count"]
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:limit]
