"""Sentences and clauses of one paragraph, and the words that surround a number."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from qinglan.plans.reader.numbers import Token
from qinglan.plans.reader.units import base_unit

_SENTENCE_END = re.compile(r"[。；！？]|--")
_CLAUSE_END = re.compile(r"[。；！？，]|：(?!\d)|(?<!\d)：|--")


@dataclass(slots=True)
class Place:
    """A token within its clause and sentence; indices are into the paragraph's compact text."""

    token: Token
    sentence: str
    sentence_start: int
    clause_start: int
    clause_end: int
    left: str
    right: str
    before: Token | None
    after: Token | None

    @property
    def base(self) -> str:
        """The token's unit without its magnitude."""
        return base_unit(self.token.unit)

    @property
    def own_left(self) -> str:
        """The clause's words between the number before, if any, and this one."""
        if self.before is None:
            return self.left
        return self.left[max(0, self.before.end - self.clause_start) :]

    @property
    def bound_word(self) -> str:
        """The bound printed after number and unit (以上, 及以下, 范围内), or an empty string."""
        start = self.sentence_start
        return self.sentence[self.token.core - start : self.token.end - start]

    @property
    def told(self) -> str:
        """The sentence up to the number."""
        return self.sentence[: self.token.start - self.sentence_start]

    @property
    def clause(self) -> str:
        """The whole clause."""
        return self.sentence[self.clause_start - self.sentence_start : self.clause_end - self.sentence_start]


class Clauses:
    """Boundaries of one compact paragraph, asked for per token."""

    __slots__ = ("_clause_ends", "_sentence_ends", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        depth_free = _flat(text)
        self._sentence_ends = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text) + 1]
        self._clause_ends = [0, *(match.end() for match in _CLAUSE_END.finditer(depth_free)), len(text) + 1]

    def place(self, token: Token, before: Token | None, after: Token | None) -> Place:
        """Where `token` stands; `before` and `after` are its neighbours in the same clause, if any."""
        sentence_start, sentence_end = self._around(self._sentence_ends, token.start)
        start, end = self._around(self._clause_ends, token.start)
        start, end = max(start, sentence_start), min(end, sentence_end)
        if before is not None and before.end <= start:
            before = None
        if after is not None and after.start >= end:
            after = None
        return Place(
            token,
            self.text[sentence_start:sentence_end],
            sentence_start,
            start,
            end,
            self.text[start : token.start],
            self.text[token.end : end],
            before,
            after,
        )

    def _around(self, ends: list[int], position: int) -> tuple[int, int]:
        at = bisect_right(ends, position)
        start = ends[at - 1]
        end = ends[at] - 1 if at < len(ends) else len(self.text)
        return start, min(end, len(self.text))

    def previous_clause(self, start: int) -> tuple[int, int]:
        """The clause that ends just before index `start`; an empty one at the head."""
        if start == 0:
            return 0, 0
        at = bisect_right(self._clause_ends, start - 1)
        return self._clause_ends[at - 1], start - 1


_BRACKET = re.compile(r"（[^（）\n]{0,60}）")


def _flat(text: str) -> str:
    """`text` with the commas inside brackets blanked, so that a bracket does not end a clause."""
    if "（" not in text:
        return text
    return _BRACKET.sub(
        lambda match: (
            "（" + "\ue001" * (len(match.group()) - 2) + "）"
            if not _has_number(match.group())
            else match.group()
        ),
        text,
    )


def _has_number(text: str) -> bool:
    return any(char.isdigit() for char in text)
