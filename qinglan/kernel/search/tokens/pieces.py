"""Pieces: the runs of a folded text that are cut each in its own way."""

import re
from collections.abc import Iterator

from qinglan.kernel.search.tokens.units import CHINESE_UNITS, UNIT

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = r"[^\W_%s]" % HAN  # noqa: UP031 - a set of characters full of brackets
_PIECE = re.compile(
    rf"(?P<quantity>(?<![^\W_{HAN}])\d+(?:\.\d+)?\s?(?:{UNIT})(?![a-z0-9])"
    rf"|(?<![^\W_{HAN}])\d+(?:\.\d+)?(?:{CHINESE_UNITS}))"
    rf"|(?P<han>[{HAN}]+)"
    rf"|(?P<latin>{_LATIN}+(?:[.\-/+·']{_LATIN}+)*)"
)


def pieces(folded: str) -> Iterator[tuple[str, str, int]]:
    """The pieces of a folded text: kind (quantity, han, latin), the piece, where it begins."""
    for found in _PIECE.finditer(folded):
        yield found.lastgroup or "latin", found.group(), found.start()
