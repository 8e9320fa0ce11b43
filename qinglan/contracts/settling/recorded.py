"""What happens to the money of a contract, as events of ``settlement:<key>``; claims of deals as ``deal:<key>``.

The stream is not the contract's own: officers read that one, and what is paid is not theirs to read.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import Contract, DealClaim
from qinglan.contracts.recorded import CHANGED
from qinglan.contracts.settling.queries import charges_seen_by
from qinglan.kernel import events, outbox
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.parties import holding

CHARGES = events.register_kind(
    "contracts.payments-laid-down",
    _("What is to be paid under a contract was laid down or changed: amounts, days."),
).name
MOVED = events.register_kind(
    "contracts.money-moved",
    _("Money moved on a payment of a contract: what, how much, day, receipt, custodian."),
).name
STOPPED = events.register_kind(
    "contracts.payments-stopped",
    _("Payments of a contract were stopped because it ended: how much was open."),
).name
FEE = events.register_kind(
    "contracts.fee-agreed", _("A commission on a contract was agreed: whose, its share or amount.")
).name
CLAIMED = events.register_kind(
    "contracts.deal-claimed", _("An organisation claimed a registered contract as its deal: year, amounts.")
).name
RELEASED = events.register_kind("contracts.deal-released", _("The claim of a deal was given up: why.")).name


def _claims(user: Any) -> QuerySet[DealClaim]:
    if getattr(user, "pk", None) is None or not user.is_active:
        return DealClaim.objects.none()
    if is_officer(user, None) or is_auditor(user, None):
        return DealClaim.objects.all()
    mine = holding.organisations_represented_by(user)
    return DealClaim.objects.filter(Q(organisation__in=mine) | Q(broker__user=user))


def _contracts(user: Any) -> QuerySet[Contract]:
    rows = charges_seen_by(user)
    return Contract.objects.filter(pk__in=rows.order_by().values("contract_id"))


events.register_rows("settlement", _("Payments of contracts"), rows=_contracts)
events.register_rows("deal", _("Claimed deals"), rows=_claims)


def record(acting_user: Any, contract: Contract, kind: str, payload: Mapping[str, Any]) -> None:
    """Append an event about the money of a contract and tell those who follow it, within the caller's transaction."""
    events.append(
        stream=f"settlement:{contract.pk}",
        kind=kind,
        payload={"contract": contract.number, **payload},
        actor=acting_user,
    )
    outbox.enqueue(CHANGED, key=contract.number)


def record_claim(acting_user: Any, kind: str, claim: DealClaim, /, **payload: Any) -> None:
    """Append an event about a claim, within the caller's transaction."""
    events.append(
        stream=f"deal:{claim.pk}", kind=kind, payload={"number": claim.number, **payload}, actor=acting_user
    )
