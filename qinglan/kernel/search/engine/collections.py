"""Collections: what an app lets the engine index, and how its documents are read."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qinglan.kernel.outbox.changes import Change
from qinglan.kernel.search.engine.documents import Document
from qinglan.kernel.search.engine.fields import Date, Field, Integer, Keyword, Text


def key_of(change: Change) -> Iterable[str]:
    """The usual case: a change's key is the document's id."""
    return (change.key,)


@dataclass(frozen=True)
class Collection:
    """Documents of one sort.

    `changes` are the kinds of changes after which documents are read anew, and `touched(change)` says
    which ids. `read(ids)` gives the documents as they are *now*, leaving out those that nobody may find;
    `ids()` gives every id that may have one, for a rebuild, which reads them in portions. Both are
    called without a user. They run outside requests: no active language, no permissions asked.
    """

    name: str
    fields: Sequence[Field]
    changes: frozenset[str]
    read: Callable[[Sequence[str]], Iterable[Document]]
    ids: Callable[[], Iterable[str]]
    touched: Callable[[Change], Iterable[str]] = key_of

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"the collection {self.name} has two fields of one name")

    @property
    def texts(self) -> list[Text]:
        """The fields that are searched by words."""
        return [field for field in self.fields if isinstance(field, Text)]

    def field(self, name: str) -> Field | None:
        """The field called `name`."""
        return next((field for field in self.fields if field.name == name), None)

    def of(self, *kinds: type[Keyword | Integer | Date]) -> list[str]:
        """The names of the fields of these kinds."""
        return [field.name for field in self.fields if isinstance(field, kinds)]

    @property
    def shape(self) -> str:
        """A digest of the fields: another one needs another index."""
        return hashlib.sha256(repr(tuple(self.fields)).encode()).hexdigest()[:12]


COLLECTIONS: dict[str, Collection] = {}


def register_collection(collection: Collection) -> Collection:
    """Enter a collection; its name may be entered once. Raises ValueError."""
    if collection.name in COLLECTIONS:
        raise ValueError(f"the collection {collection.name} is registered twice")
    COLLECTIONS[collection.name] = collection
    return collection
