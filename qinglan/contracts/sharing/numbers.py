"""How inventions and conversions are numbered, and how shares are written."""

NUMBER_DIGITS = 6
"""Of ``ZW-2026-000001`` and ``ZH-2026-000001``."""


def percent(share: int) -> str:
    """Ten-thousandths as percent.

    >>> percent(7000), percent(3333)
    ('70 %', '33.33 %')
    """
    whole, rest = divmod(share, 100)
    return f"{whole}.{rest:02d} %" if rest else f"{whole} %"
