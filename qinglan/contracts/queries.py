"""Named querysets over contracts: the twins of the permissions."""

from typing import Any

from django.db.models import Q, QuerySet

from qinglan.contracts.models import Contract, ContractParty
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.parties import holding


def contracts() -> QuerySet[Contract]:
    """All, with what their lines show."""
    return Contract.objects.select_related("keeper").prefetch_related("parties")


def contracts_of(units: Any) -> QuerySet[Contract]:
    """Those of which one of the organisations is a party or the keeper."""
    parties = ContractParty.objects.filter(organisation__in=units)
    return contracts().filter(Q(keeper__in=units) | Q(pk__in=parties.values("contract_id")))


def contracts_seen_by(user: Any) -> QuerySet[Contract]:
    """The twin of ``contracts.view``."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return contracts().none()
    if is_officer(user, None) or is_auditor(user, None):
        return contracts()
    return contracts_of(holding.organisations_represented_by(user))
