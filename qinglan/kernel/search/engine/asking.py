"""What one asks an engine, and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from qinglan.kernel.search.engine.documents import EVERYBODY


@dataclass(frozen=True)
class OneOf:
    """The keyword `field` is one of `values`; not one of them, when `excluded`."""

    field: str
    values: frozenset[str]
    excluded: bool = False


@dataclass(frozen=True)
class Between:
    """The number or date `field` is at least `low` and at most `high`; None leaves a side open."""

    field: str
    low: int | date | None = None
    high: int | date | None = None


Filter = OneOf | Between


@dataclass(frozen=True)
class Sort:
    """By a number or a date; those without one come last. Without a Sort the best match comes first."""

    field: str
    descending: bool = True


@dataclass(frozen=True)
class Search:
    """A question.

    `text` is in the query language (docs/search.md), and empty for all documents. Any of its words
    suffices, the more the better; with `every` all must be there. `reader` holds the
    tokens of who asks; everybody's is added. `facets` names keywords to count over everything that was
    found; each gives at most `facet_limit` values, the most frequent first. `excerpts` names kept texts
    of which an excerpt is wanted. `counted` asks for the number found, which costs time; `exact`
    for the ranking without an engine's shortcuts; `corrected` for what was perhaps meant.
    """

    text: str = ""
    every: bool = False
    reader: frozenset[str] = frozenset()
    filters: Sequence[Filter] = ()
    facets: Sequence[str] = ()
    facet_limit: int = 20
    sort: Sort | None = None
    limit: int = 10
    offset: int = 0
    excerpts: Sequence[str] = ()
    counted: bool = False
    exact: bool = False
    corrected: bool = False

    @property
    def tokens(self) -> frozenset[str]:
        """What the reader holds."""
        return self.reader | {EVERYBODY}


@dataclass(frozen=True)
class Hit:
    """A document found: `score` tells the order within one answer and means nothing beyond it.

    `excerpts` gives for each field a list of (words, whether they were looked for).
    """

    id: str
    score: float
    stamp: str = ""
    excerpts: Mapping[str, Sequence[tuple[str, bool]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The hits in order; `total` is None unless it was asked for.

    `facets` gives for each field (value, how many), the most frequent first. `instead` is the text with
    a typing mistake put right, when what was asked for is hardly found and this is.
    """

    hits: Sequence[Hit] = ()
    total: int | None = None
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    instead: str = ""

    @property
    def ids(self) -> list[str]:
        """The ids in order."""
        return [hit.id for hit in self.hits]


class Capability(Enum):
    """What an engine may lack; pages leave out what the engine of this installation can't do."""

    PHRASES = "phrases"
    FACETS = "facets"
    EXCERPTS = "excerpts"
    FIELDS = "fields"
    SORT = "sort"
    SUGGESTIONS = "suggestions"
    CORRECTIONS = "corrections"
    VECTORS = "vectors"
    EXACT_TOTALS = "exact totals"


class NotReady(Exception):
    """The index is being built (a first start, new fields); try again soon."""


class Lacking(Exception):
    """The engine of this installation lacks a capability that was asked for."""

    def __init__(self, capability: Capability) -> None:
        super().__init__(f"this search engine can't do {capability.value}")
        self.capability = capability
