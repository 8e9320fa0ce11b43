"""Sentences and labelled lines of a text, with their places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[。！？!?；;\n]+")
_COMMA = re.compile(r"[，,](?!\d{3})")
_LABEL = re.compile(
    r"^[\s\-*•·]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?([^\s：:，。；]{2,16})\s*[：:]\s*",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Span:
    """The characters `start` to `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """These characters of `text`."""
        return text[self.start : self.end]


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without blanks and hyphens at its ends."""
    while start < end and text[start] in " \t\n　-—•·，,、":
        start += 1
    while end > start and text[end - 1] in " \t\n　，,、":
        end -= 1
    return Span(start, end)


def sentences(text: str) -> Iterator[Span]:
    """The sentences of `text`, with the sign that ends each."""
    start = 0
    for end in _END.finditer(text):
        found = trimmed(text, start, end.end() if end.group()[0] != "\n" else end.start())
        if found.end > found.start:
            yield found
        start = end.end()
    found = trimmed(text, start, len(text))
    if found.end > found.start:
        yield found


def clauses(text: str) -> Iterator[Span]:
    """The parts of sentences between commas."""
    for sentence in sentences(text):
        start = sentence.start
        for place in [
            *(cut.start() for cut in _COMMA.finditer(text, sentence.start, sentence.end)),
            sentence.end,
        ]:
            found = trimmed(text, start, place)
            if found.end > found.start:
                yield found
            start = place + 1


def labelled(text: str) -> Iterator[tuple[str, Span]]:
    """Label and what it labels: “预算：50万元” → (“预算”, the span of “50万元”), up to the next label."""
    marks = list(_LABEL.finditer(text))
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        found = trimmed(text, mark.end(), end)
        if found.end > found.start:
            yield mark.group(1), found
