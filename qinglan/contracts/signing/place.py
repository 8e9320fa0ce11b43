"""Where on the paper a party signs: right of the gap below its name, on the page of signatures."""

from dataclasses import dataclass

import pypdfium2

STAMP = "（盖章）："
"""What stands before the name of each party on the page of signatures (``clauses.typ``), in the order of the paper."""
_WIDTH, _HEIGHT = 214, 36
_RIGHT, _BELOW = 79, 3
"""From the right edge of the page, and below the line with the name; in points, as the template has them."""


@dataclass(frozen=True)
class Place:
    """A rectangle on a page (counted from 0), in whole points from its lower left corner."""

    page: int
    left: int
    bottom: int
    right: int
    top: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.right - self.left, self.top - self.bottom


def places(paper: bytes, parties: int) -> list[Place]:
    """The places of the parties in the order of the paper (the buyers first); [] where they are not found."""
    document = pypdfium2.PdfDocument(paper)
    try:
        found = [place for number, page in enumerate(document) for place in _on(number, page)]
    finally:
        document.close()
    return found[-parties:] if 0 < parties <= len(found) else []


def _on(number: int, page: pypdfium2.PdfPage) -> list[Place]:
    words, found = page.get_textpage(), []
    searcher = words.search(STAMP)
    right = round(page.get_width()) - _RIGHT
    while (hit := searcher.get_next()) is not None:
        _left, bottom, _right, _top = words.get_charbox(hit[0])
        top = round(bottom) - _BELOW
        found.append(Place(number, right - _WIDTH, top - _HEIGHT, right, top))
    return found
