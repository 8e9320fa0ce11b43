"""Folding: forms of one character that a reader takes for the same become the same."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources


class _Folds(dict[int, str]):
    """Character → folded text, worked out at the first meeting (what `str.translate` looks up)."""

    def __missing__(self, code: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        simple = _simplified()
        self[code] = "".join(simple.get(one, one) for one in folded)
        return self[code]


@cache
def _simplified() -> dict[str, str]:
    """Traditional → simplified character, from the table of OpenCC."""
    table = resources.files("opencc").joinpath("dictionary", "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {old: new.split(" ")[0] for old, new in pairs if len(old) == 1}


_FOLDS = _Folds()


@lru_cache(maxsize=16)
def fold(text: str) -> str:
    """`text` in small letters, half width, plain digits, simplified characters.

    >>> fold("ＳＯ₂ 脫硝 10㎎")
    'so2 脱硝 10mg'

    The last few are remembered: what is cut into words is also taken apart for phrases.
    """
    return text.translate(_FOLDS)


def fold_letters(text: str) -> str:
    """`fold(text)` for who looks for letters, digits and characters alone: signs may stay as they are.

    Most texts then only need small letters, which takes a tenth of the time.
    """
    return text.lower() if _beyond_small_letters().search(text) is None else fold(text)


@cache
def _beyond_small_letters() -> re.Pattern[str]:
    """Characters that fold to a letter or digit that isn't their own small letter (in any place of a word)."""
    folds = _Folds()
    beyond = [
        chr(code)
        for code in (*range(0x80, 0xD800), *range(0xE000, 0x10000))
        if any(map(str.isalnum, chr(code) + folds[code])) and folds[code] != f"a{chr(code)}".lower()[1:]
    ]
    return re.compile(f"[{re.escape(''.join(beyond))}\U00010000-\U0010ffff]")


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """`fold(text)`, and for each of its characters (and its end) the place in `text` that it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        piece = _FOLDS[ord(character)]
        folded.append(piece)
        places.extend([place] * len(piece))
    places.append(len(text))
    return "".join(folded), places
