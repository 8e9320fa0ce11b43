"""Tell the parties of a contract that are on record: one way for all rooms."""

from collections.abc import Iterable, Mapping
from typing import Any

from qinglan.contracts.models import Contract
from qinglan.contracts.rules import units_of
from qinglan.kernel.messages.domain.message import send_message
from qinglan.parties.holding import ACTS, people_of
from qinglan.parties.models import Organisation


def tell_parties(
    acting_user: Any,
    contract: Contract,
    template: str,
    values: Mapping[str, str],
    *,
    but: Iterable[int] = (),
    url: str = "",
) -> None:
    """Send a message to all who do business for the parties and the keeper, within the caller's transaction.

    Not to those of the organisations `but` (keys), nor to who acts. `title` among the values is the contract.
    """
    values = {"title": str(contract), **values}
    tell_units(
        acting_user, units_of(contract) - set(but), template, values, url or contract.get_absolute_url()
    )


def tell_units(
    acting_user: Any, units: Iterable[int], template: str, values: Mapping[str, str], url: str
) -> None:
    """Send a message to all who do business for organisations (keys), not to who acts, within the caller's transaction."""
    rows = Organisation.objects.filter(pk__in=units)
    people = {person for unit in rows for person in people_of(unit, *ACTS)} - {acting_user}
    if people:
        send_message(
            acting_user=acting_user,
            recipients=sorted(people, key=lambda one: one.pk),
            template=template,
            values=values,
            url=url,
        )
