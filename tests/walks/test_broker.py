"""技术经纪人: from a note of a visit to a protected pair, agreed terms, a commission on what came in, the yearly subsidy."""

from typing import Any

import pytest

from qinglan.contracts.models import Contract, Fee
from qinglan.market.models import Need, Room
from qinglan.market.models.brokering import CardVisits, Introduction, Mandate
from tests.support.browser import DESKTOP, PHONE
from tests.walks import (
    broker_stage,
    broker_steps,
    clock,
    contract_steps,
    market_stage,
    market_steps,
    money_steps,
)
from tests.walks.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_a_visit_to_the_yearly_subsidy(sits: Any) -> None:
    here = broker_stage.opened("2025-12-01")
    broker, colleague = sits(here["one"], PHONE), sits(here["two"], DESKTOP)
    teacher, manager = sits(here["teacher"], DESKTOP), sits(here["manager"], DESKTOP)
    officer = sits(here["officer"], DESKTOP)
    market_steps.quiet(broker, teacher, manager)
    broker_steps.mandated(broker, teacher, here["salt"])
    broker_steps.mandated(colleague, teacher, here["water"])
    seats = (here, broker, teacher, manager, officer)
    _done(*seats, ("2025500001000001", 600, {}))
    clock.move_to(here["administrator"], "2026-03-02 09:00")
    need = _visited(here, broker, manager, officer)
    _introduced(here, broker, colleague, teacher, manager, need)
    _carded(here, broker, sits(None, PHONE))
    contract = _agreed(here, broker, teacher, manager, need)
    _commissioned(here, broker, teacher, contract)
    first = "2026500001000001"
    broker_steps.registered(teacher, officer, contract, first)
    related = {"is_related": "yes", "related_note": "买方是卖方的全资子公司"}
    _done(*seats, ("2026500001000002", 3500, {}), ("2026500001000003", 900, related))
    _subsidised(sits(here["clerk"], DESKTOP), first)
    _claimed_twice(sits(here["other"], DESKTOP), first)
    broker = sits(here["one"], PHONE, "en")
    broker.go("/contracts/deals/?year=2026").reads("500,000", "Claimed").looks_right("broker-deals")
    assert "somebody else" not in broker.text()


def _done(
    here: Any, broker: Person, teacher: Person, manager: Person, officer: Person, *deals: tuple[str, int, Any]
) -> None:
    """Deals under the mandate, each with its number and 万元, from contract over one statement to registration."""
    buyer = here["firm"].name
    contracts = [
        broker_steps.signed(teacher, manager, here["salt"], buyer, wan, **more) for _, wan, more in deals
    ]
    broker_steps.received(teacher, buyer, *contracts)
    for contract, (number, _, _more) in zip(contracts, deals, strict=True):
        broker_steps.commission_paid(broker, contract)
        broker_steps.registered(teacher, officer, contract, number)


def _visited(here: Any, broker: Person, client: Person, officer: Person) -> Need:
    """Out of the note of a visit a need is drafted under a mandate, checked twice and published."""
    broker.go("/market/brokering/").press("记一次走访").write("单位", "缙云")
    broker.write("沟通内容", broker_stage.NOTE).looks_right("broker-visit").press("保存记录")
    broker.reads("已记下", here["firm"].name).press("写成需求")
    broker.reads("500 → 50 mg/L", "600 万元", "半年内").write("需求名称", "含盐废水降 COD")
    broker.choose("佣金", "按到账金额提成").write("提成比例（%）", "3").looks_right("broker-draft")
    broker.press("起草需求并提出委托").reads("需求已起草", "等待委托方答复")
    mandate = Mandate.objects.get(need__isnull=False)
    client.go("/desk/").press("答复技术经理人的委托").reads("含盐废水降 COD", "3 %", "两级审核")
    client.looks_right("broker-mandate-client").press("接受委托").reads("有效")
    broker.go(mandate.get_absolute_url()).press("完善并提交").reads("提交前还需填写").press("联系方式")
    broker.write("联系人", "林某").write("电话", "023-60000000").send()
    broker.press("提交初审").reads("由单位管理员或受托技术经理人初审")
    market_steps.first_check(broker)
    market_steps.published(officer, "含盐废水降 COD").send().reads("已发布")
    need = Need.objects.get()
    assert (need.state, need.owner, need.broker.user, need.budget_max) == (
        "published", here["firm"], here["one"], 600_0000_00,
    )  # fmt: skip
    return need


def _introduced(
    here: Any, broker: Person, colleague: Person, teacher: Person, manager: Person, need: Need
) -> None:
    """A pair is protected from colleagues; one of which he serves both sides is blocked until both saw and confirmed."""
    market_stage.found()
    broker.go(need.get_matches_url()).reads("共同用词", "合作方式").looks_right("broker-matches")
    broker.press("报备对接", among=broker.row(here["water"].title))
    broker.reads(here["water"].title, need.title).press("报备").reads("保护中")
    broker.looks_right("broker-introduction")
    until = Introduction.objects.get().protected_until.isoformat()
    colleague.go(f"/market/introductions/new/?need={need.reference}&technology={here['water'].reference}")
    colleague.press("报备").reads(f"其他技术经理人已报备这一对，保护至 {until}").looks_right(
        "broker-colleague"
    )
    broker.go(need.get_matches_url()).press("报备对接", among=broker.row(here["salt"].title))
    broker.press("报备").reads("双方都看到并确认之前", "尚未确认")
    for side, state in ((teacher, "blocked"), (manager, "protected")):
        side.go("/desk/").press("确认技术经理人双方代理").reads("同时代理双方").looks_right("broker-double")
        side.press("已知悉并同意").reads("已确认")
        assert Introduction.objects.get(technology=here["salt"]).state == state


def _carded(here: Any, broker: Person, stranger: Person) -> None:
    """The card with its QR code is opened by a stranger, and counted; the poster prints one."""
    stranger.go(f"/brokers/{here['one'].broker.pk}/card/").reads("含盐废水降 COD", here["salt"].title)
    stranger.looks_right("broker-card")
    assert stranger.main.locator("figure svg").count() == 1
    stranger.go(f"{here['salt'].get_absolute_url()}poster/").reads("扫码").looks_right("broker-poster")
    broker.go("/market/brokering/").reads("名片被打开").looks_right("broker-home")
    assert list(CardVisits.objects.values_list("count", flat=True)) == [1]


def _agreed(here: Any, broker: Person, teacher: Person, manager: Person, need: Need) -> Contract:
    """Three versions of the terms, which the broker reads with their differences; a contract of 500 万 by the third."""
    manager.go(need.get_matches_url())
    enquiry = market_steps.enquired(
        manager, teacher, here["water"].title, use="含盐废水", stage="已立项", mode="普通许可"
    )
    room = Room.objects.get(enquiry=enquiry)
    manager.go(room.get_absolute_url()).press("增减人员").press("加入技术经理人").send()
    market_steps.version(manager, room, broker_stage.TERMS)
    market_steps.version(teacher, room, {"fees_amount": "550"})
    market_steps.version(manager, room, {"fees_amount": "500", "audit": "每年一次"})
    broker.go(f"{room.get_absolute_url()}terms/3/").reads("与第2版有2处不同", "每年一次")
    broker.looks_right("broker-terms").press("v1").reads("450").looks_right("broker-terms-first")
    market_steps.agreed(manager, teacher, room)
    contract = Contract.objects.get(hand_over__room=room)
    teacher.go("/desk/").press("填写合同并送签").reads("起草中", "500万元").press("填写合同基本内容")
    teacher.write("开始日期", "2026-03-02").write("结束日期", "2031-03-01").choose("关联交易", "否").send()
    contract_steps.versioned(teacher, contract)
    contract_steps.signed(teacher, manager, contract)
    return contract


def _commissioned(here: Any, broker: Person, teacher: Person, contract: Contract) -> None:
    """15 万 by 3 % of 500 万: nothing is due before the bank's statement shows the money."""
    broker.go("/contracts/fees/").reads("价款未到账，尚无应付", "3 %").looks_right("broker-fees")
    broker.follow(contract.number).reads("15万元", "尚无应付").looks_right("broker-fee-before")
    money_steps.account(teacher, contract)
    teacher.reads("尾号0001", "待付").looks_right("broker-money-open")
    content = broker_stage.statement(here["firm"].name, "2026-03-02", (contract.number, 500))
    money_steps.statement(teacher, content).reads("500万元", "LS-2026-03-02").looks_right("broker-bank")
    teacher.press("导入流水").reads("写明合同编号、买方支付、与欠款金额一致").looks_right("broker-lines")
    teacher.press("确认并入账").reads("1 笔款项已凭回单入账")
    teacher.go(f"/contracts/{contract.number}/money/").reads(f"LS-{contract.number}", "已付")
    teacher.go("/contracts/statements/").reads("5,000,000.00").looks_right("broker-statement")
    broker.go("/contracts/fees/").reads("应付").follow(contract.number).reads("据此应付", "15万元")
    broker.looks_right("broker-fee-due")
    broker_steps.commission_paid(broker, contract)
    broker.looks_right("broker-fee-paid")
    fee = Fee.objects.get(charge__contract=contract, broker__user=here["one"])
    assert (fee.charge.amount, fee.charge.paid) == (15_0000_00, 15_0000_00)


def _subsidised(clerk: Person, first: str) -> None:
    """600 万 come to 12 万, 4000 万 to 50 万; what is between related parties doesn't count, and says why."""
    clerk.go("/contracts/deals/?year=2025").reads("120,000", "计入，待申领").looks_right("broker-deals-2025")
    clerk.press("申领", among=clerk.row("2025500001000001")).reads("已申领2025500001000001")
    clerk.go("/contracts/deals/?year=2026").reads("500,000", "买方是卖方的全资子公司", "不计入")
    for number in (first, "2026500001000002"):
        clerk.press("申领", among=clerk.row(number)).reads(f"已申领{number}")
    clerk.looks_right("broker-deals-2026")


def _claimed_twice(other: Person, number: str) -> None:
    """The colleague's agency had a mandate of the other side: its claim of the same contract is refused, the first named."""
    other.go("/contracts/deals/?year=2026").reads("已被他人申领").write("认定登记编号", number)
    other.press("申领", among=other.main.locator("section").filter(has_text="按编号申领"))
    other.reads(f"{number}已被申领：江北技术转移（演示）有限公司").looks_right("broker-deals-twice")
