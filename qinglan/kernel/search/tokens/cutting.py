"""Cut a text into tokens.

Chinese is cut into words by jieba's dictionary with the words of the field, longer words also into the
words that they are made of (“技术创新” gives 技术, 创新 and 技术创新). Letters and figures stay together as a
formula or a type does (“pm2.5”, “v2o5-wo3/tio2”, and its parts), a number with its unit is one token
beside the number's own. A word that has equals (synonyms) gives the token of its group besides, so that
each finds the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from qinglan.kernel.search.tokens.dictionary import Dictionary
from qinglan.kernel.search.tokens.folding import fold, fold_with_places
from qinglan.kernel.search.tokens.pieces import pieces
from qinglan.kernel.search.tokens.sequence import sequence
from qinglan.kernel.search.tokens.units import parts_of_quantity

VERSION = 1
"""Of these rules: another one needs another index."""
LONGEST = 64
"""Characters of a token; what is longer is no word."""
_SURE = 1_000_000
"""A frequency that makes jieba take a word of the field whole."""
_INNER = str.maketrans(".-/+·'", "      ")


@dataclass(frozen=True)
class Span:
    """A token and where it stands in the text that was given; `whole` unless it is a part of another."""

    token: str
    begin: int
    end: int
    whole: bool = True


class Cutter:
    """Cuts texts by one dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._jieba = rjieba.Jieba()
        for word in sorted(dictionary.words):
            if not word.isascii() and " " not in word:
                self._jieba.add_word(word, _SURE, None)
        self.print = f"{VERSION}-{dictionary.print}"

    def tokens(self, text: str) -> list[str]:
        """The tokens of `text` in their order, as they stand in the index."""
        same = self.dictionary.same
        found: list[str] = []
        before = ""
        for kind, piece, _begin in pieces(fold(text)):
            if kind == "han":
                words = self._jieba.cut_for_search(piece, False)
            elif kind == "latin":
                words = _latin(piece)
            else:
                words = _quantity(piece)
            found += words
            if same:
                found += [same[word] for word in words if word in same]
                if kind == "latin":
                    pair = f"{before} {words[0]}"
                    if pair in same:
                        found.append(same[pair])
                before = words[-1] if kind == "latin" else ""
        return [token for token in found if len(token) <= LONGEST]

    def steps(self, text: str) -> list[str]:
        """The characters of `text` in which phrases are looked for; see `sequence`."""
        return sequence(text)

    def spans(self, text: str) -> list[Span]:
        """The tokens with their places in `text`; groups of equals stand at the word's place."""
        folded, places = fold_with_places(text)
        return [
            Span(span.token, places[span.begin], places[span.end - 1] + 1, span.whole)
            for span in self._spans(folded)
            if len(span.token) <= LONGEST
        ]

    def _spans(self, folded: str) -> Iterator[Span]:
        for kind, piece, begin in pieces(folded):
            for span in self._of_piece(kind, piece):
                yield Span(span.token, begin + span.begin, begin + span.end, span.whole)
                group = self.dictionary.same.get(span.token)
                if group is not None:
                    yield Span(group, begin + span.begin, begin + span.end, whole=False)

    def _of_piece(self, kind: str, piece: str) -> Iterator[Span]:
        if kind == "han":
            whole = {(begin, end) for _word, begin, end in self._jieba.tokenize(piece, "default", False)}
            for word, begin, end in self._jieba.tokenize(piece, "search", False):
                yield Span(word, begin, end, (begin, end) in whole)
            return
        words = _latin(piece) if kind == "latin" else _quantity(piece)
        yield Span(words[0], 0, len(piece))
        place = 0
        for word in words[1:]:
            begin = max(piece.find(word, place), 0)
            place = begin + len(word)
            yield Span(word, begin, min(place, len(piece)), whole=False)


def _latin(piece: str) -> list[str]:
    parts = piece.translate(_INNER).split()
    return [piece] if len(parts) == 1 else [piece, *parts]


def _quantity(piece: str) -> list[str]:
    number, unit = parts_of_quantity(piece)
    return [number + unit, number, unit]
