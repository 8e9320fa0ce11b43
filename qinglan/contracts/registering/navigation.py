"""Where registrations stand in the menus."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.roles import OFFICER, is_auditor, is_officer
from qinglan.kernel.web import navigation
from qinglan.parties import grants, holding
from qinglan.parties.roles import REGISTRAR


def has_registrations(user: Any) -> bool:
    """Does business for some organisation, registers, or is an officer somewhere: asked on every page, so of what is read anyway."""
    return getattr(user, "is_authenticated", False) and (
        is_officer(user, None)
        or is_auditor(user, None)
        or any(
            grant.role in (REGISTRAR, OFFICER) if grant.is_office else grant.role in holding.ACTS
            for grant in grants.of(user)
        )
    )


navigation.register(
    "contracts:registrations",
    _("Contract registrations"),
    order=31,
    group="market",
    visible=has_registrations,
)
