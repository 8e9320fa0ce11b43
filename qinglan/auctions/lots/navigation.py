"""Where lots stand in the menus, and their names elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.lots.queries import lots_organised_by
from qinglan.auctions.models import Lot
from qinglan.kernel import naming, permissions
from qinglan.kernel.naming import Name
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation


def _named(keys: list[str]) -> dict[str, Name]:
    rows = Lot.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _may_begin(user: Any) -> bool:
    return bool(permissions.answer(user, "auctions.begin_lot"))


def _organises(user: Any) -> bool:
    return getattr(user, "is_authenticated", False) and lots_organised_by(user).exists()


announce("auctions")
naming.register("auctions.lot", _named)
navigation.register("auctions:list", _("Auctions and bids"), order=29, group="market")
