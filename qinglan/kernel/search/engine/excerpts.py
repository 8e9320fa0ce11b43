"""Excerpts: the part of a text that holds most of what was looked for, with the words marked."""

from collections.abc import Collection as Several
from collections.abc import Sequence
from itertools import pairwise

from qinglan.kernel.search.tokens.cutting import Cutter
from qinglan.kernel.search.tokens.folding import fold, fold_with_places

LENGTH = 120
"""Characters of an excerpt."""
_BEFORE = 20
Part = tuple[str, bool]


def excerpt(
    text: str, words: Several[str], cutter: Cutter, *, phrases: Sequence[str] = (), length: int = LENGTH
) -> list[Part]:
    """About `length` characters of `text` as (piece, whether it was looked for), with … where it is cut."""
    marks = _merged([*_of_words(text, words, cutter), *_of_phrases(text, phrases)])
    begin = _best(marks, length)
    begin = 0 if begin <= _BEFORE else begin - _BEFORE
    end = min(len(text), begin + length)
    if end == len(text):
        begin = max(0, end - length)
    parts: list[Part] = [("…", False)] if begin else []
    place = begin
    for first, last in marks:
        if last <= place or first >= end:
            continue
        first, last = max(first, place), min(last, end)  # noqa: PLW2901 - the mark is cut to the excerpt
        if first > place:
            parts.append((text[place:first], False))
        parts.append((text[first:last], True))
        place = last
    if place < end:
        parts.append((text[place:end], False))
    if end < len(text):
        parts.append(("…", False))
    return parts


def _of_words(text: str, words: Several[str], cutter: Cutter) -> list[tuple[int, int]]:
    return [(span.begin, span.end) for span in cutter.spans(text) if span.token in words]


def _of_phrases(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    found = []
    folded, places = fold_with_places(text) if phrases else ("", [0])
    for phrase in filter(None, map(fold, phrases)):
        at = folded.find(phrase)
        while at >= 0:
            found.append((places[at], places[at + len(phrase) - 1] + 1))
            at = folded.find(phrase, at + len(phrase))
    return found


def _merged(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(marks):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _best(marks: list[tuple[int, int]], length: int) -> int:
    """Where the window begins that holds most marked characters."""
    best, most, last, held = 0, 0, 0, 0
    starts = [begin for begin, _end in marks]
    assert all(one <= other for one, other in pairwise(starts))
    for first, (begin, _end) in enumerate(marks):
        while last < len(marks) and marks[last][1] <= begin + length - _BEFORE:
            held += marks[last][1] - marks[last][0]
            last += 1
        if held > most:
            best, most = begin, held
        if last > first:
            held -= marks[first][1] - marks[first][0]
        else:
            last = first + 1
    return best
