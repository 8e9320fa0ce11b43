"""On the page of a technology or need: the lots by which it is offered or sought, and the way to a new one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.auctions.models import ENDED, PUBLIC, Lot
from qinglan.kernel import permissions
from qinglan.market.further_acts import register


def _acts(user: Any, listing: Any) -> list[dict[str, Any]]:
    lots = Lot.objects.filter(**{listing.SIDE: listing}, state__in=PUBLIC - ENDED).order_by("pk")
    found = [
        {
            "label": _("To the lot {number}").format(number=lot.number),
            "url": lot.get_absolute_url(),
            "post": False,
            "primary": False,
        }
        for lot in lots
    ]
    if listing.is_public and permissions.answer(user, "auctions.begin_lot", listing.owner):
        label = _("Offer it as a lot") if listing.SIDE == "technology" else _("Seek it by a lot")
        url = reverse("auctions:begin", args=[listing.SIDE, listing.pk])
        found.append({"label": label, "url": url, "post": False, "primary": False})
    return found


register(_acts)
