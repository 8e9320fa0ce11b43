"""Verbs: who the parties of a contract are, and the particulars that the paper prints."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.contract_state import locked, touch, writable
from qinglan.contracts.domain.party_entry import Particulars, enter
from qinglan.contracts.models import Contract, ContractParty, PartySide
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def write_party(
    *, acting_user: Any, contract: Contract, side: str, position: int = 1, particulars: Particulars
) -> ContractParty:
    """Write a party of a draft, or add one with the next position.

    Raises StaleEdit, PermissionRefused; Impossible with the field: no name, a wrong code, a party twice, or the
    one who writes would no longer belong to the contract.
    """
    permissions.require(acting_user, "contracts.write", contract)
    row = writable(locked(contract))
    if row.result is not None:
        stands = row.parties.filter(side=side, position=position).first()
        if stands is None or stands.organisation != particulars.organisation:
            raise Impossible(
                _(
                    "The parties are those of the lot: its owner and its winner. Their particulars may be written."
                ),
                field="organisation",
            )
    party = enter(row, PartySide(side), particulars, position)
    touch(row)
    return party


@transaction.atomic
def drop_party(*, acting_user: Any, contract: Contract, party: ContractParty) -> None:
    """Take a further party off a draft; the main ones stay. Raises StaleEdit, Impossible, PermissionRefused."""
    permissions.require(acting_user, "contracts.write", contract)
    row = writable(locked(contract))
    if party.position == 1:
        raise Impossible(_("A contract has a provider and a buyer. Write another one in its place."))
    ContractParty.objects.filter(pk=party.pk, contract=row).delete()
    touch(row)
