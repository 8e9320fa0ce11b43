"""Compound annual growth (年均增长率)."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

HUNDREDTH = Decimal("0.01")


class NotComparable(ArithmeticError):
    """不可比: the base is zero or negative, or no year lies between."""


def compound_growth(base: Decimal, latest: Decimal, years: int) -> Decimal:
    """Growth in % a year from `base` to `latest` over `years`, rounded half up to 0.01.

    ``((latest / base) ** (1 / years) - 1) × 100``. The base is the value of the base year, not of
    the plan's first year. Raises NotComparable where the base is not positive, the latest value is
    negative or `years` is below 1.

    >>> compound_growth(Decimal(2000), Decimal(3456), 3)
    Decimal('20.00')
    """
    if base <= 0 or latest < 0 or years < 1:
        raise NotComparable
    with localcontext() as context:
        context.prec = 40
        ratio = latest / base
        growth = (((ratio.ln() / years).exp() if ratio else Decimal(0)) - 1) * 100
        return growth.quantize(HUNDREDTH, ROUND_HALF_UP)
