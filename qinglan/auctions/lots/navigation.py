"""Where lots stand in the menus, and their names elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Lot
from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation
from qinglan.parties import grants, holding


def _named(keys: list[str]) -> dict[str, Name]:
    rows = Lot.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _acts_for_a_unit(user: Any) -> bool:
    """Does business for some organisation: asked on every page, so of the account's places that are read anyway."""
    return getattr(user, "is_authenticated", False) and any(
        not grant.is_office and grant.role in holding.ACTS for grant in grants.of(user)
    )


announce("auctions")
naming.register("auctions.lot", _named)
navigation.register("auctions:list", _("Auctions and bids"), order=29, group="market")
navigation.register("auctions:mine", _("My lots"), order=34, visible=_acts_for_a_unit, place="account")
navigation.register(
    "auctions:organised", _("Lots to organise"), order=35, visible=_acts_for_a_unit, place="account"
)
