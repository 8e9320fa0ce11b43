"""Who may see a lot, write it and see it through: the owner, then the organiser, then everybody."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.auctions.models.choices import LotState
from qinglan.kernel.permissions import declare
from qinglan.parties import holding

HANDED_IN = frozenset(LotState) - {LotState.DRAFT}
"""States in which the organiser knows of a lot."""


@predicate  # type: ignore[untyped-decorator]
def lot_is_public(user: Any, lot: Any) -> bool:
    """It was disclosed."""
    return lot is not None and lot.is_public


@predicate  # type: ignore[untyped-decorator]
def is_owner_of_lot(user: Any, lot: Any) -> bool:
    """Does business for who sells, or for who buys where the object is a need."""
    return lot is not None and holding.represents(user, lot.owner_id)


@predicate  # type: ignore[untyped-decorator]
def is_organiser_of_lot(user: Any, lot: Any) -> bool:
    """Does business for the organiser, once the lot was handed in."""
    return lot is not None and lot.state in HANDED_IN and holding.represents(user, lot.organiser_id)


declare(
    "auctions.view_lot",
    lot_is_public | (is_active & (is_owner_of_lot | is_organiser_of_lot)),
    refusal=_("This lot is not disclosed yet; until then its owner and its organiser see it."),
)
