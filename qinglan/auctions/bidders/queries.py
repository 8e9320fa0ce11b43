"""Applications to bid as they are looked up."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.auctions.lots.rules import HANDED_IN
from qinglan.auctions.models import Bidder, Lot
from qinglan.parties import holding
from qinglan.parties.models import MembershipRole


def bidders() -> QuerySet[Bidder]:
    """All, with what their lines show."""
    return Bidder.objects.select_related("lot__owner", "lot__organiser", "organisation", "person")


def bidders_of(lot: Lot) -> QuerySet[Bidder]:
    """All of one lot, in the order of their applications: for its organiser."""
    return bidders().filter(lot=lot).order_by("pk")


def visible_bidders(user: Any) -> QuerySet[Bidder]:
    """The twin of ``auctions.see_bidder``."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return bidders().none()
    represented = holding.organisations_represented_by(user)
    administered = holding.organisations_of(user, MembershipRole.ADMINISTRATOR)
    return bidders().filter(
        Q(person=user) & (Q(organisation__in=represented) | Q(power_of_attorney__isnull=False))
        | Q(organisation__in=administered)
        | Q(lot__organiser__in=represented, lot__state__in=HANDED_IN)
    )


def own_application(user: Any, lot: Lot) -> Bidder | None:
    """The last application of this person for the lot."""
    if not getattr(user, "is_authenticated", False):
        return None
    return bidders().filter(lot=lot, person=user).order_by("-pk").first()
