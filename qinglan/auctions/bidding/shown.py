"""What this room adds to the page of a lot."""

from typing import Any

from qinglan.auctions.models import Lot


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """Nothing yet."""
    return {}
