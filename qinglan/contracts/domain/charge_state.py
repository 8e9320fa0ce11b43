"""One movement of money on a payment: ledger, payment, bank line, event, all or nothing. Parts of verbs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from qinglan.contracts.models import (
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
from qinglan.contracts.settling import recorded, todos
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.history.since import require_unchanged
from qinglan.kernel.ledger.domain.account import open_account
from qinglan.kernel.ledger.domain.posting import Receipt, post
from qinglan.kernel.ledger.models import Account
from qinglan.parties.domain.account import system_user

TEXTS = {
    MovementKind.RECEIVED: "到账",
    MovementKind.CARRIED: "保证金抵作价款",
    MovementKind.RELEASED: "划付收款方",
    MovementKind.REFUNDED: "退款",
    MovementKind.FORFEITED: "保证金扣划",
}
"""What the ledger says of a movement."""


WENT_OUT = (MovementKind.RELEASED, MovementKind.REFUNDED, MovementKind.FORFEITED)
ENDED = (ContractState.TERMINATED, ContractState.ABANDONED)
"""States in which a contract owes no price any more."""


def weigh(row: Contract, charge: Charge) -> None:
    """Open or settled, by what was paid; a stopped one stays stopped. Not saved.

    Of a contract that ended, nothing more is owed of a price that went back in part.
    """
    if charge.state != ChargeState.STOPPED:
        is_paid = charge.amount > 0 and charge.paid >= charge.amount
        charge.state = ChargeState.SETTLED if is_paid else ChargeState.OPEN
    is_price = charge.kind in (ChargeKind.PRICE, ChargeKind.ROYALTY)
    if charge.state == ChargeState.OPEN and is_price and row.state in ENDED:
        charge.state = ChargeState.STOPPED


def keep(charge: Charge) -> None:
    """Save a locked payment that changed, with its next revision."""
    charge.revision += 1
    charge.save()


def require_seen(seen: int | None, charge: Charge) -> None:
    """Raise StaleEdit where a locked payment has another revision than the page that was `seen`; None saw no page."""
    if seen is not None:
        require_unchanged(seen, charge)


def receipt_of(number: str, custodian: str, day: date) -> Receipt:
    """The receipt of a movement. Raises Impossible with the field: no number, a day that is still to come."""
    if not number.strip():
        raise Impossible(_("Enter the number of the bank's receipt."), field="receipt")
    if day > clock.today():
        raise Impossible(_("The receipt has a day that is still to come."), field="received_on")
    return Receipt(number.strip(), custodian, day)


def refuse_again(charge: Charge, kind: MovementKind, receipt: Receipt) -> None:
    """Raise Impossible where this receipt stands already for the same act on a locked payment.

    Money that comes in counts once by its bank line; what goes on or back often has no line yet.
    """
    rows = charge.movements.filter(kind=kind, receipt=receipt.number, custodian=receipt.custodian)
    if rows.filter(correction__isnull=True).exists():
        raise Impossible(
            _("The receipt {number} was entered for this payment already. A receipt counts once.").format(
                number=receipt.number
            ),
            field="receipt",
        )


def outside(row: Contract, custodian: str) -> Account:
    """The world outside, from which money comes in and to which it goes, as a custodian sees it."""
    return open_account(
        acting_user=system_user(), owner=row.key, purpose="outside", custodian=custodian, may_overdraw=True
    )


def money_of(row: Contract, charge: Charge, custodian: str) -> Account:
    """The account of a payment, opened by its first movement."""
    if charge.money is None:
        charge.money = open_account(
            acting_user=system_user(),
            owner=row.key,
            purpose=f"{charge.kind} {charge.pk}",
            custodian=custodian,
        )
    return charge.money


def payee_account(row: Contract, charge: Charge) -> Account:
    """Where money goes that a supervised account pays on."""
    return open_account(
        acting_user=system_user(), owner=row.key, purpose=f"payee {charge.pk}",
        custodian=f"{charge.payee}收款账户"[:120],
    )  # fmt: skip


def move(
    acting_user: Any,
    row: Contract,
    charge: Charge,
    kind: MovementKind,
    amount: int,
    receipt: Receipt,
    entries: Mapping[Account, int],
    *,
    paid: int = 0,
    released: int = 0,
    line: BankLine | None = None,
    note: str = "",
) -> Movement:
    """Move `amount` on a locked payment of a locked contract, within the caller's transaction.

    In this order: 1. the ledger posts `entries` with the receipt, and refuses an overdraft; 2. the payment's `paid`
    and `released` change by what the caller says, and its state follows; 3. the bank line, where there is one, is
    used up by the amount; 4. the movement is kept; 5. ``contracts.money-moved``.
    """
    posted = post(
        acting_user=system_user(),
        entries=entries,
        text=f"{row.number} {TEXTS[kind]}",
        receipt=receipt,
        key=f"{row.key}/{charge.pk}/{kind}/{charge.movements.count()}",
    )
    charge.paid += paid
    charge.released += released
    weigh(row, charge)
    keep(charge)
    if line is not None:
        use(acting_user, line, amount)
    made = Movement.objects.create(
        charge=charge, kind=kind, amount=amount, day=receipt.issued_on, receipt=receipt.number,
        custodian=receipt.custodian, line=line, posting_id=posted.id, note=note[:300],
        made_at=clock.now(), made_by=acting_user,
    )  # fmt: skip
    tell_stream(acting_user, row, made)
    return made


def tell_stream(acting_user: Any, row: Contract, made: Movement) -> None:
    """Append a movement to the stream of its contract's money, within the caller's transaction."""
    recorded.record(
        acting_user,
        row,
        recorded.MOVED,
        {
            "payment": made.charge_id, "kind": made.kind, "amount": made.amount, "day": made.day,
            "receipt": made.receipt, "custodian": made.custodian, "posting": made.posting_id,
            "corrects": made.corrects_id,
        },
    )  # fmt: skip


def use(acting_user: Any, line: BankLine, amount: int) -> None:
    """Assign `amount` of a locked bank line (less than nought gives it back). Raises Impossible where it has less.

    Within the caller's transaction.
    """
    if amount > line.left:
        raise Impossible(used_up(line))
    line.assigned += amount
    full = LineState.RETURNED if line.returned else LineState.ASSIGNED
    line.state = full if line.left == 0 else LineState.OPEN
    line.settled_at, line.settled_by = clock.now(), acting_user
    line.save()
    todos.lines_changed(acting_user, line.account)


def used_up(line: BankLine) -> str:
    """Where the money of a bank line went: what is said to who enters a receipt a second time."""
    if line.state == LineState.ASIDE:
        return _("The receipt {number} was set aside: {reason}. Take it back to the list first.").format(
            number=line.number, reason=line.reason
        )
    if line.state == LineState.RETURNED:
        return _("The money of receipt {number} was paid back: {reason}.").format(
            number=line.number, reason=line.reason
        )
    first = line.movements.select_related("charge__contract").order_by("pk").first()
    if first is None:
        return _("The receipt {number} has less than this amount.").format(number=line.number)
    return _(
        "The receipt {number} was entered already: on {day} for “{title}” of {contract}. A receipt counts once."
    ).format(
        number=line.number, day=first.made_at.date().isoformat(), title=first.charge.title,
        contract=first.charge.contract.number,
    )  # fmt: skip


def locked_line(key: int) -> BankLine:
    """A bank line as it stands, locked, within the caller's transaction."""
    return BankLine.objects.select_for_update(of=("self",)).select_related("account").get(pk=key)


def out_line(account: int | None, number: str, amount: int) -> BankLine | None:
    """The line by which the account's bank shows `amount` going out, locked; None where no statement has it yet.

    Within the caller's transaction. Raises Impossible where it was set aside as about no contract, or has less: what
    was entered by this receipt before its statement came counts too.
    """
    found = BankLine.objects.filter(account=account, direction=Direction.OUT, number=number).first()
    if found is None:
        return None
    held = locked_line(found.pk)
    before = Movement.objects.filter(
        charge__account=account, kind__in=WENT_OUT, receipt=number, line__isnull=True, correction__isnull=True
    ).aggregate(sum=Sum("amount"))["sum"]
    if held.state == LineState.ASIDE or held.left < amount + (before or 0):
        raise Impossible(used_up(held), field="receipt")
    return held
