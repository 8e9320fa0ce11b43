"""The words of an index: by what they begin with, how they sound, and what is one slip away from them."""

import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import tantivy
from pypinyin import Style, lazy_pinyin

MOST = 60_000
"""Words that are kept, the most frequent."""
AT_ONCE = 20_000
"""An index with more documents has its vocabulary made in the background."""
_SHORTEST_SLIP = 3
_LONGEST_SLIP = 20


@lru_cache(maxsize=4096)
def sound(word: str) -> tuple[str, str]:
    """How a word is spelled in pinyin, and by its initials: 燃烧 is (ranshao, rs)."""
    syllables = lazy_pinyin(word, style=Style.NORMAL)
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


@dataclass
class Vocabulary:
    """Words with their frequencies, the most frequent first."""

    frequency: dict[str, int]
    _sounds: list[tuple[str, str]] = field(default_factory=list)
    _same_sound: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _slips: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, searcher: tantivy.Searcher) -> "Vocabulary":
        """Read it from an index."""
        terms = searcher.terms_with_prefix("words", "", limit=MOST)
        return cls.made({word: found for word, found in terms if not word.startswith("=")})

    @classmethod
    def made(cls, frequency: dict[str, int]) -> "Vocabulary":
        """From words and how often they stand."""
        made = cls(frequency)
        for word in frequency:
            if len(word) < 2 or word[0].isdigit():
                continue
            if not word.isascii():
                full, initials = sound(word)
                made._sounds += [(full, word), (initials, word)]
                made._same_sound[full].append(word)
            if _SHORTEST_SLIP <= len(word) <= _LONGEST_SLIP and (
                len(word) > _SHORTEST_SLIP or not word.isascii()
            ):
                for slip in slips(word):
                    made._slips[slip].append(word)
        made._sounds.sort()
        return made

    def sounding(self, letters: str, most: int) -> list[str]:
        """Words whose pinyin or initials begin with `letters`, the most frequent first."""
        at = bisect_left(self._sounds, (letters, ""))
        found: dict[str, None] = {}
        while at < len(self._sounds) and self._sounds[at][0].startswith(letters) and len(found) < 20 * most:
            found[self._sounds[at][1]] = None
            at += 1
        return sorted(found, key=lambda word: -self.frequency[word])[:most]

    def near(self, word: str) -> Iterator[str]:
        """Words that sound the same, then words one slip away, each sort the most frequent first."""
        if not word.isascii():
            yield from (other for other in self._same_sound.get(sound(word)[0], ()) if other != word)
        if len(word) >= _SHORTEST_SLIP and not any(character.isdigit() for character in word):
            others = {other for slip in (word, *slips(word)) for other in self._slips.get(slip, ())}
            close = [other for other in others if other != word and abs(len(other) - len(word)) <= 1]
            yield from sorted(close, key=lambda other: -self.frequency[other])


def slips(word: str) -> Iterable[str]:
    """The word with one character left out, in each place: two words one slip apart share one of these."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


class Vocabularies:
    """The newest vocabulary of each collection; a large one is made beside the searches."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[int, Vocabulary]] = {}
        self._making: set[str] = set()
        self._lock = threading.Lock()

    def of(self, name: str, mark: int, searcher: tantivy.Searcher) -> Vocabulary | None:
        """The vocabulary, perhaps of an earlier commit; None while the first one of a large index is made."""
        held = self._made.get(name)
        if held is not None and held[0] == mark:
            return held[1]
        if searcher.num_docs <= AT_ONCE:
            made = Vocabulary.of(searcher)
            self._made[name] = (mark, made)
            return made
        with self._lock:
            grown = held is None or held[0] != mark
            if grown and name not in self._making:
                self._making.add(name)
                threading.Thread(target=self._make, args=(name, mark, searcher), daemon=True).start()
        return held[1] if held is not None else None

    def _make(self, name: str, mark: int, searcher: tantivy.Searcher) -> None:
        try:
            self._made[name] = (mark, Vocabulary.of(searcher))
        finally:
            self._making.discard(name)
