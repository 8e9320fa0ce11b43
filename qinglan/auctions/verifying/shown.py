"""What the page of a lot offers to whoever wants to check it."""

from typing import Any

from django.urls import reverse

from qinglan.auctions.models import Lot
from qinglan.auctions.verifying.export import file_name


def context(user: Any, lot: Lot) -> dict[str, Any]:
    """The export of a public lot, the script, and how they are used."""
    if not lot.is_public:
        return {}
    return {
        "verify_export": reverse("auctions:export", args=[lot.number]),
        "verify_script": reverse("auctions:script"),
        "verify_command": f"python3 verify_auction.py {file_name(lot)}",
    }
