"""What an index keeps of a document beside what is searched: JSON in a field that is stored and nothing else."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import tantivy

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Kept(NamedTuple):
    """The stamp, who sees the layer, from whom it is hidden, texts and values of keywords."""

    stamp: str
    readers: Sequence[str]
    hidden: Sequence[str]
    values: Mapping[str, Any]


def keep(document: tantivy.Document, about: Sequence[Any]) -> None:
    """Put `about` into a document that is being written."""
    document.add_bytes("kept", _write(about).encode("utf-8", "surrogatepass"))


def read(document: tantivy.Document) -> Any:
    """What was put in."""
    return json.loads(bytes(document.get_first("kept") or b"").decode("utf-8", "surrogatepass"))


def kept(document: tantivy.Document) -> Kept:
    """What is kept of a document of a collection."""
    return Kept(*read(document))
