"""Verbs: enter a receipt of a contract, pay on from a supervised account, pay back, correct a wrong entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from qinglan.contracts import following
from qinglan.contracts.domain import fee_plan
from qinglan.contracts.domain.charge_plan import follow
from qinglan.contracts.domain.charge_state import (
    locked_line,
    money_of,
    move,
    out_line,
    outside,
    payee_account,
    receipt_of,
    refuse_again,
    require_seen,
    used_up,
)
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.models import (
    BankAccount,
    BankLine,
    Charge,
    ChargeKind,
    ChargeState,
    Contract,
    ContractState,
    Direction,
    LineState,
    Movement,
    MovementKind,
)
from qinglan.contracts.settling import told
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money

COUNTED = (ChargeKind.PRICE, ChargeKind.ROYALTY, ChargeKind.WINDING_UP)


class Ended(Impossible):
    """The contract ended: what came in for it goes back, or is kept until both sides settle."""


@dataclass(frozen=True)
class Part:
    """How much of a receipt, in 分, belongs to a payment (its key)."""

    charge: int
    amount: int


@transaction.atomic
def record_receipt(
    *,
    acting_user: Any,
    contract: Contract,
    amount: int,
    receipt: str,
    received_on: date,
    charge: Charge | None = None,
    account: BankAccount | None = None,
    payer: str = "",
) -> list[Movement]:
    """Enter the bank's receipt of money that came in for a contract: it is posted, and commissions fall due.

    In this order: 1. permission, lock; 2. an ended contract takes no payment (Ended); 3. the receipt becomes a line of
    the account, or is found there: of one that is used up already Impossible names where it went; 4. it is spread over
    the open payments in their order, or goes to `charge`; more than is owed is refused; 5. ledger, payment, movement,
    event; 6. commissions grow; 7. both sides are told. `amount` in 分. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "contracts.settle", contract)
    row = locked_now(contract.pk)
    charges = _taking(acting_user, row)
    if amount <= 0:
        raise Impossible(_("Enter the amount that came in."), field="amount")
    into = account or _account_of(charges, charge)
    paper = receipt_of(receipt, into.custodian, received_on)
    line = _line(into, paper.number, received_on, amount, payer, row)
    parts = [Part(charge.pk, amount)] if charge else spread(charges, amount)
    return _enter(acting_user, row, charges, line, parts)


@transaction.atomic
def assign_line(
    *, acting_user: Any, line: BankLine, contract: Contract, parts: Sequence[Part] = ()
) -> list[Movement]:
    """Confirm that a line of a statement is a payment under a contract; without `parts` in the order of payments.

    Raises as `record_receipt`; Impossible too for a line by which money went out.
    """
    permissions.require(acting_user, "contracts.work_account", line.account)
    permissions.require(acting_user, "contracts.settle", contract)
    row = locked_now(contract.pk)
    charges = _taking(acting_user, row)
    held = locked_line(line.pk)
    if held.direction != Direction.INTO:
        raise Impossible(_("By this line money went out. Enter it where it was paid back or paid on."))
    return _enter(acting_user, row, charges, held, list(parts) or spread(charges, held.left))


@transaction.atomic
def release(
    *,
    acting_user: Any,
    contract: Contract,
    charge: Charge,
    amount: int,
    receipt: str,
    paid_on: date,
    seen: int | None = None,
) -> Movement:
    """Enter that a supervised account paid on to the payee. `seen` is the revision of the payment on the page.

    Raises PermissionRefused, StaleEdit; Impossible: more than it holds, a receipt that was entered for this already.
    """
    permissions.require(acting_user, "contracts.settle", contract)
    row = locked_now(contract.pk)
    held = _locked(row, charge, seen)
    if held.account is None or not held.account.is_supervised:
        raise Impossible(_("This payment goes straight to the payee: there is nothing to pay on."))
    if not 0 < amount <= held.paid - held.released:
        raise Impossible(
            _("The supervised account holds {amount} of this payment.").format(
                amount=money(held.paid - held.released)
            ),
            field="amount",
        )
    paper = receipt_of(receipt, held.account.custodian, paid_on)
    refuse_again(held, MovementKind.RELEASED, paper)
    entries = {money_of(row, held, paper.custodian): -amount, payee_account(row, held): amount}
    line = out_line(held.account_id, paper.number, amount)
    made = move(
        acting_user, row, held, MovementKind.RELEASED, amount, paper, entries, released=amount, line=line
    )
    fee_plan.grow(acting_user, row)
    told.moved(acting_user, row, [made])
    following.tell_received(acting_user, row)
    return made


@transaction.atomic
def refund(
    *,
    acting_user: Any,
    contract: Contract,
    charge: Charge,
    amount: int,
    receipt: str,
    paid_on: date,
    reason: str,
    seen: int | None = None,
) -> Movement:
    """Enter that money went back to who paid it, also after the contract ended. `seen` as in `release`.

    What a supervised account still holds goes back first. Commissions come down with it. Raises PermissionRefused,
    StaleEdit; Impossible: more than was paid, no reason, a receipt that was entered for this already.
    """
    permissions.require(acting_user, "contracts.settle", contract)
    row = locked_now(contract.pk)
    held = _locked(row, charge, seen)
    words = " ".join(reason.split())
    if not words:
        raise Impossible(_("Say why it goes back; both sides read it."), field="reason")
    if not 0 < amount <= held.paid:
        raise Impossible(
            _("Only what was paid can go back: {amount}.").format(amount=money(held.paid)), field="amount"
        )
    custodian = held.account.custodian if held.account else row.number
    paper = receipt_of(receipt, custodian, paid_on)
    refuse_again(held, MovementKind.REFUNDED, paper)
    is_supervised = held.account is not None and held.account.is_supervised
    from_payee = max(0, amount - (held.paid - held.released)) if is_supervised else 0
    entries = {outside(row, custodian): amount, money_of(row, held, custodian): from_payee - amount}
    if from_payee:
        entries[payee_account(row, held)] = -from_payee
    entries = {one: value for one, value in entries.items() if value}
    if held.kind == ChargeKind.BOND and amount == held.paid:
        held.state = ChargeState.STOPPED
    made = move(
        acting_user, row, held, MovementKind.REFUNDED, amount, paper, entries,
        paid=-amount, released=-(from_payee if is_supervised else amount), note=words,
        line=out_line(held.account_id, paper.number, amount),
    )  # fmt: skip
    fee_plan.grow(acting_user, row)
    told.moved(acting_user, row, [made])
    return made


def spread(charges: Sequence[Charge], amount: int) -> list[Part]:
    """`amount` over the open payments of the price in their order. Raises Impossible where it is more than is owed."""
    parts: list[Part] = []
    left = amount
    for one in sorted(charges, key=lambda one: (one.due_on or date.max, one.pk)):
        part = min(left, one.open) if one.kind in COUNTED else 0
        if part:
            parts.append(Part(one.pk, part))
            left -= part
    if left:
        raise Impossible(
            _("{owed} is still owed, and the receipt has {amount}. Enter what is owed; the rest stays on the line and can go back.").format(
                owed=money(amount - left), amount=money(amount)
            ),
            field="amount",
        )  # fmt: skip
    return parts


def _enter(
    acting_user: Any, row: Contract, charges: Sequence[Charge], line: BankLine, parts: Sequence[Part]
) -> list[Movement]:
    if line.state != LineState.OPEN:
        raise Impossible(used_up(line), field="receipt")
    known = {one.pk: one for one in charges}
    made: list[Movement] = []
    for part in sorted(parts, key=lambda one: one.charge):
        held = known.get(part.charge)
        if held is None or held.kind == ChargeKind.FEE:
            raise Impossible(_("This payment is none of this contract. Open it again."))
        made.append(_receive(acting_user, row, held, line, part.amount))
    fee_plan.grow(acting_user, row)
    told.moved(acting_user, row, made)
    following.tell_received(acting_user, row)
    return made


def _receive(acting_user: Any, row: Contract, held: Charge, line: BankLine, amount: int) -> Movement:
    if amount <= 0:
        raise Impossible(_("Enter the amount that came in."), field="amount")
    if line.left < amount:
        raise Impossible(used_up(line), field="receipt")
    if held.state == ChargeState.STOPPED or amount > held.open:
        raise Impossible(
            _("Of “{title}” {open} is still owed; {amount} is too much.").format(
                title=held.title, open=money(held.open), amount=money(amount)
            ),
            field="amount",
        )
    if held.account_id is None:
        held.account = line.account
    elif held.account_id != line.account_id:
        raise Impossible(
            _("“{title}” is paid into {account}. Change where the contract is paid first.").format(
                title=held.title, account=held.account
            ),
            field="account",
        )
    paper = receipt_of(line.number, line.account.custodian, line.day)
    entries = {outside(row, paper.custodian): -amount, money_of(row, held, paper.custodian): amount}
    released = 0 if line.account.is_supervised else amount
    return move(
        acting_user, row, held, MovementKind.RECEIVED, amount, paper, entries,
        paid=amount, released=released, line=line,
    )  # fmt: skip


def _taking(acting_user: Any, row: Contract) -> list[Charge]:
    """The payments of a contract that may be paid. Raises Ended where it has ended, Impossible before it is signed."""
    charges = follow(acting_user, row)
    if row.state in (ContractState.TERMINATED, ContractState.ABANDONED):
        if any(one.open and one.kind in (ChargeKind.WINDING_UP, ChargeKind.BOND) for one in charges):
            return charges
        raise Ended(
            _("{contract} ended ({state}): {reason}. A payment for it is not entered; keep it on the account's list and pay it back, or lay down what is still to be settled.").format(
                contract=row.number, state=row.get_state_display(), reason=row.reason
            )
        )  # fmt: skip
    if not row.is_signed:
        raise Impossible(
            _("{contract} is not signed yet. What came in before stays on the account's list.").format(
                contract=row.number
            )
        )
    return charges


def _account_of(charges: Sequence[Charge], charge: Charge | None) -> BankAccount:
    named = [one.account for one in charges if one.account is not None and one.kind != ChargeKind.FEE]
    found = next((one.account for one in charges if charge and one.pk == charge.pk and one.account), None)
    if found is None and not named:
        raise Impossible(
            _("Say first into which account the contract is paid: every receipt names its custodian."),
            field="account",
        )
    return found or named[0]


def _line(account: BankAccount, number: str, day: date, amount: int, payer: str, row: Contract) -> BankLine:
    """The line of this receipt: the one on record, locked, or a new one. Raises Impossible where it says otherwise."""
    values = {
        "day": day, "amount": amount, "party_name": payer.strip()[:120] or _payer_name(row), "text": row.number,
    }  # fmt: skip
    try:
        with transaction.atomic():
            line, created = BankLine.objects.get_or_create(
                account=account, direction=Direction.INTO, number=number, defaults=values
            )
    except IntegrityError:  # Somebody entered the same receipt at this moment.
        line, created = BankLine.objects.get(account=account, direction=Direction.INTO, number=number), False
    held = locked_line(line.pk)
    if created:
        return held
    if held.left == 0 or held.left < amount:
        raise Impossible(used_up(held), field="receipt")
    if held.day != day:
        raise Impossible(
            _("The receipt {number} is on record with the day {day}. Check it.").format(
                number=held.number, day=held.day.isoformat()
            ),
            field="received_on",
        )
    return held


def _payer_name(row: Contract) -> str:
    buyer = row.buyer
    return buyer.name if buyer else ""


def _locked(row: Contract, charge: Charge, seen: int | None) -> Charge:
    """The payment, locked. Raises Impossible for another contract's, and for a commission: its own verb pays it; StaleEdit."""
    rows = Charge.objects.select_for_update(of=("self",)).select_related("account", "money")
    found = rows.filter(pk=charge.pk, contract=row).exclude(kind=ChargeKind.FEE).first()
    if found is None:
        raise Impossible(_("This payment is none of this contract. Open it again."))
    require_seen(seen, found)
    return found
