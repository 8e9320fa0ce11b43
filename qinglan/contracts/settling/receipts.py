"""What the provider of a contract has really received: what others reckon with (income, commissions, results)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from qinglan.contracts.models import INCOME, Contract, Movement, MovementKind

COMES = (MovementKind.RECEIVED, MovementKind.CARRIED)


@dataclass(frozen=True)
class Received:
    """Money that reached the provider: `key` is the movement's, `amount` in 分 less what of it was paid back."""

    key: int
    amount: int
    received_on: date
    receipt: str


def receipts_of(contract: Contract) -> list[Received]:
    """The receipts of a contract in the order of days, net of refunds and corrections; one query.

    Price, royalties and what is paid after a termination; deposits and commissions are none of it. Money on a
    supervised account counts from the day on which it was paid on. A refund takes from the latest receipts of the
    same payment first.
    """
    rows = Movement.objects.filter(charge__contract=contract, charge__kind__in=INCOME)
    taken_back = Movement.objects.filter(corrects__isnull=False).values("corrects")
    rows = rows.exclude(kind=MovementKind.CORRECTED).exclude(pk__in=taken_back)
    movements = list(rows.select_related("charge__account").order_by("day", "id"))
    found: list[Received] = []
    for charge in dict.fromkeys(one.charge_id for one in movements):
        found += _of_charge([one for one in movements if one.charge_id == charge])
    return sorted(found, key=lambda one: (one.received_on, one.key))


def received_of(contract: Contract) -> int:
    """The sum of `receipts_of`, in 分."""
    return sum(one.amount for one in receipts_of(contract))


def _of_charge(movements: list[Movement]) -> list[Received]:
    account = movements[0].charge.account
    supervised = account is not None and account.is_supervised
    comes = (MovementKind.RELEASED,) if supervised else COMES
    came = [Received(one.pk, one.amount, one.day, one.receipt) for one in movements if one.kind in comes]
    if supervised:
        # What of a refund the account still held and what the payee gave was settled when it was entered.
        back = sum(one.amount for one in came) - movements[0].charge.released
    else:
        back = sum(one.amount for one in movements if one.kind == MovementKind.REFUNDED)
    return _less(came, back)


def _less(rows: Iterable[Received], back: int) -> list[Received]:
    kept: list[Received] = []
    for row in reversed(list(rows)):
        part = min(back, row.amount)
        back -= part
        if row.amount > part:
            kept.append(replace(row, amount=row.amount - part))
    return kept[::-1]
