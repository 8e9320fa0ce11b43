"""For which side of a contract somebody acts; a side that isn't on record is spoken for by the keeper, on paper."""

from typing import Any

from django.utils.translation import gettext as _

from qinglan.contracts.models import Contract, ContractParty, PartySide
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import holding


def other(side: PartySide) -> PartySide:
    """The side across."""
    return PartySide.BUYER if side == PartySide.SELLER else PartySide.SELLER


def units_on(contract: Contract, side: PartySide) -> list[int]:
    """The organisations on record that stand on `side`."""
    rows = ContractParty.objects.filter(contract=contract, side=side, organisation__isnull=False)
    return [one.organisation_id for one in rows if one.organisation_id is not None]


def acts_for(user: Any, contract: Contract, side: PartySide) -> bool:
    """Does business for a party on `side`; for the keeper where nobody on that side is on record."""
    units = units_on(contract, side) or [contract.keeper_id]
    return any(holding.represents(user, unit) for unit in units)


def binds(user: Any, contract: Contract, side: PartySide) -> bool:
    """May bind a party on `side`; the keeper where nobody on that side is on record."""
    units = units_on(contract, side) or [contract.keeper_id]
    return any(holding.binds(user, unit) for unit in units)


def own_side(user: Any, contract: Contract) -> PartySide:
    """The side for which `user` speaks first: where one of his organisations is a party. Raises Impossible."""
    for side in PartySide:
        if any(holding.represents(user, unit) for unit in units_on(contract, side)):
            return PartySide(side)
    raise Impossible(_("You don't act for a party of this contract."))


def needs_paper(contract: Contract, side: PartySide) -> bool:
    """Whether what `side` says has to be on paper, because nobody of it is on record."""
    return not units_on(contract, side)
