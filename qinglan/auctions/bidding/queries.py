"""Bids as they are looked up."""

from typing import Any

from django.db.models import QuerySet

from qinglan.auctions.models import Bid, Bidder, BidderState, ProxyLimit, Standing


def own_bidder(user: Any, number: str) -> Bidder | None:
    """The qualified bidder for which `user` bids on the lot with this number."""
    if not getattr(user, "is_authenticated", False):
        return None
    return (
        Bidder.objects.filter(lot__number=number, person=user, state=BidderState.QUALIFIED)
        .select_related("lot", "organisation")
        .first()
    )


def standing_of(number: str) -> Standing | None:
    """How bidding on the lot with this number stands; None before it began."""
    return Standing.objects.filter(number=number).first()


def bids_after(lot: int, n: int) -> QuerySet[Bid]:
    """The bids of a lot that follow the one with the number `n`."""
    return Bid.objects.filter(lot=lot, n__gt=n).order_by("n")


def limit_of(bidder: Bidder) -> int | None:
    """The limit that stands for a bidder, in 分. Only for himself."""
    row = ProxyLimit.objects.filter(lot=bidder.lot_id, bidder=bidder, replaced_at=None).first()
    return row.amount if row else None
