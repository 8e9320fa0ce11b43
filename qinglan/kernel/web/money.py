"""Amounts of money as people read them. Amounts are integers of 分 (1/100 元); no floats."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from django.utils.translation import get_language, pgettext

Unit = Literal["yuan", "wan", "yi"]

FEN: dict[Unit, int] = {"yuan": 100, "wan": 100 * 10_000, "yi": 100 * 100_000_000}
PLACES: dict[Unit, int] = {"yuan": 2, "wan": 2, "yi": 2}


def exact(fen: int) -> int:
    """`fen` itself; TypeError for anything but an integer (a float would already be inexact)."""
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError(f"an amount is an integer of 分, not {type(fen).__name__}")
    return fen


def in_unit(fen: int, unit: Unit, places: int | None = None) -> Decimal:
    """`fen` in 元, 万元 or 亿元, rounded half up to `places` (default 2)."""
    digits = PLACES[unit] if places is None else places
    value = Decimal(exact(fen)) / Decimal(FEN[unit])  # exact: the divisors are powers of ten
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def number_in(fen: int, unit: Unit, places: int | None = None) -> str:
    """The number alone with thousands separators, for a column whose heading names the unit."""
    return f"{in_unit(fen, unit, places):,f}"


def best_unit(fen: int) -> Unit:
    """The unit in which `fen` is easiest to read without loss of its meaning."""
    size = abs(exact(fen))
    if size >= FEN["yi"]:
        return "yi"
    return "wan" if size >= FEN["wan"] else "yuan"


def unit_name(unit: Unit) -> str:
    """元, 万元 or 亿元 in the reader's language."""
    names = {
        "yuan": pgettext("unit of money", "yuan"),
        "wan": pgettext("unit of money", "×10,000 yuan"),
        "yi": pgettext("unit of money", "×100 million yuan"),
    }
    return names[unit]


def money(fen: int, unit: Unit | None = None) -> str:
    """An amount with its unit: “126万元”, “3.05亿元”, “56,600.01元”.

    Without `unit` the largest of 元, 万元, 亿元 that loses nothing at two decimal places is taken,
    and 元 where each would lose something. No space is typed before a Chinese unit: the browser sets
    it (``text-autospace``). English prints "CNY 1,260,000.00" always in yuan, since
    万 has no English word.
    """
    exact(fen)
    if (get_language() or "").startswith("en"):
        sign = "−" if fen < 0 else ""
        return f"{sign}CNY {number_in(abs(fen), 'yuan')}"
    chosen = unit or _lossless_unit(fen)
    text = number_in(fen, chosen)
    if chosen != "yuan" and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}{unit_name(chosen)}"


def _lossless_unit(fen: int) -> Unit:
    unit = best_unit(fen)
    candidates: tuple[Unit, ...] = ("yi", "wan", "yuan")
    for candidate in candidates[candidates.index(unit) :]:
        if in_unit(fen, candidate) * FEN[candidate] == fen:
            return candidate
    return "yuan"
