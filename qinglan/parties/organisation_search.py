"""What organisations are found by: pinyin order, similar names, words in names and codes.

The database has neither trigrams nor a Chinese collation, so the keys are stored with the row and
made here alone.
"""

import re
import unicodedata
from collections.abc import Iterable

from qinglan.kernel.codes.pinyin import pinyin_key

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_FORM = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司|股份|有限合伙)+$")
_SHORTEST_CORE = 3


def folded(text: str) -> str:
    """`text` as it is searched: half-width, small letters, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def core_of(name: str) -> str:
    """The name without brackets and legal form, by which similar names are found.

    >>> core_of("澄川环保装备（演示）有限公司")
    '澄川环保装备'
    """
    plain = folded(_BRACKETED.sub("", unicodedata.normalize("NFKC", name)))
    return _FORM.sub("", plain) or plain or folded(name)


def is_close(one: str, other: str) -> bool:
    """Whether two cores are the same, or one begins with the other and is long enough to mean something."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _SHORTEST_CORE and long.startswith(short))


def text_of(code: str, names: Iterable[str]) -> str:
    """What words are looked for in: the code and all names, one a line."""
    return "\n".join(dict.fromkeys([folded(code), *(folded(name) for name in names)]))


def grams_of(text: str) -> list[str]:
    """All characters and pairs of characters that follow one another in a line of `text`."""
    found: set[str] = set()
    for line in text.split("\n"):
        found.update(line)
        found.update(line[index : index + 2] for index in range(len(line) - 1))
    return sorted(found)


def grams_for(word: str) -> list[str]:
    """The grams that a text with `word` in it must have: its pairs, or the character itself."""
    plain = folded(word)
    if len(plain) < 2:
        return [plain] if plain else []
    return sorted({plain[index : index + 2] for index in range(len(plain) - 1)})


def keys(code: str, name: str, former: Iterable[str] = ()) -> dict[str, object]:
    """The stored keys of an organisation, as fields."""
    text = text_of(code, [name, *former])
    return {
        "name_key": pinyin_key(name)[:800],
        "name_core": core_of(name),
        "search_text": text,
        "search_grams": grams_of(text),
    }
