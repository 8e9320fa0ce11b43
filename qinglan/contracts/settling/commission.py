"""What commission is due: nothing before money came in, never more than was agreed. Pure; amounts are in 分."""

from decimal import ROUND_HALF_UP, Decimal

SHARE = "share"
FIXED = "fixed"


def due(commission: str, share: int | None, fixed: int | None, received: int) -> int:
    """The commission on `received` in all, rounded to the whole 分: a share in per mille, or a fixed amount at once.

    Reckoned on the whole and not receipt by receipt, so that instalments round to the same 分 as one payment.
    """
    if received <= 0:
        return 0
    if commission == FIXED:
        return fixed or 0
    exact = Decimal(received) * Decimal(share or 0) / 1000
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def expected(commission: str, share: int | None, fixed: int | None, price: int | None) -> int | None:
    """The commission on the whole price, for information; None while none is agreed."""
    return None if price is None else due(commission, share, fixed, price)
