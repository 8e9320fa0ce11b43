"""Who may bid in the open: the person of a qualified bidder; never the seller, the organiser or the staff."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.auctions.models import BidderState
from qinglan.kernel.permissions import declare
from qinglan.kernel.roles import is_officer
from qinglan.parties import holding


@predicate  # type: ignore[untyped-decorator]
def is_its_person(user: Any, bidder: Any) -> bool:
    """Acts for this bidder, which is qualified (its deposit was confirmed)."""
    return (
        bidder is not None
        and bidder.state == BidderState.QUALIFIED
        and bidder.person_id == getattr(user, "pk", 0)
    )


@predicate  # type: ignore[untyped-decorator]
def is_on_the_other_side(user: Any, bidder: Any) -> bool:
    """Does business for who sells (or buys, where the object is a need), or for the organiser."""
    return bidder is not None and (
        holding.represents(user, bidder.lot.owner_id) or holding.represents(user, bidder.lot.organiser_id)
    )


declare(
    "auctions.bid",
    is_active & is_its_person & ~is_officer & ~is_on_the_other_side,
    refusal=_(
        "Only the person who was admitted for a qualified bidder bids; the seller, the organiser and officers may not."
    ),
)
