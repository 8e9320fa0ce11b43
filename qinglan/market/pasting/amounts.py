"""Amounts of money in words of a text, in 分."""

import re
from decimal import Decimal

from qinglan.kernel.web.pasted import UNITS
from qinglan.market.pasting.sentences import Span

_NUMBER = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_RANGE = re.compile(
    _NUMBER + r"\s*(亿元|亿|万元|万|元)?\s*(?:-|－|—|–|~|～|至|到)\s*" + _NUMBER + r"\s*(亿元|亿|万元|万|元)"
)
_SINGLE = re.compile(_NUMBER + r"\s*(亿元|亿|万元|万|元)(?!\s*/)")
_UP_TO = re.compile(r"(不超过|以内|以下|最多|上限)")
_FROM = re.compile(r"(不低于|不少于|以上|起|至少)")


def _amount(number: str, unit: str) -> int:
    return int(Decimal(number.replace(",", "")) * UNITS[unit] * 100)


def amounts(text: str, where: Span) -> tuple[int | None, int | None, Span] | None:
    """Lowest and highest amount named within `where`, and the words that name them; None where there is none.

    One amount alone is both, unless words such as “不超过” or “不低于” leave one end open.
    """
    if found := _RANGE.search(text, where.start, where.end):
        low, low_unit, high, high_unit = found.groups()
        return _amount(low, low_unit or high_unit), _amount(high, high_unit), Span(found.start(), found.end())
    found = _SINGLE.search(text, where.start, where.end)
    if found is None:
        return None
    amount = _amount(*found.groups())
    around = text[max(where.start, found.start() - 6) : min(where.end, found.end() + 4)]
    span = Span(found.start(), found.end())
    if _UP_TO.search(around):
        return None, amount, span
    if _FROM.search(around):
        return amount, None, span
    return amount, amount, span
