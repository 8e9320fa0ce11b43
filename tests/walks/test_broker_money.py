"""技术经纪人, the second half: from the contract over the commission, due only after receipt, to the yearly subsidy."""

import io
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from openpyxl import Workbook

from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.contract import begin_contract
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.fee import pay_fee
from qinglan.contracts.domain.milestone_plan import Step, write_milestones
from qinglan.contracts.domain.party_entry import Particulars
from qinglan.contracts.domain.receipt import record_receipt
from qinglan.contracts.models import Contract, ContractState, Fee
from qinglan.kernel import clock
from qinglan.parties.models import Broker
from tests.contracts.settling import brokered
from tests.support.browser import DESKTOP, PHONE
from tests.support.people import join
from tests.walks import chongqing, market_stage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WAN = 1_000_000


def _contract(here: dict[str, Any], technology: Any, amount: int, title: str) -> Contract:
    """In force between the university and the firm; drafting and signing have walks of their own."""
    made = begin_contract(
        acting_user=here["teacher"], keeper=here["university"], side="seller", other=Particulars.of(here["firm"]),
        values={
            "title": title, "kind": "licence", "amount": amount * WAN, "payment_mode": "once",
            "technology": technology, "is_related": False,
        },
    )  # fmt: skip
    steps = [Step("一次付清", "技术资料和专利许可", clock.today(), amount * WAN)]
    write_milestones(acting_user=here["teacher"], contract=made, steps=steps)
    for state in (ContractState.SIGNING, ContractState.IN_FORCE):
        with transaction.atomic():
            set_contract_state(here["teacher"], locked_now(made.pk), state)
    made.refresh_from_db()
    return made


def _settled(here: dict[str, Any], technology: Any, amount: int, place: int, **registered: Any) -> str:
    """A contract of before, paid with its commission and registered: its national number."""
    contract = _contract(here, technology, amount, f"往年合同 {place}（演示）")
    name_account(acting_user=here["teacher"], contract=contract, account=here["account"])
    record_receipt(
        acting_user=here["teacher"],
        contract=contract,
        amount=amount * WAN,
        receipt=f"H{place}",
        received_on=clock.today(),
    )
    fee = Fee.objects.select_related("charge__contract").get(charge__contract=contract)
    pay_fee(
        acting_user=here["one"], fee=fee, amount=fee.charge.amount, receipt=f"G{place}", paid_on=clock.today()
    )
    number = f"2026500101{place:06d}"
    brokered.registered(here, contract, number, **registered)
    return number


def _statement(contract: Contract) -> bytes:
    book = Workbook()
    rows = [
        ["演示银行账户交易明细"],
        ["交易日期", "交易流水号", "借方发生额（支取）", "贷方发生额（收入）", "对方户名", "摘要"],
        [clock.today().isoformat(), "LS001", None, "5,000,000.00", "缙云化工（演示）有限公司", f"{contract.number} 技术许可费"],
        [clock.today().isoformat(), "LS002", "3,200.00", None, "某物业公司（演示）", "物业费"],
    ]  # fmt: skip
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened() -> dict[str, Any]:
    """The market with an agency for the broker, a mandate of 3 %, and the clerk who speaks for the agency."""
    here = market_stage.opened()
    agency = chongqing.firm(here["officer"], 3, "江北技术转移", kind="intermediary", industry="M75")
    clerk = chongqing.somebody("clerk")
    join(clerk, agency, "administrator")
    Broker.objects.filter(user=here["one"]).update(agency=agency)
    here["one"].refresh_from_db()
    water = market_stage.technology(here, market_stage.WATER)
    market_stage.mandated(here, "one", water, "teacher")
    return {**here, "agency": agency, "clerk": clerk, "water": water}


def test_a_commission_of_15_wan_is_due_only_after_500_wan_came_in(sits: Any) -> None:
    here = _opened()
    contract = _contract(here, here["water"], 500, "高盐废水电催化普通许可（演示）")
    broker = sits(here["one"], PHONE)
    broker.go("/contracts/fees/").reads("价款未到账，尚无应付", "3 %").looks_right("broker-fees").follow(
        contract.number
    )
    broker.reads("15万元", "尚无应付").looks_right("broker-fee-before")

    teacher = sits(here["teacher"], DESKTOP)
    teacher.go(contract.get_absolute_url()).press("查看全部款项").reads("还没有确定收款账户")
    teacher.press("确定收款账户").write("或者新账户：开户银行及网点", "演示银行沙坪坝支行").write(
        "账号", "5000 0000 0000 0001"
    )
    teacher.looks_right("money-account").press("保存账户").reads("尾号0001", "待付").looks_right("money-open")
    teacher.go("/contracts/bank/").follow("尾号0001").press("导入银行流水")
    teacher.hand_in("银行对账单", "明细.xlsx", _statement(contract)).send().reads("500万元", "LS002")
    teacher.looks_right("bank-checked").press("导入流水").reads("写明合同编号、买方支付、与欠款金额一致")
    teacher.looks_right("bank-lines").press("确认并入账").reads("1 笔款项已凭回单入账")
    teacher.go(f"/contracts/{contract.number}/money/").reads("LS001", "已付").looks_right("money-paid")
    teacher.go("/contracts/statements/").reads("5,000,000.00").looks_right("money-statement")

    broker.go("/contracts/fees/").reads("应付").follow(contract.number).reads("据此应付", "15万元")
    broker.looks_right("broker-fee-due").press("登记支付").write("回单编号", "YH001")
    broker.send().reads("已付").looks_right("broker-fee-paid")


def test_the_years_deals_come_to_12_and_50_wan_and_a_number_is_claimed_once(sits: Any) -> None:
    here = _opened()
    chongqing.load("intermediary-subsidy")
    here["account"] = enter_account(
        acting_user=here["teacher"], organisation=here["university"], bank="演示银行", number="500000000001"
    )
    _settled(here, here["water"], 600, 1, registered_on=date(2025, 9, 1))
    first = _settled(here, here["water"], 500, 2)
    second = _settled(here, here["water"], 3500, 3)
    _settled(here, here["water"], 900, 4, is_related=True, related_note="买方是卖方的全资子公司")
    clerk = sits(here["clerk"], DESKTOP)
    clerk.go("/contracts/deals/?year=2025").reads("120,000", "计入，待申领").looks_right("deals-2025")
    clerk.go("/contracts/deals/?year=2026").reads("500,000", "买方是卖方的全资子公司", "不计入")
    clerk.press("申领", among=clerk.row(first)).reads(f"已申领{first}")
    clerk.press("申领", among=clerk.row(second)).reads(f"已申领{second}").looks_right("deals-2026")
    clerk.write("认定登记编号", first).press(
        "申领", among=clerk.main.locator("section").filter(has_text="按编号申领")
    )
    clerk.reads(f"{first}已被申领：江北技术转移（演示）有限公司").looks_right("deals-twice")
    broker = sits(here["one"], PHONE, "en")
    broker.go("/contracts/deals/?year=2026").reads("500,000", "Claimed").looks_right("deals-broker")
    assert "somebody else" not in broker.text()
