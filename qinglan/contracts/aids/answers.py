"""What an aid answers: whether something holds, why, and the reckoning line by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Verdict = Literal["yes", "no", "unknown"]
Words = str | Promise


@dataclass(frozen=True)
class Point:
    """One condition: what it asks, and whether it is met (None: not said)."""

    asks: Words
    met: bool | None


@dataclass(frozen=True)
class Line:
    """One line of a reckoning 计算底稿: what it is, how it comes about, the amount in 分."""

    label: Words
    how: str
    fen: int


@dataclass(frozen=True)
class Source:
    """Where the rule stands, and since when (until when) it is in force."""

    document: str
    article: str
    certainty: str
    since: str
    until: str = ""


@dataclass(frozen=True)
class Answer:
    """The answer of an aid. `lines` stand where the verdict is yes, or what holds otherwise is reckoned too."""

    verdict: Verdict
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    sources: tuple[Source, ...]


def verdict_of(points: Iterable[Point]) -> Verdict:
    """No where a condition is not met, unknown where one is not said, else yes."""
    met = [point.met for point in points]
    return "no" if False in met else "unknown" if None in met else "yes"


def no_rule(asks: Words) -> Answer:
    """What is answered for a day on which no rule is known."""
    return Answer("unknown", (Point(asks, None),), (), ())
