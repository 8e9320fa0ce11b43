"""Where contracts and the tax aids stand in the menus, and their names elsewhere."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract
from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.parts import announce
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.kernel.web import navigation
from qinglan.parties import grants, holding


def _named(keys: list[str]) -> dict[str, Name]:
    rows = Contract.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _has_contracts(user: Any) -> bool:
    """Does business for some organisation, or is an officer: asked on every page, so of what is read anyway."""
    return getattr(user, "is_authenticated", False) and (
        is_officer(user, None)
        or is_auditor(user, None)
        or any(not grant.is_office and grant.role in holding.ACTS for grant in grants.of(user))
    )


announce("contracts")
naming.register("contracts.contract", _named)
navigation.register("contracts:list", _("Contracts"), order=30, group="market", visible=_has_contracts)
navigation.register("contracts:aids", _("Tax aids"), order=34, group="market")
