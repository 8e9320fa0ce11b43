"""The score of a pair, out of 1,000: seven tenths closeness, three tenths conditions, less what was refused before."""

from collections.abc import Mapping
from decimal import ROUND_HALF_EVEN, Decimal

from qinglan.market.matching.conditions import Outcome, share_met

CLOSENESS = Decimal("0.7")
CONDITIONS = Decimal("0.3")
UNKNOWN = Decimal("0.5")
"""What a pair gets for conditions of which nothing is known."""
STEP = Decimal("0.9")
FEWEST_REFUSALS = 2
FLOOR = Decimal("0.5")


def weight_of(refusals: int) -> Decimal:
    """The factor for a pair in whose field its reader has refused so many as “another field”: 1, 0.9, 0.81 … 0.5."""
    if refusals < FEWEST_REFUSALS:
        return Decimal(1)
    return max(FLOOR, STEP ** (refusals - FEWEST_REFUSALS + 1))


def score(closeness: int, conditions: Mapping[str, Outcome], refusals: int) -> int:
    """Out of 1,000, from a closeness out of 1,000."""
    met, known = share_met(dict(conditions))
    share = Decimal(met) / known if known else UNKNOWN
    whole = CLOSENESS * closeness + CONDITIONS * share * 1000
    return int((whole * weight_of(refusals)).quantize(Decimal(1), ROUND_HALF_EVEN))
