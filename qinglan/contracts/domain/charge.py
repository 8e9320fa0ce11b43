"""Verbs: lay down a further payment, take one back that nobody paid, forfeit a performance deposit."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain import charge_plan
from qinglan.contracts.domain.charge_state import (
    keep,
    money_of,
    move,
    out_line,
    outside,
    receipt_of,
    require_seen,
)
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.models import (
    Charge,
    ChargeKind,
    ChargeState,
    Contract,
    ContractState,
    Movement,
    MovementKind,
)
from qinglan.contracts.settling import recorded, told
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible

BY_HAND = (ChargeKind.ROYALTY, ChargeKind.BOND, ChargeKind.WINDING_UP)


@transaction.atomic
def add_charge(
    *,
    acting_user: Any,
    contract: Contract,
    kind: str,
    title: str,
    amount: int,
    due_on: date | None,
    basis: str,
) -> Charge:
    """Lay down a royalty, a performance deposit, or what is still settled after a termination, with its basis.

    Raises PermissionRefused; Impossible with the field: the contract is in the wrong state, no basis, no amount.
    """
    permissions.require(acting_user, "contracts.lay_down", contract)
    row = locked_now(contract.pk)
    if kind not in BY_HAND:
        raise Impossible(_("The price follows the milestones: amend the contract instead."), field="kind")
    ended = row.state == ContractState.TERMINATED
    if ended != (kind == ChargeKind.WINDING_UP) or not row.is_signed:
        raise Impossible(
            _("The contract is in the state “{state}”; this is not possible then.").format(
                state=row.get_state_display()
            ),
            field="kind",
        )
    if amount <= 0:
        raise Impossible(_("Enter the amount."), field="amount")
    if not title.strip() or not basis.strip():
        raise Impossible(
            _("Say what is paid and on what basis: clause, statement of sales, agreement."), field="basis"
        )
    return charge_plan.add(
        acting_user,
        row,
        ChargeKind(kind),
        " ".join(title.split()),
        amount,
        due_on,
        " ".join(basis.split())[:300],
    )


@transaction.atomic
def stop_charge(
    *, acting_user: Any, contract: Contract, charge: Charge, reason: str, seen: int | None = None
) -> Charge:
    """Take back a payment that was laid down by hand; what was paid on it must have gone back.

    `seen` is the revision on the page, as everywhere here. Raises StaleEdit, Impossible, PermissionRefused.
    """
    permissions.require(acting_user, "contracts.lay_down", contract)
    row = locked_now(contract.pk)
    held = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk, contract=row)
    require_seen(seen, held)
    if held.kind not in BY_HAND or held.state == ChargeState.STOPPED:
        raise Impossible(_("Only a payment that was laid down by hand and stands is taken back."))
    if held.paid:
        raise Impossible(_("Money was paid on it. Pay it back first."))
    if not reason.strip():
        raise Impossible(_("Say why; both sides read it."), field="reason")
    held.state = ChargeState.STOPPED
    keep(held)
    payload = {"open": [[held.pk, held.amount]], "reason": " ".join(reason.split())[:300]}
    recorded.record(acting_user, row, recorded.STOPPED, payload)
    return held


@transaction.atomic
def forfeit_bond(
    *,
    acting_user: Any,
    contract: Contract,
    charge: Charge,
    receipt: str,
    paid_on: date,
    reason: str,
    seen: int | None = None,
) -> Movement:
    """Enter that a performance deposit was paid to the other side for a breach; all that is held of it.

    Raises PermissionRefused, StaleEdit; Impossible: none is held, part of it was paid on, no reason.
    """
    permissions.require(acting_user, "contracts.settle", contract)
    row = locked_now(contract.pk)
    held = (
        Charge.objects.select_for_update(of=("self",))
        .select_related("account", "money")
        .get(pk=charge.pk, contract=row)
    )
    require_seen(seen, held)
    if held.kind != ChargeKind.BOND or not held.paid or held.account is None:
        raise Impossible(_("No performance deposit is held."))
    if held.account.is_supervised and held.released:
        raise Impossible(_("Part of this money has gone on already. Correct what came later first."))
    if not reason.strip():
        raise Impossible(_("Say which breach this is for, and which clause says so."), field="reason")
    amount = held.paid
    paper = receipt_of(receipt, held.account.custodian, paid_on)
    entries = {money_of(row, held, paper.custodian): -amount, outside(row, paper.custodian): amount}
    held.state = ChargeState.STOPPED
    made = move(
        acting_user, row, held, MovementKind.FORFEITED, amount, paper, entries,
        paid=-amount, released=-held.released, note=" ".join(reason.split()),
        line=out_line(held.account_id, paper.number, amount),
    )  # fmt: skip
    told.moved(acting_user, row, [made])
    return made
