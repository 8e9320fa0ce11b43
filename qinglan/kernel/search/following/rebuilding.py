"""Make an index anew from what there is now."""

from collections.abc import Iterator
from itertools import islice

from qinglan.kernel.outbox import changes
from qinglan.kernel.search.engine.collections import COLLECTIONS, Collection
from qinglan.kernel.search.engine.documents import Document
from qinglan.kernel.search.engine.installed import engine
from qinglan.kernel.search.engine.port import Engine, Place
from qinglan.kernel.search.following.now import now

PORTION = 1000


def rebuild(name: str) -> int:
    """Make the index of a collection anew in the installed engine; how many documents it holds."""
    return rebuild_in(engine(), COLLECTIONS[name])


def rebuild_in(engine: Engine, collection: Collection) -> int:
    """Make the index anew; what changes meanwhile lies behind its place and is followed after."""
    _number, token = changes.epoch()
    place = Place(token, changes.end(), now())
    return engine.rebuild(collection, _everything(collection), place)


def _everything(collection: Collection) -> Iterator[Document]:
    ids = iter(collection.ids())
    while portion := list(islice(ids, PORTION)):
        yield from collection.read(portion)
