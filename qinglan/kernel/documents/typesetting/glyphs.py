"""Which characters the font can show; a paper with any other is refused before it is issued."""

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible

FONTS = Path(__file__).resolve().parent.parent / "fonts"
REGULAR = FONTS / "NotoSansSC-Regular.otf"
_MOST_NAMED = 5
_INVISIBLE = frozenset("\n\r\t ")


@dataclass(frozen=True)
class MissingGlyph:
    """A character without a glyph: which, its name, in which text, as which character of it (from 1)."""

    character: str
    name: str
    text: str
    position: int

    def __str__(self) -> str:
        return _("“%(character)s” (U+%(code)s, %(name)s), character %(position)s of “%(text)s”") % {
            "character": self.character,
            "code": f"{ord(self.character):04X}",
            "name": self.name,
            "position": self.position,
            "text": self.text,
        }


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """The code points of the regular font, read from its character map (OpenType ``cmap``)."""
    return frozenset(_code_points(REGULAR.read_bytes()))


def _code_points(font: bytes) -> set[int]:
    (tables,) = struct.unpack_from(">H", font, 4)
    start = next(
        offset
        for tag, _sum, offset, _length in (
            struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(tables)
        )
        if tag == b"cmap"
    )
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for i in range(count):
        (offset,) = struct.unpack_from(">I", font, start + 4 + 8 * i + 4)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 12:
            found |= _segmented(font, start + offset)
    return found


def _segmented(font: bytes, at: int) -> set[int]:
    """Format 12: groups of first code point, last code point, first glyph."""
    (groups,) = struct.unpack_from(">I", font, at + 12)
    found: set[int] = set()
    for i in range(groups):
        first, last, _glyph = struct.unpack_from(">III", font, at + 16 + 12 * i)
        found.update(range(first, last + 1))
    return found


def missing_glyphs(texts: Mapping[str, str]) -> list[MissingGlyph]:
    """The characters without a glyph in `texts` (name of the text → text), each where it first stands."""
    known = coverage()
    found: dict[str, MissingGlyph] = {}
    for name, text in texts.items():
        for position, character in enumerate(text, 1):
            if character in _INVISIBLE or ord(character) in known or character in found:
                continue
            called = unicodedata.name(character, _("without a name"))
            found[character] = MissingGlyph(character, called, name, position)
    return list(found.values())


def refuse_missing(texts: Mapping[str, str]) -> None:
    """Raise Impossible when `texts` hold a character that would not be printed."""
    missing = missing_glyphs(texts)
    if not missing:
        return
    named = "; ".join(str(one) for one in missing[:_MOST_NAMED])
    if len(missing) > _MOST_NAMED:
        named += _(" and %(count)s more") % {"count": len(missing) - _MOST_NAMED}
    raise Impossible(
        _("The font of printed papers lacks %(named)s. Write it in another way; nothing was issued.")
        % {"named": named}
    )
