"""Named querysets over lots: the twins of the permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.auctions.lots.rules import HANDED_IN
from qinglan.auctions.models import PUBLIC, Lot
from qinglan.parties import holding

_SHOWN = ("owner", "organiser", "technology", "right", "need")


def lots() -> QuerySet[Lot]:
    """All, with what their lines show."""
    return Lot.objects.select_related(*_SHOWN)


def public_lots() -> QuerySet[Lot]:
    """Those that everybody may see."""
    return lots().filter(state__in=PUBLIC)


def visible_lots(user: Any) -> QuerySet[Lot]:
    """The twin of ``auctions.view_lot``."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return public_lots()
    units = holding.organisations_represented_by(user)
    return lots().filter(
        Q(state__in=PUBLIC) | Q(owner__in=units) | Q(organiser__in=units, state__in=HANDED_IN)
    )


def lots_of(user: Any) -> QuerySet[Lot]:
    """Those that the organisations of `user` offer or seek."""
    return lots().filter(owner__in=holding.organisations_represented_by(user))


def lots_organised_by(user: Any) -> QuerySet[Lot]:
    """Those that the organisations of `user` were asked to organise."""
    return lots().filter(organiser__in=holding.organisations_represented_by(user), state__in=HANDED_IN)
