"""What parts of the system above the market offer on the page of a technology or need.

further_acts.register(acts)   # in a higher app, at start-up: acts(user, listing) → [{label, url, post, primary}]
"""

from collections.abc import Callable
from typing import Any

Acts = Callable[[Any, Any], list[dict[str, Any]]]
_givers: list[Acts] = []


def register(giver: Acts) -> None:
    """Offer further acts from now on."""
    _givers.append(giver)


def further_acts(user: Any, listing: Any) -> list[dict[str, Any]]:
    """All further acts of this reader."""
    return [act for giver in _givers for act in giver(user, listing)]
