"""Units as the packs print them (万元, 家 …), and amounts in the reader's language."""

from decimal import Decimal

from qinglan.kernel.web import quantities
from qinglan.kernel.web.quantities import english

MAGNITUDE = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
"""Units of money that convert into each other, in 元."""
ENGLISH = {
    "元": "yuan",
    "万元": "×10,000 yuan",
    "亿元": "×100 million yuan",
    "家": "firms",
    "个": "units",
    "项": "items",
    "名": "people",
    "种": "kinds",
}
"""A unit that is not here is shown as printed."""
COUNTED = frozenset({"家", "个", "项", "名", "种", "人", "件"})
"""Units of things that come in whole numbers."""


def unit_words(unit: str) -> str:
    """`unit` in the reader's language."""
    return ENGLISH.get(unit, unit) if english() else unit


def amount_words(value: Decimal, unit: str) -> str:
    """An amount with its unit: “318,000万元”; in English money is written out, “CNY 3,180,000,000”."""
    if unit in MAGNITUDE and english():
        return f"CNY {quantities.number(value * MAGNITUDE[unit])}"
    return quantities.with_unit(quantities.number(value), unit_words(unit))
