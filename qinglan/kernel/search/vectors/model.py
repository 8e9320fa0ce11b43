"""The port of the models that turn a text into a direction: the records' own, or an encoder from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from qinglan.kernel.search.vectors.space import Space
from qinglan.kernel.search.vectors.sparse import Floats

RECORDS = "records"


class Model(Protocol):
    """Turns texts into directions of one space."""

    @property
    def name(self) -> str:
        """Tells it from every other model: vectors of two models can't be compared."""

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""

    @property
    def slow(self) -> bool:
        """Whether a vector takes so long that those of many documents are made after these can be found."""

    def vector(self, text: str, tokens: Sequence[str]) -> Floats:
        """The direction of a text, whose words are `tokens`, of length 1; zero when it says nothing."""

    def packed(self, text: str, tokens: Sequence[str]) -> bytes:
        """`vector` in a byte for each dimension."""


@dataclass(frozen=True)
class OwnRecords:
    """The default: directions learned from the collection's own records, which know the words alone."""

    space: Space
    name: str = RECORDS
    slow: bool = False

    @property
    def dimensions(self) -> int:
        """See Model."""
        return self.space.dimensions

    def vector(self, text: str, tokens: Sequence[str]) -> Floats:
        """See Model."""
        return self.space.vector(tokens)

    def packed(self, text: str, tokens: Sequence[str]) -> bytes:
        """See Model."""
        return self.space.packed(tokens)


@dataclass(frozen=True)
class Noted:
    """What an index notes of the model of its vectors: the name, and how many numbers a vector has."""

    name: str
    dimensions: int


def noted_of(model: Model) -> Noted:
    """What is noted of `model`."""
    return Noted(model.name, model.dimensions)


def is_outdated(held: Noted | None, encoder: Model | None) -> bool:
    """Whether vectors are to be made anew, with the model that the installation has now."""
    if encoder is not None:
        return held is None or held.name != encoder.name
    return held is not None and held.name != RECORDS
