"""Money that comes in and goes back: payments, ledger, and what the provider has received."""

from datetime import date, timedelta
from typing import Any

import pytest

from qinglan.contracts.domain import charge as charge_verbs
from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.bank_line import note_line, return_line, set_aside, take_back
from qinglan.contracts.domain.bank_statement import Faulty, take_statement
from qinglan.contracts.domain.charge_plan import follow
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.movement import correct_movement
from qinglan.contracts.domain.receipt import Ended, assign_line, record_receipt, refund, release
from qinglan.contracts.models import BankAccount, BankLine, Charge, ChargeState, ContractState, Milestone
from qinglan.contracts.settling.line_data import erase_foreign
from qinglan.contracts.settling.receipts import Received, receipts_of, received_of
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.events.models import Event
from qinglan.kernel.ledger.models import Balance
from qinglan.kernel.ledger.queries import faults
from qinglan.kernel.permissions import PermissionRefused
from tests.contracts import made
from tests.contracts.settling import paid
from tests.contracts.settling.paid import DAY, WAN
from tests.contracts.settling.statements import text

pytestmark = pytest.mark.django_db


def _shape(contract: Any) -> list[tuple[Any, ...]]:
    return [
        (one.kind, one.amount // WAN, one.paid // WAN, one.released // WAN, one.state)
        for one in paid.charges(contract)
    ]


def test_a_receipt_is_spread_over_the_milestones_in_their_order() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    made_ = paid.received(who, contract, 100 * WAN)
    assert [(one.charge.title, one.amount // WAN, one.receipt, one.custodian) for one in made_] == [
        ("1. 第 1 期（演示）", 60, "R1", f"演示银行账户尾号0001（{who['owner'].name}）"),
        ("2. 第 2 期（演示）", 40, "R1", f"演示银行账户尾号0001（{who['owner'].name}）"),
    ]
    assert _shape(contract) == [("price", 60, 60, 60, "settled"), ("price", 140, 40, 40, "open")]
    first, second = (Balance.objects.get(pk=one.money_id).amount for one in paid.charges(contract))
    assert (first, second, faults()) == (60 * WAN, 40 * WAN, [])
    line = BankLine.objects.get()
    assert (line.number, line.amount, line.assigned, line.state) == ("R1", 100 * WAN, 100 * WAN, "assigned")
    assert receipts_of(contract) == [
        Received(made_[0].pk, 60 * WAN, DAY, "R1"), Received(made_[1].pk, 40 * WAN, DAY, "R1"),
    ]  # fmt: skip
    kinds = list(
        Event.objects.filter(stream=f"settlement:{contract.pk}")
        .order_by("sequence")
        .values_list("kind", flat=True)
    )
    assert kinds[-2:] == ["contracts.money-moved", "contracts.money-moved"]


def test_a_receipt_counts_once_and_names_where_it_went() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    with pytest.raises(Impossible) as refused:
        paid.received(who, contract, 60 * WAN)
    assert refused.value.field == "receipt"
    assert "R1" in refused.value.message
    assert contract.number in refused.value.message
    assert _shape(contract)[1] == ("price", 140, 0, 0, "open")


def test_more_than_is_owed_is_refused_and_nothing_is_entered() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    with pytest.raises(Impossible):
        paid.received(who, contract, 201 * WAN)
    with pytest.raises(Impossible):
        paid.received(who, contract, 61 * WAN, charge=paid.charges(contract)[0])
    assert (BankLine.objects.count(), received_of(contract)) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"receipt": " "}, "receipt"),
        ({"received_on": date(2126, 1, 1)}, "received_on"),
    ],
)
def test_a_receipt_has_amount_number_and_a_day_that_has_come(changes: dict[str, Any], field: str) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    values: dict[str, Any] = {"amount": WAN, "receipt": "R1", "received_on": DAY, **changes}
    with pytest.raises(Impossible) as refused:
        record_receipt(acting_user=who["member"], contract=contract, **values)
    assert refused.value.field == field


def test_without_an_account_there_is_no_custodian_and_no_entry() -> None:
    who = paid.people()
    contract = made.contract(who, state=ContractState.IN_FORCE)
    with pytest.raises(Impossible) as refused:
        paid.received(who, contract, WAN)
    assert refused.value.field == "account"


def test_a_payment_for_a_cancelled_contract_is_kept_and_goes_back() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.TERMINATED, "买方停产（演示）")
    assert _shape(contract) == [("price", 60, 60, 60, "settled"), ("price", 140, 0, 0, "stopped")]
    contract.refresh_from_db()
    with pytest.raises(Ended) as refused:
        paid.received(who, contract, 140 * WAN, "R2")
    assert "买方停产" in refused.value.message
    into = paid.charges(contract)[0].account
    line = note_line(
        acting_user=who["member"], account=into, receipt="R2", day=DAY, amount=140 * WAN, payer="买方",
        text=contract.number,
    )  # fmt: skip
    back = return_line(acting_user=who["member"], line=line, receipt="B1", paid_on=DAY, reason="合同已解除")
    assert (back.state, back.reason, received_of(contract), faults()) == (
        "returned", "合同已解除 (B1)", 60 * WAN, [],
    )  # fmt: skip
    with pytest.raises(Impossible):
        return_line(acting_user=who["member"], line=line, receipt="B2", paid_on=DAY, reason="再退")


def test_what_is_settled_after_a_termination_is_laid_down_and_paid() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.TERMINATED, "协商解除（演示）")
    contract.refresh_from_db()
    values = {"title": "已完成部分", "amount": 30 * WAN, "due_on": None, "basis": "解除协议第 2 条"}
    with pytest.raises(Impossible):
        charge_verbs.add_charge(acting_user=who["member"], contract=contract, kind="royalty", **values)
    one = charge_verbs.add_charge(acting_user=who["buyer"], contract=contract, kind="winding_up", **values)
    paid.received(who, contract, 30 * WAN, charge=one)
    assert (received_of(contract), _shape(contract)[-1]) == (30 * WAN, ("winding_up", 30, 30, 30, "settled"))


def test_a_refund_takes_from_the_last_receipt_and_never_more_than_was_paid() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    first = paid.received(who, contract, 40 * WAN, "R1")[0]
    paid.received(who, contract, 20 * WAN, "R2")
    charge = paid.charges(contract)[0]
    values = {
        "acting_user": who["member"],
        "contract": contract,
        "charge": charge,
        "paid_on": DAY,
        "reason": "多付",
    }
    with pytest.raises(Impossible) as refused:
        refund(amount=61 * WAN, receipt="B1", **values)
    assert refused.value.field == "amount"
    refund(amount=25 * WAN, receipt="B1", **values)
    assert receipts_of(contract) == [Received(first.pk, 35 * WAN, DAY, "R1")]
    assert (_shape(contract)[0], faults()) == (("price", 60, 35, 35, "open"), [])


def test_a_supervised_account_holds_until_it_pays_on() -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    record_receipt(acting_user=who["host"], contract=contract, amount=60 * WAN, receipt="S1", received_on=DAY)
    assert (_shape(contract)[0], receipts_of(contract)) == (("price", 60, 60, 0, "settled"), [])
    charge = paid.charges(contract)[0]
    values = {"acting_user": who["host"], "contract": contract, "charge": charge, "paid_on": DAY}
    with pytest.raises(Impossible):
        release(amount=61 * WAN, receipt="P1", **values)
    made_ = release(amount=50 * WAN, receipt="P1", **values)
    assert receipts_of(contract) == [Received(made_.pk, 50 * WAN, DAY, "P1")]
    refund(amount=15 * WAN, receipt="B1", reason="验收扣减", **values)
    assert (_shape(contract)[0], received_of(contract), faults()) == (
        ("price", 60, 45, 45, "open"), 45 * WAN, [],
    )  # fmt: skip


def test_a_wrong_entry_is_corrected_and_its_line_is_free_again() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    wrong = paid.received(who, contract, 60 * WAN)[0]
    with pytest.raises(Impossible):
        correct_movement(acting_user=who["member"], movement=wrong, reason=" ")
    correct_movement(acting_user=who["member"], movement=wrong, reason="记到了别的合同")
    assert (receipts_of(contract), _shape(contract)[0]) == ([], ("price", 60, 0, 0, "open"))
    with pytest.raises(Impossible):
        correct_movement(acting_user=who["member"], movement=wrong, reason="再来一次")
    paid.received(who, contract, 60 * WAN)
    assert (received_of(contract), faults()) == (60 * WAN, [])


def test_correcting_a_refund_of_a_supervised_account_restores_both_parts() -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    record_receipt(acting_user=who["host"], contract=contract, amount=60 * WAN, receipt="S1", received_on=DAY)
    charge = paid.charges(contract)[0]
    values = {"acting_user": who["host"], "contract": contract, "charge": charge, "paid_on": DAY}
    release(amount=50 * WAN, receipt="P1", **values)
    back = refund(amount=15 * WAN, receipt="B1", reason="误", **values)
    correct_movement(acting_user=who["host"], movement=back, reason="没有退")
    assert (_shape(contract)[0], received_of(contract), faults()) == (
        ("price", 60, 60, 50, "settled"), 50 * WAN, [],
    )  # fmt: skip


def test_a_performance_deposit_goes_back_or_is_forfeited() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    kept = []
    for number in ("D1", "D2"):
        one = charge_verbs.add_charge(
            acting_user=who["member"], contract=contract, kind="bond", title="履约保证金", amount=5 * WAN,
            due_on=None, basis="合同第 9 条",
        )  # fmt: skip
        paid.received(who, contract, 5 * WAN, number, charge=one)
        kept.append(one)
    assert received_of(contract) == 0  # a deposit is no income
    refund(
        acting_user=who["member"], contract=contract, charge=kept[0], amount=5 * WAN, receipt="B1", paid_on=DAY,
        reason="履约完毕",
    )  # fmt: skip
    charge_verbs.forfeit_bond(
        acting_user=who["member"], contract=contract, charge=kept[1], receipt="F1", paid_on=DAY, reason="第 9 条违约",
    )  # fmt: skip
    assert [(one.kind, one.paid, one.state) for one in paid.charges(contract)[-2:]] == [
        ("bond", 0, "stopped"), ("bond", 0, "stopped"),
    ]  # fmt: skip
    with pytest.raises(Impossible):
        charge_verbs.forfeit_bond(
            acting_user=who["member"], contract=contract, charge=kept[1], receipt="F2", paid_on=DAY, reason="再扣",
        )  # fmt: skip
    assert faults() == []


def test_an_amended_milestone_takes_its_payment_along_but_not_below_what_was_paid() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 50 * WAN)
    step = Milestone.objects.get(contract=contract, number=1)
    Milestone.objects.filter(pk=step.pk).update(amount=50 * WAN)
    follow(who["member"], locked_now(contract.pk))
    assert _shape(contract)[0] == ("price", 50, 50, 50, "settled")
    Milestone.objects.filter(pk=step.pk).update(amount=40 * WAN)
    with pytest.raises(Impossible):
        follow(who["member"], locked_now(contract.pk))
    Milestone.objects.filter(contract=contract, number=2).update(state="dropped")
    Milestone.objects.filter(pk=step.pk).update(amount=50 * WAN)
    follow(who["member"], locked_now(contract.pk))
    assert _shape(contract)[1] == ("price", 140, 0, 0, ChargeState.STOPPED)


def test_an_account_is_the_providers_or_a_supervised_one_and_stays_once_money_moved() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    theirs = enter_account(
        acting_user=who["buyer"], organisation=who["buyer_unit"], bank="演示银行", number="7000001"
    )
    with pytest.raises(Impossible):
        name_account(acting_user=who["member"], contract=contract, account=theirs)
    with pytest.raises(Impossible):
        enter_account(
            acting_user=who["member"],
            organisation=who["owner"],
            bank="演示银行",
            number="8000001",
            is_supervised=True,
        )
    with pytest.raises(Impossible):
        enter_account(
            acting_user=who["buyer"], organisation=who["buyer_unit"], bank="演示银行", number="500000000001"
        )
    paid.received(who, contract, 200 * WAN)
    with pytest.raises(Impossible):
        name_account(acting_user=who["member"], contract=contract, account=paid.supervised(who))
    assert {one.account_id for one in Charge.objects.filter(contract=contract)} == {paid.account(who).pk}


@pytest.mark.parametrize("name", ["buyer", "officer", "stranger", "host"])
def test_only_the_payee_enters_receipts(name: str) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    with pytest.raises(PermissionRefused):
        record_receipt(acting_user=who[name], contract=contract, amount=WAN, receipt="R1", received_on=DAY)


def test_a_line_that_was_set_aside_or_paid_back_is_not_assigned() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    into = paid.account(who)
    values = {"acting_user": who["member"], "account": into, "day": DAY, "payer": "买方", "text": ""}
    lines = [note_line(receipt=f"R{place}", amount=WAN, **values) for place in range(2)]
    set_aside(acting_user=who["member"], line=lines[0], reason="货款")
    return_line(acting_user=who["member"], line=lines[1], receipt="B1", paid_on=DAY, reason="误付")
    for line in lines:
        with pytest.raises(Impossible) as refused:
            assign_line(acting_user=who["member"], line=line, contract=contract)
        assert line.number in refused.value.message
        with pytest.raises(Impossible):
            paid.received(who, contract, WAN, line.number)
    take_back(acting_user=who["member"], line=lines[0])
    assign_line(acting_user=who["member"], line=lines[0], contract=contract)
    assert received_of(contract) == WAN
    with pytest.raises(Impossible):
        set_aside(acting_user=who["member"], line=lines[0], reason="又搁置")


def test_a_refund_marks_the_line_by_which_it_went_out_and_uses_it_once() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    charge = paid.charges(contract)[0]
    line = BankLine.objects.create(
        account=charge.account,
        number="OUT1",
        day=DAY,
        direction="out",
        amount=20 * WAN,
        party_name="买方（演示）",
    )
    values = {
        "acting_user": who["member"],
        "contract": contract,
        "charge": charge,
        "paid_on": DAY,
        "reason": "退",
    }
    back = refund(amount=20 * WAN, receipt="OUT1", **values)
    line.refresh_from_db()
    assert (line.state, line.assigned, back.line) == ("assigned", 20 * WAN, line)
    with pytest.raises(Impossible) as refused:
        refund(amount=20 * WAN, receipt="OUT1", **values)
    assert "OUT1" in refused.value.message
    correct_movement(acting_user=who["member"], movement=back, reason="记错")
    line.refresh_from_db()
    assert (line.state, line.assigned, received_of(contract), faults()) == ("open", 0, 60 * WAN, [])


def test_names_on_lines_about_no_contract_are_erased_when_their_time_is_over() -> None:
    who = paid.people()
    into = paid.account(who)
    values = {"acting_user": who["member"], "account": into, "day": DAY, "text": "工资"}
    kept = note_line(receipt="R1", amount=WAN, payer="甲某", **values)
    aside = note_line(receipt="R2", amount=WAN, payer="乙某", **values)
    set_aside(acting_user=who["member"], line=aside, reason="工资")
    tomorrow = clock.today() + timedelta(days=1)
    assert [erase_foreign(clock.today()), erase_foreign(tomorrow), erase_foreign(tomorrow)] == [0, 1, 0]
    rows = {one.pk: (one.party_name, one.text, one.number, one.amount) for one in BankLine.objects.all()}
    assert rows == {kept.pk: ("甲某", "工资", "R1", WAN), aside.pk: ("", "", "R2", WAN)}


def test_money_that_goes_back_or_on_counts_once_by_its_receipt() -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    values: dict[str, Any] = {"acting_user": who["host"], "contract": contract}
    record_receipt(amount=60 * WAN, receipt="S1", received_on=DAY, **values)
    values |= {"charge": paid.charges(contract)[0], "paid_on": DAY}
    acts = {
        "P1": lambda: release(amount=20 * WAN, receipt=" P1 ", **values),
        "B1": lambda: refund(amount=10 * WAN, receipt="B1", reason="验收扣减", **values),
    }
    for number, act in acts.items():
        first = act()
        with pytest.raises(Impossible) as refused:
            act()
        assert (refused.value.field, number in refused.value.message) == ("receipt", True)
        correct_movement(acting_user=who["host"], movement=first, reason="记错（演示）")
        act()
    assert (_shape(contract)[0], received_of(contract), faults()) == (
        ("price", 60, 50, 20, "open"), 20 * WAN, [],
    )  # fmt: skip


@pytest.mark.parametrize(("back", "expected"), [(20, 40), (30, 30)])
def test_a_refund_entered_with_an_earlier_day_comes_off_what_the_payee_had(back: int, expected: int) -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    values: dict[str, Any] = {"acting_user": who["host"], "contract": contract}
    record_receipt(amount=60 * WAN, receipt="S1", received_on=DAY, **values)
    values["charge"] = paid.charges(contract)[0]
    release(amount=60 * WAN, receipt="P1", paid_on=DAY + timedelta(days=2), **values)
    refund(amount=back * WAN, receipt="B1", reason="验收扣减", paid_on=DAY + timedelta(days=1), **values)
    assert (received_of(contract), _shape(contract)[0]) == (
        expected * WAN, ("price", 60, expected, expected, "open"),
    )  # fmt: skip


def test_statements_overlap_and_what_was_entered_by_hand_is_not_kept_twice() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    account = BankAccount.objects.get(organisation=who["owner"])
    paid.received(who, contract, 60 * WAN, receipt="R1")
    heading = ["交易日期", "收入", "支出", "对方户名"]
    rows = [[DAY.isoformat(), "600,000.00", "", "甲（演示）"], [DAY.isoformat(), "7", "", "乙（演示）"]]
    fee = [(DAY + timedelta(days=1)).isoformat(), "", "5", "某行（演示）"]

    def take(*lines: list[str], number: str = "5000****0001") -> Any:
        content = text([["账号", number], heading, *lines])
        return take_statement(acting_user=who["member"], account=account, name="明细.xls", content=content)

    first = take(*rows)
    assert (first.taken, first.known) == (1, 1)
    later = take(*rows, fee)
    assert (later.taken, later.known) == (1, 2)
    assert take(*rows, fee) == later, "the same file is the statement that stands"
    with pytest.raises(Faulty, match="尾号 0009"):
        take(rows[0], [*fee[:3], "另一行"], number="5000****0009")
    assert sorted(BankLine.objects.values_list("amount", flat=True)) == [500, 700, 60 * WAN]
