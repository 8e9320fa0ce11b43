"""Contracts that a broker brought: what his commission hangs on, read only. The twins of ``contracts.follow``.

He sees who the parties are and how the contract stands; price and milestones where he has a share of the price, not where
a fixed amount was agreed; what came in. Text, papers and versions stay with the parties.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rules.predicates import is_active, predicate

from qinglan.contracts.models import ChargeState, Contract, ContractParty, ContractState, Fee, FeeRole
from qinglan.contracts.queries import contracts
from qinglan.contracts.settling.queries import fees
from qinglan.kernel import clock
from qinglan.kernel.permissions import declare
from qinglan.market.models.brokering import CommissionKind, Mandate, MandateState
from qinglan.market.models.room import ParticipantRole
from qinglan.parties import holding

COMING = (ContractState.DRAFT, ContractState.SIGNING)


@dataclass(frozen=True)
class Share:
    """What a broker has of a contract: his commissions where it was signed, else his mandates."""

    fees: tuple[Fee, ...]
    mandates: tuple[Mandate, ...]

    @property
    def hangs_on_price(self) -> bool:
        """Whether some commission is a share of the price."""
        kinds = [one.commission for one in self.fees] + [one.commission for one in self.mandates]
        return CommissionKind.SHARE in kinds


def fees_earned(user: Any) -> QuerySet[Fee]:
    """Commissions of a broker or of his agency that are not somebody else's."""
    mine = holding.organisations_represented_by(user)
    rows = fees().filter(Q(broker__user=user) | Q(organisation__in=mine), role=FeeRole.BROKER)
    return rows.exclude(charge__state=ChargeState.STOPPED)


def contracts_followed_by(user: Any) -> QuerySet[Contract]:
    """Signed ones by commission; before that those out of rooms that he joined, of a client whose mandate stands."""
    if getattr(user, "pk", None) is None or not user.is_active:
        return contracts().none()
    signed = Q(pk__in=fees_earned(user).values("charge__contract_id"))
    joined = Q(
        state__in=COMING,
        hand_over__room__participants__user=user,
        hand_over__room__participants__role=ParticipantRole.BROKER,
        hand_over__room__participants__left_at__isnull=True,
        pk__in=_under_mandate(user).values("contract_id"),
    )
    found = Contract.objects.filter(signed | joined).values("pk")
    return contracts().filter(pk__in=found)


def share_of(user: Any, contract: Contract) -> Share:
    """What he has of a contract that he follows."""
    earned = tuple(fees_earned(user).filter(charge__contract=contract))
    if contract.state not in COMING:
        return Share(earned, ())
    clients = contract.parties.values("organisation_id")
    return Share(earned, tuple(_standing(user).filter(_about(contract), client__in=clients)))


def _about(contract: Contract) -> Q:
    about = Q(pk__in=[])
    if contract.technology_id is not None:
        about |= Q(technology=contract.technology_id)
    if contract.need_id is not None:
        about |= Q(need=contract.need_id)
    return about


def _standing(user: Any) -> QuerySet[Mandate]:
    today = clock.today()
    rows = Mandate.objects.filter(
        broker__user=user, state=MandateState.IN_FORCE, valid_from__lte=today, valid_to__gte=today
    )
    return rows.exclude(commission=CommissionKind.NONE)


def _under_mandate(user: Any) -> QuerySet[ContractParty]:
    """Parties that are clients of his, by a mandate on what the contract is about."""
    mandates = _standing(user)
    return ContractParty.objects.filter(
        Q(organisation__mandates__technology=F("contract__technology"))
        | Q(organisation__mandates__need=F("contract__need")),
        organisation__mandates__in=mandates,
    )


@predicate  # type: ignore[untyped-decorator]
def brought_it(user: Any, contract: Any) -> bool:
    """Has a commission on it, or is about to."""
    return isinstance(contract, Contract) and contracts_followed_by(user).filter(pk=contract.pk).exists()


declare(
    "contracts.follow",
    is_active & brought_it,
    refusal=_(
        "A contract is followed by the broker who has a commission on it, or who joined its negotiation under a mandate."
    ),
)
