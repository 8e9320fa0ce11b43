"""What a broker's deals go through on the pages: mandate, contract, money, commission, registration."""

from datetime import timedelta
from typing import Any

from qinglan.contracts.models import Contract, Fee, Registration
from qinglan.kernel import clock
from qinglan.market.models.brokering import Mandate
from tests.walks import broker_stage, contract_steps, money_steps, registration_steps
from tests.walks.person import Person

YEAR = timedelta(days=365)


def mandated(broker: Person, owner: Person, technology: Any) -> None:
    """The broker proposes 3 % of what comes in on the page of a technology; its owner accepts."""
    broker.go(technology.get_absolute_url()).press("提出委托")
    broker.choose("佣金", "按到账金额提成").write("提成比例（%）", "3").send().reads("等待委托方答复")
    mandate = Mandate.objects.get(technology=technology)
    owner.go(mandate.get_absolute_url()).press("接受委托").reads("有效")


def signed(teacher: Person, manager: Person, technology: Any, buyer: str, wan: int, **more: str) -> Contract:
    """A licence that was agreed elsewhere, about a technology of the university, drawn and signed by both."""
    today = clock.today()
    contract = contract_steps.begun(
        teacher, organisation=buyer, title=f"{technology.title}许可 {wan} 万元（演示）", kind="licence/ordinary",
        about=f"technology:{technology.pk}", amount=str(wan * 10_000), begins_on=today.isoformat(),
        ends_on=(today + YEAR).isoformat(), **({"is_related": "no"} | more),
    )  # fmt: skip
    contract_steps.versioned(teacher, contract)
    contract_steps.signed(teacher, manager, contract)
    return contract


def received(teacher: Person, buyer: str, *contracts: Contract) -> None:
    """The statement names the contracts; each line is confirmed."""
    for contract in contracts:
        money_steps.account(teacher, contract)
    paid = [(one.number, (one.amount or 0) // 1_000_000) for one in contracts]
    content = broker_stage.statement(buyer, clock.today().isoformat(), *paid)
    money_steps.statement(teacher, content).press("导入流水").press("确认并入账")
    teacher.reads(f"{len(contracts)} 笔款项已凭回单入账")


def commission_paid(broker: Person, contract: Contract) -> None:
    """What is due by the mandate was paid, with the receipt."""
    fee = Fee.objects.get(charge__contract=contract, broker__user__username="one")
    broker.go(fee.get_absolute_url()).press("登记支付").write("回单编号", f"YJ-{contract.number}")
    broker.send().reads("已付")


def registered(teacher: Person, officer: Person, contract: Contract, number: str) -> Registration:
    """Classified, filed, the number entered; an officer confirms that it is green."""
    row = registration_steps.classified(teacher, contract)
    registration_steps.valued(teacher, row, amount=str((contract.amount or 0) / 100))
    registration_steps.filed(teacher, row, number)
    registration_steps.green(officer, row)
    return row
