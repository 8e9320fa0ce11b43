"""Documents as an app hands them to the engine, and who sees which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Value = str | int | date | Sequence[str] | None
EVERYBODY = "everybody"
"""The token that every reader holds."""


@dataclass(frozen=True)
class Layer:
    """What the holders of one of `readers` see of a document: field → value."""

    readers: frozenset[str]
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Document:
    """A thing that can be found: its id, and one layer or several, the *innermost first*.

    A reader sees the first layer of which he holds a token and no other: he finds it by the words of
    that layer alone, and it counts once. So a technology whose price only its owner sees is::

        Document(str(technology.pk), (
            Layer(frozenset({"org:12"}), {"title": "…", "price": 500_000_00}),
            Layer(frozenset({EVERYBODY}), {"title": "…"}),
        ))

    `stamp` is kept and given back with a hit, for instance the revision that was indexed.
    """

    id: str
    layers: Sequence[Layer]
    stamp: str = ""


def open_document(identity: str, values: Mapping[str, Value], *, stamp: str = "") -> Document:
    """A document that everybody sees alike."""
    return Document(identity, (Layer(frozenset({EVERYBODY}), values),), stamp)


@dataclass(frozen=True)
class Entry:
    """One layer as it stands in an index: whoever holds one of `readers` and none of `hidden_from` sees it."""

    id: str
    values: Mapping[str, Value]
    readers: frozenset[str]
    hidden_from: frozenset[str] = field(default_factory=frozenset)
    stamp: str = ""


def entries(document: Document) -> list[Entry]:
    """The layers as entries of which each reader sees at most one; layers that nobody reaches are left out."""
    seen: frozenset[str] = frozenset()
    found = []
    for layer in document.layers:
        readers = layer.readers - seen
        if EVERYBODY in readers:  # who else is named adds nobody
            readers = frozenset({EVERYBODY})
        if readers and EVERYBODY not in seen:
            found.append(Entry(document.id, layer.values, readers, seen, document.stamp))
        seen |= layer.readers
    return found
