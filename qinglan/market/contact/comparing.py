"""How two versions of the terms differ: point by point, words that went and words that came."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.money import money
from qinglan.market.contact.pack import TermPoint, contact
from qinglan.market.models.terms import TermSheet


@dataclass(frozen=True)
class Piece:
    """A piece of text: kept (""), gone (``-``) or come (``+``)."""

    sign: str
    text: str


@dataclass(frozen=True)
class Point:
    """One point of the checklist in a version, or between two: title, what each says, the pieces."""

    code: str
    title: str
    essential: bool
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether both say something else."""
        return self.before != self.after


def said(sheet: TermSheet | None) -> dict[str, str]:
    """What a version says to each point, in the reader's language: choice, amount, words."""
    if sheet is None:
        return {}
    rules = contact()
    return {line.code: _words(line, rules.point(line.code)) for line in sheet.lines.all()}


def _words(line: Any, point: TermPoint | None) -> str:
    parts = []
    if line.choice:
        parts.append(point.option(line.choice) if point else line.choice)
    if line.amount is not None:
        parts.append(money(line.amount))
    if line.text:
        parts.append(line.text)
    return " · ".join(parts)


def points(older: TermSheet | None, newer: TermSheet) -> list[Point]:
    """Every point that either version speaks of or the checklist calls essential, in its order."""
    before, after = said(older), said(newer)
    rules = contact()
    known = {point.code: point for point in rules.checklist}
    codes = [*known, *sorted(set(before) | set(after) - set(known))]
    found = []
    for code in dict.fromkeys(codes):
        old, new = before.get(code, ""), after.get(code, "")
        point = known.get(code)
        essential = point is not None and point.essential
        if old or new or essential:
            title = in_reader_language(point.title) if point else code
            found.append(Point(code, title, essential, old, new, tuple(pieces(old, new))))
    return found


def pieces(old: str, new: str) -> Iterable[Piece]:
    """The pieces by which `old` becomes `new`; joined, the kept and gone give `old`, the kept and come `new`.

    >>> [(one.sign, one.text) for one in pieces("三年", "五年")]
    [('-', '三'), ('+', '五'), ('', '年')]
    >>> [(one.sign, one.text) for one in pieces("300 万", "280 万")]
    [('-', '300'), ('+', '280'), ('', ' 万')]
    """
    before, after = _tokens(old), _tokens(new)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("", "".join(before[a:b]))
            continue
        if b > a:
            yield Piece("-", "".join(before[a:b]))
        if d > c:
            yield Piece("+", "".join(after[c:d]))


def _tokens(text: str) -> list[str]:
    """Numbers and Latin words whole, everything else character by character."""
    return re.findall(r"\d[\d.,]*|[A-Za-z]+|.", text, re.DOTALL)
