"""Contracts in force with their payments and accounts, for tests; all invented. Amounts are in 分."""

from datetime import date
from typing import Any

from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.receipt import record_receipt
from qinglan.contracts.models import BankAccount, Charge, Contract, ContractState, Movement
from tests.contracts import made
from tests.parties.organisations.made import verified
from tests.support.people import join, person

DAY = date(2026, 1, 20)
WAN = 1_000_000
"""万元."""


def people() -> dict[str, Any]:
    """`made.parties` with an exchange (`exchange`, its person `host`) that keeps a supervised account."""
    who = made.parties()
    exchange = verified(who["officer"], 12, kind="exchange", industry="L72")
    host = person("host")
    join(host, exchange, "administrator")
    return who | {"exchange": exchange, "host": host}


def account(who: dict[str, Any]) -> BankAccount:
    """The provider's own account."""
    return enter_account(
        acting_user=who["member"], organisation=who["owner"], bank="演示银行", number="5000 0000 0001"
    )


def supervised(who: dict[str, Any]) -> BankAccount:
    """The supervised account of the exchange."""
    return enter_account(
        acting_user=who["host"], organisation=who["exchange"], bank="演示银行", number="6000 0000 0002",
        is_supervised=True,
    )  # fmt: skip


def in_force(who: dict[str, Any], *, into: BankAccount | None = None, **changes: Any) -> Contract:
    """In force, 200 万 on two milestones of 60 and 140 万, paid into the provider's account unless said otherwise."""
    values = {"milestones": [60 * WAN, 140 * WAN], **changes}
    contract = made.contract(who, state=ContractState.IN_FORCE, **values)
    return name_account(acting_user=who["member"], contract=contract, account=into or account(who))


def charges(contract: Contract) -> list[Charge]:
    """Its payments in their order."""
    return list(Charge.objects.filter(contract=contract).order_by("pk"))


def received(
    who: dict[str, Any], contract: Contract, amount: int, receipt: str = "R1", **more: Any
) -> list[Movement]:
    """A receipt entered by the provider."""
    return record_receipt(
        acting_user=who["member"], contract=contract, amount=amount, receipt=receipt, received_on=DAY, **more
    )
