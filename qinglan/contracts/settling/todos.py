"""What waits for whom about money: lines of a bank that nobody assigned, commissions due, deposits to set off."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.contracts.models import (
    BankAccount,
    BankLine,
    Contract,
    ContractState,
    Direction,
    Fee,
    LineState,
)
from qinglan.contracts.settling.deposits import deposit_for
from qinglan.kernel import naming
from qinglan.kernel.naming import Name
from qinglan.kernel.todos.addressee import MEMBER, to_organisation
from qinglan.kernel.todos.domain.todo import Subject, close_todos, open_todo
from qinglan.kernel.todos.kinds import register_kind

ASSIGN = register_kind("contracts.assign_lines", _("Say what the money on a bank account is for")).name
PAY = register_kind("contracts.pay_commission", _("Pay a commission that fell due")).name
SET_OFF = register_kind("contracts.set_deposit_off", _("Set the winner's deposit off against the price")).name
ACCOUNT, FEE, LOT = "contracts.bankaccount", "contracts.fee", "auctions.lot"


def lines_changed(acting_user: Any, account: BankAccount) -> None:
    """Open or close what waits about an account, by whether money came in that nobody assigned.

    Within the caller's transaction.
    """
    waits = BankLine.objects.filter(account=account, state=LineState.OPEN, direction=Direction.INTO).exists()
    if waits:
        subject = Subject(ACCOUNT, account.pk, account.custodian, f"{account.get_absolute_url()}?state=open")
        open_todo(
            acting_user=acting_user, kind=ASSIGN, subject=subject,
            to=to_organisation(account.organisation_id, role=MEMBER),
        )  # fmt: skip
    else:
        close_todos(
            acting_user=acting_user, kind=ASSIGN, subject_type=ACCOUNT, subject_key=account.pk,
            by_act="contracts.lines-assigned",
        )  # fmt: skip


def fee_changed(acting_user: Any, fee: Fee) -> None:
    """Open or close what waits for the side that pays a commission. Within the caller's transaction."""
    payer = fee.charge.payer
    if fee.charge.open and payer is not None and payer.organisation_id is not None:
        subject = Subject(
            FEE, fee.pk, f"{fee.charge.contract.number} · {fee.charge.payee}", fee.get_absolute_url()
        )
        open_todo(
            acting_user=acting_user, kind=PAY, subject=subject,
            to=to_organisation(payer.organisation_id, role=MEMBER),
        )  # fmt: skip
    else:
        close_todos(
            acting_user=acting_user,
            kind=PAY,
            subject_type=FEE,
            subject_key=fee.pk,
            by_act="contracts.fee-paid",
        )


def set_off_changed(acting_user: Any, contract: Contract) -> None:
    """Open or close what waits for the organiser of a lot: a deposit is held, and the contract is in force.

    It names the lot and not the contract. Within the caller's transaction.
    """
    if contract.result is None:
        return
    lot = contract.result.lot
    if contract.state == ContractState.IN_FORCE and deposit_for(contract):
        url = reverse("contracts:money-deposit", args=[contract.number])
        open_todo(
            acting_user=acting_user, kind=SET_OFF, subject=Subject(LOT, lot.pk, f"{lot.number} {lot.title}", url),
            to=to_organisation(lot.organiser_id, role=MEMBER),
        )  # fmt: skip
    else:
        close_todos(
            acting_user=acting_user, kind=SET_OFF, subject_type=LOT, subject_key=lot.pk,
            by_act="contracts.deposit-set-off",
        )  # fmt: skip


def _accounts(keys: list[str]) -> dict[str, Name]:
    rows = BankAccount.objects.filter(pk__in=naming.numbers(keys))
    return {str(row.pk): Name(str(row), row.get_absolute_url()) for row in rows}


def _fees(keys: list[str]) -> dict[str, Name]:
    rows = Fee.objects.filter(pk__in=naming.numbers(keys)).select_related("charge")
    return {str(row.pk): Name(str(row.charge), row.get_absolute_url()) for row in rows}


naming.register(ACCOUNT, _accounts)
naming.register(FEE, _fees)
