"""Where lots stand in the menus, and their names elsewhere."""

from django.utils.translation import gettext_lazy as _

from qinglan.auctions.models import Lot
from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.parts import announce
from qinglan.kernel.web import navigation


def _named(keys: list[str]) -> dict[str, Name]:
    rows = Lot.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


announce("auctions")
naming.register("auctions.lot", _named)
navigation.register("auctions:list", _("Auctions and bids"), order=28)
