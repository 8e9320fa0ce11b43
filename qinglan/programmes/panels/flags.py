"""What is striking in a panel's marks: outliers and panels that disagree, by the distances that the step sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

TWO = Decimal("0.01")


@dataclass(frozen=True)
class Flag:
    """``outlier`` (of one expert, by pseudonym) or ``spread`` (of the panel): how far, and how far is usual.

    `distance` and `limit` are marks of the experts' `full` marks.
    """

    kind: str
    distance: Decimal
    limit: Decimal
    full: Decimal
    who: str = ""

    def stored(self) -> dict[str, str]:
        """As JSON."""
        return {
            "kind": self.kind,
            "who": self.who,
            "distance": str(self.distance),
            "limit": str(self.limit),
            "full": str(self.full),
        }


def flags(totals: Mapping[str, Decimal], full: Decimal, settings: Mapping[str, Any]) -> list[Flag]:
    """The flags of a panel; `totals` are sums of marks by pseudonym.

    An outlier lies further than ``outlier`` × `full` from the median of the panel. A panel disagrees
    where highest and lowest lie further apart than ``spread`` × `full`. What the step doesn't set isn't flagged.
    """
    found: list[Flag] = []
    if settings.get("outlier") and len(totals) > 2:
        limit = (Decimal(str(settings["outlier"])) * full).quantize(TWO)
        middle = median(totals.values())
        for who in sorted(totals):
            distance = abs(totals[who] - middle)
            if distance > limit:
                found.append(Flag("outlier", distance, limit, full, who))
    if settings.get("spread") and len(totals) > 1:
        limit = (Decimal(str(settings["spread"])) * full).quantize(TWO)
        distance = max(totals.values()) - min(totals.values())
        if distance > limit:
            found.append(Flag("spread", distance, limit, full))
    return found
