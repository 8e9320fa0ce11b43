"""The benchmark's documents, as the engine and as the peer take them."""

from collections.abc import Sequence

from benchmarks.search import texts
from qinglan.kernel.search.engine import Collection, Document, Integer, Keyword, Text
from qinglan.kernel.search.engine.documents import open_document
from qinglan.kernel.search.tokens.cutting import Cutter

FACETS = ("field", "territory", "level_facet", "mode")


def _nothing(ids: Sequence[str]) -> list[Document]:
    return []


def collection() -> Collection:
    """A collection of the benchmark's rows."""
    fields = (
        Text("text"),
        Keyword("field"),
        Keyword("territory"),
        Keyword("mode"),
        Keyword("level_facet"),
        Integer("level"),
    )
    return Collection("bench", fields, frozenset(), _nothing, tuple)


def document(row: texts.Row) -> Document:
    """A row as the engine takes it."""
    return open_document(
        str(row.number),
        {
            "text": row.text,
            "field": row.field,
            "territory": row.territory,
            "mode": list(row.modes),
            "level_facet": str(row.level),
            "level": row.level,
        },
    )


def line(row: texts.Row, cutter: Cutter) -> str:
    """A row as the peer takes it: the same tokens, the same steps of phrases."""
    tokens, steps = " ".join(cutter.tokens(row.text)), " ".join(cutter.steps(row.text))
    return "\t".join(
        [str(row.number), row.field, row.territory, ",".join(row.modes), str(row.level), tokens, steps]
    )
