"""Verbs on lines of a bank account that are no payment of a contract, or not yet."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qinglan.contracts.domain.charge_state import locked_line, out_line, receipt_of, use, used_up
from qinglan.contracts.models import BankAccount, BankLine, Direction, LineState
from qinglan.contracts.settling import todos
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.domain.account import open_account
from qinglan.kernel.ledger.domain.posting import post
from qinglan.kernel.once import once
from qinglan.parties.domain.account import system_user


def note_line(
    *, acting_user: Any, account: BankAccount, receipt: str, day: date, amount: int, payer: str, text: str
) -> BankLine:
    """Keep money that came in and can't be entered on a contract (it ended, is not signed): nothing is lost.

    Raises PermissionRefused, Impossible with the field: no receipt, no amount, the receipt is on record.
    """
    permissions.require(acting_user, "contracts.work_account", account)
    paper = receipt_of(receipt, account.custodian, day)
    if amount <= 0:
        raise Impossible(_("Enter the amount that came in."), field="amount")
    refusals: dict[str, tuple[str, str | None]] = {
        "a_receipt_of_an_account_stands_once": (
            _("This receipt is on the account's list already."),
            "receipt",
        )
    }
    with once(refusals), transaction.atomic():
        line = BankLine.objects.create(
            account=account, direction=Direction.INTO, number=paper.number, day=day, amount=amount,
            party_name=payer.strip()[:120], text=" ".join(text.split())[:300],
        )  # fmt: skip
        todos.lines_changed(acting_user, account)
        return line


@transaction.atomic
def set_aside(*, acting_user: Any, line: BankLine, reason: str) -> BankLine:
    """Say that a line is about no contract, with the reason. Raises PermissionRefused, Impossible."""
    permissions.require(acting_user, "contracts.work_account", line.account)
    held = locked_line(line.pk)
    if not reason.strip():
        raise Impossible(_("Say what the line is about."), field="reason")
    if held.state != LineState.OPEN or held.left != held.amount:
        raise Impossible(used_up(held))
    return _settle(acting_user, held, LineState.ASIDE, reason)


@transaction.atomic
def take_back(*, acting_user: Any, line: BankLine) -> BankLine:
    """Put a line that was set aside back on the list. Raises PermissionRefused, Impossible."""
    permissions.require(acting_user, "contracts.work_account", line.account)
    held = locked_line(line.pk)
    if held.state != LineState.ASIDE:
        raise Impossible(_("Only a line that was set aside is taken back."))
    return _settle(acting_user, held, LineState.OPEN, "")


@transaction.atomic
def return_line(*, acting_user: Any, line: BankLine, receipt: str, paid_on: date, reason: str) -> BankLine:
    """Enter that what is left of a line went back to who paid it: a payment too much, or for a contract that ended.

    Posted in and out on an account of its own, each with its receipt. What a correction frees of it afterwards may go
    back in its turn. The line by which it went out, where a statement has it, is used up by it. Raises PermissionRefused, Impossible.
    """
    permissions.require(acting_user, "contracts.work_account", line.account)
    held = locked_line(line.pk)
    if not reason.strip():
        raise Impossible(_("Say why it goes back; both sides read it."), field="reason")
    if held.state != LineState.OPEN or held.direction != Direction.INTO:
        raise Impossible(used_up(held))
    custodian = held.account.custodian
    back = receipt_of(receipt, custodian, paid_on)
    if paid_on < held.day:
        raise Impossible(_("It went back before it came in. Check the day."), field="received_on")
    gone = out_line(held.account_id, back.number, held.left)
    if gone is not None:
        use(acting_user, gone, held.left)
    owner = f"bank:{held.account_id}"
    outside = open_account(
        acting_user=system_user(), owner=owner, purpose="outside", custodian=custodian, may_overdraw=True
    )
    money = open_account(acting_user=system_user(), owner=owner, purpose="unassigned", custodian=custodian)
    for way, sign, paper in (("in", 1, receipt_of(held.number, custodian, held.day)), ("back", -1, back)):
        post(
            acting_user=system_user(),
            entries={outside: -sign * held.left, money: sign * held.left},
            text="未入账款项" + ("到账" if sign > 0 else "退回"),
            receipt=paper,
            key=f"{owner}/line/{held.pk}/{way}" + (f"/{held.returned}" if held.returned else ""),
        )
    held.returned += held.left
    return _settle(acting_user, held, LineState.RETURNED, f"{reason} ({back.number})")


def _settle(acting_user: Any, held: BankLine, state: LineState, reason: str) -> BankLine:
    held.state, held.reason = state, " ".join(reason.split())[:300]
    held.settled_at, held.settled_by = clock.now(), acting_user
    held.save()
    todos.lines_changed(acting_user, held.account)
    return held
