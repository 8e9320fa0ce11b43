"""The text of an article with its quotes marked."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from qinglan.plans.models import Quantity


@dataclass(frozen=True)
class Piece:
    """A run of text; with `slugs`, the quotes that lie over it."""

    text: str
    slugs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


def marked(text: str, quantities: Iterable[Quantity]) -> list[list[Piece]]:
    """The paragraphs of `text`, each cut where a quote begins or ends; quotes may overlap.

    A piece's `starts` names the quotes that begin with it: the places that links lead to.
    """
    found = [
        (quantity.start, quantity.start + len(quantity.quote), quantity)
        for quantity in quantities
        if quantity.start is not None and text.startswith(quantity.quote, quantity.start)
    ]
    paragraphs: list[list[Piece]] = []
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(_pieces(line, offset, found))
        offset += len(line) + 1
    return paragraphs


def _pieces(line: str, offset: int, found: list[tuple[int, int, Quantity]]) -> list[Piece]:
    end = offset + len(line)
    cuts = {offset, end}
    for start, stop, _quantity in found:
        cuts |= {max(offset, min(start, end)), max(offset, min(stop, end))}
    places = sorted(cuts)
    pieces = []
    for left, right in itertools.pairwise(places):
        over = [quantity for start, stop, quantity in found if start < right and stop > left]
        pieces.append(
            Piece(
                line[left - offset : right - offset],
                tuple(quantity.slug for quantity in over),
                tuple(sorted({quantity.kind for quantity in over})),
                tuple(quantity.slug for start, _stop, quantity in found if start == left),
            )
        )
    return pieces
