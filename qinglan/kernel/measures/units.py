"""Units as the packs print them (万元, 家 …), and their English words."""

from qinglan.kernel.web.quantities import english

ENGLISH = {
    "元": "CNY",
    "万元": "CNY 10,000",
    "亿元": "CNY 100 million",
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
