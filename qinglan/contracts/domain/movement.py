"""Verb: correct a wrong entry of money; nothing is deleted, the opposite is posted."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts import following
from qinglan.contracts.domain import fee_plan
from qinglan.contracts.domain.charge_state import (
    keep,
    locked_line,
    receipt_of,
    require_seen,
    tell_stream,
    use,
    weigh,
)
from qinglan.contracts.domain.contract_state import locked_now
from qinglan.contracts.models import Charge, ChargeKind, ChargeState, Contract, Fee, Movement, MovementKind
from qinglan.contracts.settling import todos
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.domain.posting import reverse
from qinglan.kernel.ledger.models import Entry
from qinglan.parties.domain.account import system_user

PAID = {
    MovementKind.RECEIVED: 1,
    MovementKind.CARRIED: 1,
    MovementKind.REFUNDED: -1,
    MovementKind.FORFEITED: -1,
}
"""Which way a movement changed what was paid."""


@transaction.atomic
def correct_movement(
    *, acting_user: Any, movement: Movement, reason: str, seen: int | None = None
) -> Movement:
    """Take back a movement that was entered wrongly; its bank line is open again, and may be assigned rightly.

    Of a commission this is for who earns or pays it, of all else for who enters receipts of the contract. What was paid back or off must be corrected before what it came from. `seen` is the
    revision of its payment on the page. Raises PermissionRefused, StaleEdit; Impossible: no reason, corrected already, a deposit that was set off (its lot holds it), money that has gone on.
    """
    row = locked_now(movement.charge.contract_id)
    permissions.require(acting_user, *may_correct(movement))
    words = " ".join(reason.split())
    if not words:
        raise Impossible(_("Say what was wrong with the entry."), field="reason")
    charge = (
        Charge.objects.select_for_update(of=("self",)).select_related("account").get(pk=movement.charge_id)
    )
    require_seen(seen, charge)
    _check(movement, charge)
    posted = reverse(
        acting_user=system_user(),
        posting=movement.posting,
        text=f"{row.number} 更正入账",
        receipt=receipt_of(movement.receipt, movement.custodian, movement.day),
        key=f"{row.key}/{charge.pk}/corrected/{movement.pk}",
    )
    _undo(movement, charge)
    weigh(row, charge)
    keep(charge)
    if movement.line_id is not None:
        use(acting_user, locked_line(movement.line_id), -movement.amount)
    made = Movement.objects.create(
        charge=charge, kind=MovementKind.CORRECTED, corrects=movement, amount=movement.amount, day=movement.day,
        receipt=movement.receipt, custodian=movement.custodian, posting_id=posted.id, note=words[:300],
        made_at=clock.now(), made_by=acting_user,
    )  # fmt: skip
    tell_stream(acting_user, row, made)
    if charge.kind == ChargeKind.FEE:
        charge.fee.charge = charge
        todos.fee_changed(acting_user, charge.fee)
    fee_plan.grow(acting_user, row)
    if movement.kind == MovementKind.REFUNDED:  # what was paid back is with the payee again
        following.tell_received(acting_user, row)
    return made


def may_correct(movement: Movement) -> tuple[str, Fee | Contract]:
    """Which permission a correction asks for, and on what."""
    charge = movement.charge
    if charge.kind == ChargeKind.FEE:
        return "contracts.settle_fee", charge.fee
    return "contracts.settle", charge.contract


def _check(movement: Movement, charge: Charge) -> None:
    if movement.kind == MovementKind.CORRECTED or Movement.objects.filter(corrects=movement).exists():
        raise Impossible(_("This entry was corrected already."))
    if movement.kind == MovementKind.CARRIED:
        raise Impossible(_("A deposit that was set off is not taken back: pay the money back instead."))
    gone = movement.kind == MovementKind.RECEIVED and movement.amount > charge.paid
    if charge.account is not None and charge.account.is_supervised:
        gone = gone or (
            movement.kind == MovementKind.RECEIVED and movement.amount > charge.paid - charge.released
        )
    if movement.kind == MovementKind.RELEASED:
        gone = movement.amount > charge.released
    if gone:
        raise Impossible(_("Part of this money has gone on already. Correct what came later first."))
    if movement.kind in (MovementKind.REFUNDED, MovementKind.FORFEITED) and (
        charge.paid + movement.amount > charge.amount
    ):
        raise Impossible(_("The payment was made anew since. Correct that first."))


def _undo(movement: Movement, charge: Charge) -> None:
    is_supervised = charge.account is not None and charge.account.is_supervised
    if movement.kind == MovementKind.RELEASED:
        charge.released -= movement.amount
        return
    change = -PAID[MovementKind(movement.kind)] * movement.amount
    charge.paid += change
    if charge.state == ChargeState.STOPPED and change > 0 and charge.paid >= charge.amount > 0:
        charge.state = ChargeState.SETTLED  # what went back by mistake is there again
    charge.released += _from_payee(movement, charge) if is_supervised else change


def _from_payee(movement: Movement, charge: Charge) -> int:
    """What of a refund came from what had been paid on already."""
    rows = Entry.objects.filter(posting=movement.posting_id, amount__lt=0, account__may_overdraw=False)
    return -sum(rows.exclude(account=charge.money_id).values_list("amount", flat=True))
