"""Where moves of researchers stand in the menus, and their names elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Mobility
from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.web import navigation


def _named(keys: list[str]) -> dict[str, Name]:
    rows = Mobility.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _is_logged_in(user: Any) -> bool:
    return bool(getattr(user, "is_authenticated", False))


naming.register("contracts.mobility", _named)
navigation.register(
    "contracts:mobilities", _("Moves of researchers"), order=39, visible=_is_logged_in, place="account"
)
