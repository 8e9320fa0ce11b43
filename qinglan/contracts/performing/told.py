"""What the other side is told about a contract in force."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract, PartySide
from qinglan.contracts.parties_told import tell_units
from qinglan.contracts.performing.sides import units_on
from qinglan.kernel.messages.templates_registry import register

NEWS = register(
    "contracts.news",
    _("Contract %(number)s: %(what)s"),
    _("%(title)s: %(what)s. %(words)s Open the contract to answer or to see how it stands."),
).name


def tell(acting_user: Any, contract: Contract, side: PartySide, what: Any, words: str = "") -> None:
    """Tell all who act for the parties on `side`, within the caller's transaction."""
    values = {"number": contract.number, "title": contract.title, "what": str(what), "words": words[:300]}
    tell_units(acting_user, units_on(contract, side), NEWS, values, contract.get_absolute_url())
