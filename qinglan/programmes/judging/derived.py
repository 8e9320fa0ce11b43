"""Quantities worked out from others, in Decimal; unknown where one of them is unknown."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import reduce

from qinglan.kernel.rulebook.conditions import Answer
from qinglan.programmes.definition.questions import Derived
from qinglan.programmes.judging.words import rounded

PRECISION = 50
"""Digits carried in between; set by those who call `derive`."""
CONSTANT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
"""An entry of `of` that is a number itself."""


def derive(one: Derived, known: Mapping[str, Answer]) -> Decimal | None:
    """The quantity, rounded half up to its places; None where it can't be known or has too many digits."""
    if one.kind == "rate":
        option = known.get(one.of[0])
        return one.table.get(option) if isinstance(option, str) else None
    parts: list[Decimal] = []
    for name in one.of:
        value = Decimal(name) if CONSTANT.fullmatch(name) else known.get(name)
        if not isinstance(value, Decimal):
            return None
        parts.append(value)
    exact = _combined(one.kind, parts)
    try:
        return None if exact is None else rounded(exact, one.places)
    except InvalidOperation:
        return None


def _combined(kind: str, parts: list[Decimal]) -> Decimal | None:
    if kind in ("quotient", "share"):
        if parts[1] == 0:
            return None
        return parts[0] / parts[1] * (100 if kind == "share" else 1)
    if kind == "difference":
        return parts[0] - sum(parts[1:], Decimal(0))
    if kind == "product":
        return reduce(lambda one, other: one * other, parts)
    if kind == "mean":
        return sum(parts, Decimal(0)) / len(parts)
    if kind == "largest":
        return max(parts)
    if kind == "smallest":
        return min(parts)
    return sum(parts, Decimal(0))
