"""Commissions of a contract: opened from mandates when it comes into force, and grown by what came in. Parts of verbs."""

from datetime import date
from typing import Any

from django.db.models import Q

from qinglan.contracts.domain.charge_state import keep, weigh
from qinglan.contracts.models import (
    Charge,
    ChargeKind,
    Contract,
    ContractParty,
    Fee,
    FeeRole,
)
from qinglan.contracts.settling import recorded, todos, told
from qinglan.contracts.settling.commission import due
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel import clock
from qinglan.market.models.brokering import (
    CommissionKind,
    Introduction,
    IntroductionState,
    Mandate,
    MandateState,
)


def open_fees(acting_user: Any, row: Contract, charges: list[Charge]) -> list[Charge]:
    """A commission for each mandate that stood on the day of signing; opened once, amounts grow later. Within the caller's transaction.

    A mandate counts where its client is a party of the contract. Where several brokers had one of the same client,
    the broker who registered this pair (报备) has the commission; without one the client says whose it is.
    """
    if any(one.kind == ChargeKind.FEE for one in charges):
        return []
    made: list[Charge] = []
    for party in ContractParty.objects.filter(contract=row, position=1, organisation__isnull=False):
        mandates = _mandates(row, party)
        chosen = _introduced(row, mandates) or mandates
        made += [_open(acting_user, row, party, one, is_agreed=len(chosen) == 1) for one in chosen]
    return made


def grow(acting_user: Any, row: Contract) -> None:
    """Set each agreed commission to what is due on what came in; who earns it is told when more falls due.

    Within the caller's transaction.
    """
    received = received_of(row)
    fees = Fee.objects.filter(charge__contract=row, is_agreed=True).select_related("charge", "broker__user")
    for fee in fees.order_by("pk"):
        amount = due(fee.commission, fee.share, fee.fixed, received)
        charge = Charge.objects.select_for_update().get(pk=fee.pk)
        if amount == charge.amount:
            continue
        rose = amount > charge.amount
        charge.amount = amount
        if rose:
            charge.due_on = clock.today()
        weigh(row, charge)
        keep(charge)
        fee.charge = charge
        todos.fee_changed(acting_user, fee)
        if rose:
            told.fee_due(acting_user, row, fee, amount - charge.paid)


def _mandates(row: Contract, party: ContractParty) -> list[Mandate]:
    """Those of a party that stood on the day of signing, or whose broker's introduction was still protected then."""
    about = Q(pk__in=[])
    if row.technology_id is not None:
        about |= Q(technology=row.technology_id)
    if row.need_id is not None:
        about |= Q(need=row.need_id)
    day = row.signed_on or clock.today()
    rows = Mandate.objects.filter(
        about, client=party.organisation_id, state__in=(MandateState.IN_FORCE, MandateState.ENDED)
    ).exclude(commission=CommissionKind.NONE)
    protected = _introducers(row, day)
    return [
        one
        for one in rows.select_related("broker__agency").order_by("pk")
        if one.broker_id in protected
        or (one.state == MandateState.IN_FORCE and one.valid_from <= day <= one.valid_to)
    ]


def _introduced(row: Contract, mandates: list[Mandate]) -> list[Mandate]:
    """Of several brokers the one who brought this pair together."""
    if len(mandates) < 2:
        return []
    brokers = _introducers(row, row.signed_on or clock.today())
    return [one for one in mandates if one.broker_id in brokers]


def _introducers(row: Contract, day: date) -> set[int]:
    """Brokers whose introduction of this pair was protected on a day."""
    if row.technology_id is None or row.need_id is None:
        return set()
    rows = Introduction.objects.filter(
        technology=row.technology_id,
        need=row.need_id,
        state__in=(IntroductionState.PROTECTED, IntroductionState.LAPSED),
        protected_until__gte=day,
    )
    return set(rows.values_list("broker_id", flat=True))


def _open(
    acting_user: Any, row: Contract, party: ContractParty, mandate: Mandate, *, is_agreed: bool
) -> Charge:
    broker = mandate.broker
    charge = Charge.objects.create(
        contract=row,
        kind=ChargeKind.FEE,
        title=f"{row.number} 佣金",
        amount=0,
        payer=party,
        payee=(broker.agency.name if broker.agency else broker.name)[:120],
        basis=f"委托 {mandate.pk}",
        opened_at=clock.now(),
    )
    fee = Fee.objects.create(
        charge=charge,
        role=FeeRole.BROKER,
        mandate=mandate,
        broker=broker,
        organisation=broker.agency,
        commission=mandate.commission,
        share=mandate.share,
        fixed=mandate.amount,
        is_agreed=is_agreed,
    )
    note(acting_user, row, fee)
    return charge


def note(acting_user: Any, row: Contract, fee: Fee) -> None:
    """Append what was agreed, within the caller's transaction."""
    recorded.record(
        acting_user,
        row,
        recorded.FEE,
        {
            "fee": fee.pk, "role": fee.role, "mandate": fee.mandate_id, "commission": fee.commission,
            "share": fee.share, "fixed": fee.fixed, "agreed": fee.is_agreed,
        },
    )  # fmt: skip
