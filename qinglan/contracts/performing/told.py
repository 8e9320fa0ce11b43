"""What the other side is told about a contract in force."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract, PartySide
from qinglan.contracts.performing.sides import units_on
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import Organisation

NEWS = register(
    "contracts.news",
    _("Contract %(number)s: %(what)s"),
    _("%(title)s: %(what)s. %(words)s Open the contract to answer or to see how it stands."),
).name


def tell(acting_user: Any, contract: Contract, side: PartySide, what: Any, words: str = "") -> None:
    """Tell all who act for the parties on `side`, within the caller's transaction."""
    units = Organisation.objects.filter(pk__in=units_on(contract, side))
    people = {person for unit in units for person in people_of(unit, *ACTS)} - {acting_user}
    if people:
        send_message(
            acting_user=acting_user,
            recipients=sorted(people, key=lambda one: int(one.pk)),
            template=NEWS,
            values={
                "number": contract.number,
                "title": contract.title,
                "what": str(what),
                "words": words[:300],
            },
            url=contract.get_absolute_url(),
        )
