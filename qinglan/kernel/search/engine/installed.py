"""The engine of this installation, chosen by QINGLAN_SEARCH_URL."""

from collections.abc import Sequence

from qinglan.kernel.search.engine.asking import Answer, Capability, Filter, Hit, NotReady, Search
from qinglan.kernel.search.engine.collections import COLLECTIONS
from qinglan.kernel.search.engine.port import Engine


def engine() -> Engine:
    """The engine; made once."""
    raise NotReady("the engine is not built in yet")


def capabilities() -> frozenset[Capability]:
    """What the engine can do."""
    return engine().capabilities


def search(collection: str, asked: Search) -> Answer:
    """Ask the engine; see Engine.search. Raises NotReady, Lacking, BadQuery."""
    return engine().search(COLLECTIONS[collection], asked)


def similar(
    collection: str,
    text: str,
    *,
    reader: frozenset[str] = frozenset(),
    filters: Sequence[Filter] = (),
    limit: int = 10,
    without: frozenset[str] = frozenset(),
) -> list[Hit]:
    """Documents like `text`, the nearest first; see Engine.similar. Raises NotReady."""
    return engine().similar(
        COLLECTIONS[collection], text, reader=reader, filters=filters, limit=limit, without=without
    )


def suggest(
    collection: str, beginning: str, *, reader: frozenset[str] = frozenset(), limit: int = 8
) -> list[str]:
    """Words that begin so; see Engine.suggest. Raises NotReady."""
    return engine().suggest(COLLECTIONS[collection], beginning, reader=reader, limit=limit)
