"""Entries as tantivy keeps them."""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache

import tantivy

from qinglan.kernel.search.engine.collections import Collection
from qinglan.kernel.search.engine.documents import EVERYBODY, Entry
from qinglan.kernel.search.engine.fields import Date, Integer, Keyword, Text
from qinglan.kernel.search.engine.values import number, several
from qinglan.kernel.search.tantivy.keeping import keep
from qinglan.kernel.search.tantivy.schema import CLOSED, VECTOR
from qinglan.kernel.search.tokens.cutting import Cutter

OPEN = frozenset({EVERYBODY})
Vector = Callable[[str, list[str]], bytes | None]
"""From a text and its words; None when the vector is to be made later."""


def digest(parts: Iterable[str]) -> int:
    """A number of 63 bits for a sequence of texts."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest()) >> 1


@lru_cache(maxsize=4096)
def _known(values: tuple[str, ...]) -> int:
    """The digest of a set that many documents share."""
    return digest(values)


def audience(readers: Iterable[str], hidden_from: Iterable[str]) -> int:
    """The digest of who sees an entry."""
    return _known((*sorted(readers), "\x1e", *sorted(hidden_from)))


def stored(entry: Entry, collection: Collection, cutter: Cutter, vector: Vector | None) -> tantivy.Document:
    """The entry as a document of tantivy."""
    made = tantivy.Document()
    made.add_text("id", entry.id)
    tokens: list[str] = []
    texts: list[str] = []
    kept: dict[str, str | list[str]] = {}
    for field in collection.fields:
        value = entry.values.get(field.name)
        match field:
            case Text(name, weight):
                text = value if isinstance(value, str) else "\n".join(several(value))
                tokens += cutter.tokens(text) * weight
                texts.append(text)
                made.add_text(f"p_{name}", " ".join(cutter.steps(text)))
                if field.kept:
                    kept[name] = text
            case Keyword(name):
                values = several(value)
                for one in values:
                    made.add_text(f"k_{name}", one)
                made.add_integer(f"s_{name}", _known(tuple(values)))
                kept[name] = values
            case Integer(name) | Date(name):
                found = number(value)
                if found is not None:
                    made.add_integer(f"n_{name}", found)
    made.add_text("words", " ".join(tokens))
    for token in entry.readers:
        made.add_text("readers", token)
    for token in entry.hidden_from:
        made.add_text("hidden", token)
    if entry.readers != OPEN or entry.hidden_from:
        made.add_text("access", CLOSED)
    made.add_integer("s_audience", audience(entry.readers, entry.hidden_from))
    made.add_integer("row", digest([entry.id, *sorted(entry.readers)]))
    keep(made, [entry.stamp, sorted(entry.readers), sorted(entry.hidden_from), kept])
    if vector is not None:
        _add_vector(made, vector("\n".join(filter(None, texts)), tokens))
    return made


def _add_vector(made: tantivy.Document, packed: bytes | None) -> None:
    if packed is None:
        made.add_text("lacks", VECTOR)
    else:
        made.add_bytes("vector", packed)


def later(text: str, tokens: list[str]) -> None:
    """The vector is made when there is time (`Engine.lacking`)."""
