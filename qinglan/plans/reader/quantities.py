"""Quantities of one paragraph: which numbers commit somebody, and to what."""

import re
from dataclasses import dataclass

from qinglan.plans.reader import comparators, deadlines, fields, kinds
from qinglan.plans.reader.clauses import Clauses, Place
from qinglan.plans.reader.exclusions import masked
from qinglan.plans.reader.model import Comparator, Kind, Number, Strength
from qinglan.plans.reader.numbers import Token, tokens

_HAS_NUMERAL = re.compile(r"\d|[一二两三四五六七八九十百千万亿半零]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paragraph inherits from its place in the document."""

    aims: bool
    background: bool
    horizon: str | None
    inherited_year: str | None = None
    issued: int | None = None


@dataclass(slots=True)
class Found:
    """A quantity with spans in the paragraph's compact text."""

    kind: Kind
    start: int
    end: int
    indicator: str
    action: str
    comparator: Comparator
    value: Number
    upper: Number | None
    unit: str
    deadline: str | None
    strength: Strength
    per: str | None


def find(text: str, around: Surroundings) -> list[Found]:
    """All quantities of a compact paragraph, in order."""
    if not _HAS_NUMERAL.search(text):
        return []
    hidden = masked(text)
    row = tokens(hidden)
    if not row:
        return []
    clauses = Clauses(text)
    timeline = deadlines.timeline(text, around.horizon)
    found: list[Found] = []
    for index, token in enumerate(row):
        place = clauses.place(
            token, row[index - 1] if index else None, row[index + 1] if index + 1 < len(row) else None
        )
        item = _quantity(place, clauses, timeline, around)
        if item is not None:
            found.append(item)
    return found


def _quantity(
    place: Place, clauses: Clauses, timeline: deadlines.Timeline, around: Surroundings
) -> Found | None:
    token = place.token
    compare = comparators.comparator(place)
    per = kinds.per(place)
    if not kinds.is_quantity(place, compare, per, around.aims, around.background, around.issued):
        return None
    kind = kinds.kind(place, compare, per, around.aims, clauses)
    threshold = kinds.is_threshold(place, compare)
    strength = kinds.strength(place, clauses, threshold=threshold)
    deadline = deadlines.deadline(place, timeline, kind, around.horizon)
    reading = fields.describe(place, kind, threshold=threshold)
    return Found(
        kind,
        reading.start,
        reading.end,
        reading.indicator,
        reading.action,
        compare,
        token.value,
        token.upper,
        token.unit,
        deadline,
        strength,
        per,
    )
