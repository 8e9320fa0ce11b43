"""Short texts in both languages, and numbers as they are printed."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and English."""

    zh: str
    en: str

    def stored(self) -> dict[str, str]:
        """As JSON."""
        return {"zh": self.zh, "en": self.en}


def shown(value: Decimal) -> str:
    """The number without zeros that say nothing: ``5.840`` is ``5.84``."""
    return format(value.normalize(), "f") if value else "0"


_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(13))


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` rounded half up to `places` decimal places (at most 12)."""
    return value.quantize(_STEPS[places], ROUND_HALF_UP)
