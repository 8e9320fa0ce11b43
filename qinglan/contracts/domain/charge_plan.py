"""What is to be paid under a contract follows its milestones. Parts of verbs; the contract is locked."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from qinglan.contracts.domain import fee_plan
from qinglan.contracts.domain.bank_entry import of_party
from qinglan.contracts.domain.charge_state import keep, weigh
from qinglan.contracts.models import (
    BankAccount,
    Charge,
    ChargeKind,
    ChargeState,
    Contract,
    ContractParty,
    ContractState,
    Milestone,
    MilestoneState,
    PartySide,
)
from qinglan.contracts.settling import recorded
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money


def follow(acting_user: Any, row: Contract) -> list[Charge]:
    """Bring the payments of a locked contract in force into line with its milestones; returns all, locked, within the caller's transaction.

    In this order: 1. a payment for each milestone that pays something, or one of the whole price where none does;
    2. changed amounts and days are taken over, never below what was paid (Impossible); 3. a dropped milestone's
    payment is stopped; 4. commissions by mandate are opened once; 5. an event, where anything changed. An ended
    contract is left as it is.
    """
    charges = list(Charge.objects.select_for_update(of=("self",)).filter(contract=row).order_by("pk"))
    if row.state not in (ContractState.IN_FORCE, ContractState.COMPLETED):
        return charges
    before = _shape(charges)
    prices = [one for one in charges if one.kind == ChargeKind.PRICE]
    steps = list(Milestone.objects.filter(contract=row).order_by("number"))
    wanted: dict[int | None, tuple[str, int, Any]] = {
        step.pk: (str(step), step.amount, step.due_on)
        for step in steps
        if step.amount and step.state != MilestoneState.DROPPED
    }
    if not wanted and row.amount and not any(step.amount for step in steps):
        wanted[None] = (row.title, row.amount, row.ends_on)
    known = {one.milestone_id: one for one in prices}
    account = _account(acting_user, row, charges)
    for key, (title, amount, due_on) in wanted.items():
        if key in known:
            _take_over(row, known[key], title, amount, due_on)
        else:
            charges.append(_open(row, ChargeKind.PRICE, title, amount, due_on, account, milestone_id=key))
    for key, one in known.items():
        if key not in wanted and one.state != ChargeState.STOPPED:
            if one.paid:
                raise Impossible(_below(one, 0))
            one.state = ChargeState.STOPPED
            keep(one)
    charges += fee_plan.open_fees(acting_user, row, charges)
    after = _shape(charges)
    if after != before:
        recorded.record(acting_user, row, recorded.CHARGES, {"payments": after})
    return charges


def stop(acting_user: Any, row: Contract) -> None:
    """Stop what is still to be paid of a contract that ended early; commissions and deposits stay as they are.

    Within the caller's transaction.
    """
    rows = Charge.objects.select_for_update().filter(
        contract=row, kind__in=(ChargeKind.PRICE, ChargeKind.ROYALTY), state=ChargeState.OPEN
    )
    open_ = [[one.pk, one.amount - one.paid] for one in rows]
    if open_:
        rows.update(state=ChargeState.STOPPED, revision=F("revision") + 1)
        recorded.record(acting_user, row, recorded.STOPPED, {"open": open_})


def add(
    acting_user: Any, row: Contract, kind: ChargeKind, title: str, amount: int, due_on: Any, basis: str
) -> Charge:
    """A further payment of a locked contract (royalty, deposit, settlement after termination), within the caller's transaction."""
    charges = follow(acting_user, row)
    made = _open(row, kind, title, amount, due_on, _account(acting_user, row, charges), basis=basis)
    recorded.record(acting_user, row, recorded.CHARGES, {"payments": _shape([*charges, made])})
    return made


def _shape(charges: list[Charge]) -> list[list[Any]]:
    return [
        [one.pk, one.kind, one.amount, one.due_on.isoformat() if one.due_on else None, one.state]
        for one in charges
        if one.kind != ChargeKind.FEE
    ]


def _below(charge: Charge, amount: int) -> str:
    return _(
        "“{title}” can't come down to {amount}: {paid} was paid on it. Pay the difference back first."
    ).format(title=charge.title, amount=money(amount), paid=money(charge.paid))


def _take_over(row: Contract, charge: Charge, title: str, amount: int, due_on: Any) -> None:
    if amount < charge.paid:
        raise Impossible(_below(charge, amount))
    before = (charge.title, charge.amount, charge.due_on, charge.state)
    if charge.state == ChargeState.STOPPED:
        charge.state = ChargeState.OPEN
    charge.title, charge.amount, charge.due_on = title[:200], amount, due_on
    weigh(row, charge)
    if (charge.title, charge.amount, charge.due_on, charge.state) != before:
        keep(charge)


def _open(
    row: Contract, kind: ChargeKind, title: str, amount: int, due_on: Any, account: BankAccount | None,
    **more: Any,
) -> Charge:  # fmt: skip
    sides = {one.side: one for one in ContractParty.objects.filter(contract=row, position=1)}
    seller = sides.get(PartySide.SELLER)
    return Charge.objects.create(
        contract=row, kind=kind, title=title[:200], amount=amount, due_on=due_on, account=account,
        payer=sides.get(PartySide.BUYER), payee=seller.name if seller else "", opened_at=clock.now(), **more,
    )  # fmt: skip


def _account(acting_user: Any, row: Contract, charges: list[Charge]) -> BankAccount | None:
    """Where the contract is paid: as its payments say, else the provider's account that the paper names."""
    named = next((one.account for one in charges if one.account_id and one.kind != ChargeKind.FEE), None)
    if named is not None:
        return named
    seller = ContractParty.objects.filter(contract=row, side=PartySide.SELLER, position=1).first()
    return of_party(acting_user, seller) if seller is not None else None
