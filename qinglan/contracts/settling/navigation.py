"""Where the money of contracts stands on the desk of those who work with it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web import desks
from qinglan.market.brokering.rules import broker_of
from qinglan.parties import grants, holding


def _has_organisation(user: Any) -> bool:
    """Does business for some organisation: asked on every page, so of what is read anyway."""
    return any(not grant.is_office and grant.role in holding.ACTS for grant in grants.of(user))


def _earns(user: Any) -> bool:
    return broker_of(user) is not None


desks.register_shortcut(desks.Shortcut("contracts:bank", _("Bank statements"), _has_organisation, order=41))
desks.register_shortcut(
    desks.Shortcut("contracts:statement", _("Statement of account"), _has_organisation, order=42)
)
desks.register_shortcut(desks.Shortcut("contracts:fees", _("Commissions"), _earns, order=43))
desks.register_shortcut(
    desks.Shortcut("contracts:deals", _("Deals that were brought about"), _earns, order=44)
)
