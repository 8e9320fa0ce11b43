"""Ways in which money could have been counted twice, owed again, or taken where it no longer is."""

from typing import Any

import pytest

from qinglan.contracts.domain import charge as charge_verbs
from qinglan.contracts.domain.bank_line import note_line, return_line, set_aside
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.movement import correct_movement
from qinglan.contracts.domain.receipt import assign_line, refund, release
from qinglan.contracts.models import BankLine, ContractState
from qinglan.contracts.settling.queries import charges_of, sums
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.models import Entry
from qinglan.kernel.ledger.queries import faults
from tests.contracts.settling import paid
from tests.contracts.settling.paid import DAY, WAN

pytestmark = pytest.mark.django_db


def _shape(contract: Any) -> list[tuple[Any, ...]]:
    return [(one.paid // WAN, one.released // WAN, one.state) for one in paid.charges(contract)]


def test_what_went_back_of_a_line_is_not_there_again_when_the_rest_is_corrected() -> None:
    """100 came in, 60 were entered, 40 went back: once the 60 are taken back, 60 are left and no more."""
    who = paid.people()
    contract = paid.in_force(who)
    into = paid.charges(contract)[0].account
    member = who["member"]
    line = note_line(
        acting_user=member, account=into, receipt="R1", day=DAY, amount=100 * WAN, payer="买方", text=""
    )
    first = paid.received(who, contract, 60 * WAN, "R1")[0]
    return_line(acting_user=member, line=line, receipt="B1", paid_on=DAY, reason="多付（演示）")
    line.refresh_from_db()
    assert (line.state, line.assigned, line.returned, line.left) == ("returned", 60 * WAN, 40 * WAN, 0)
    correct_movement(acting_user=member, movement=first, reason="记错（演示）")
    line.refresh_from_db()
    assert (line.state, line.left) == ("open", 60 * WAN)
    with pytest.raises(Impossible):
        paid.received(who, contract, 61 * WAN, "R1")
    with pytest.raises(Impossible):
        set_aside(acting_user=member, line=line, reason="货款（演示）")
    return_line(acting_user=member, line=line, receipt="B2", paid_on=DAY, reason="全部退回（演示）")
    line.refresh_from_db()
    assert (line.state, line.returned, line.left) == ("returned", 100 * WAN, 0)
    moved = Entry.objects.filter(
        account__owner=f"bank:{into.pk}", account__purpose="unassigned", amount__gt=0
    )
    assert (list(moved.order_by("posting").values_list("amount", flat=True)), faults()) == (
        [40 * WAN, 60 * WAN],
        [],
    )
    with pytest.raises(Impossible):
        assign_line(acting_user=member, line=line, contract=contract)


def test_what_is_assigned_again_after_a_part_went_back_is_used_up() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    into = paid.charges(contract)[0].account
    member = who["member"]
    line = note_line(
        acting_user=member, account=into, receipt="R1", day=DAY, amount=100 * WAN, payer="买方", text=""
    )
    first = paid.received(who, contract, 60 * WAN, "R1")[0]
    return_line(acting_user=member, line=line, receipt="B1", paid_on=DAY, reason="多付（演示）")
    correct_movement(acting_user=member, movement=first, reason="记错（演示）")
    assign_line(acting_user=member, line=line, contract=contract)
    line.refresh_from_db()
    assert (line.state, line.assigned, line.left, received_of(contract)) == (
        "returned",
        60 * WAN,
        0,
        60 * WAN,
    )
    assert faults() == []


def test_a_price_that_goes_back_after_the_end_is_not_owed_again() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.TERMINATED, "买方停产（演示）")
    contract.refresh_from_db()
    charge = paid.charges(contract)[0]
    values = {"acting_user": who["member"], "contract": contract, "charge": charge, "paid_on": DAY}
    back = refund(amount=20 * WAN, receipt="B1", reason="按解除协议（演示）", **values)
    assert _shape(contract) == [(40, 40, "stopped"), (0, 0, "stopped")]
    one = charge_verbs.add_charge(
        acting_user=who["buyer"], contract=contract, kind="winding_up", title="已完成部分", amount=5 * WAN,
        due_on=None, basis="解除协议第 2 条",
    )  # fmt: skip
    made = paid.received(who, contract, 5 * WAN, "R2")
    assert [each.charge_id for each in made] == [one.pk]  # and nothing of it for the price
    correct_movement(acting_user=who["member"], movement=back, reason="没有退（演示）")
    assert _shape(contract) == [(60, 60, "settled"), (0, 0, "stopped"), (5, 5, "settled")]
    assert (sums(charges_of(contract)), faults()) == ((65 * WAN, 65 * WAN), [])


def test_paid_on_is_not_taken_back_once_it_went_back_from_the_payee() -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    host = who["host"]
    paid.received(who | {"member": host}, contract, 60 * WAN)
    charge = paid.charges(contract)[0]
    values = {"acting_user": host, "contract": contract, "charge": charge, "paid_on": DAY}
    on = release(amount=60 * WAN, receipt="A1", **values)
    back = refund(amount=50 * WAN, receipt="B1", reason="退（演示）", **values)
    with pytest.raises(Impossible, match="请先更正"):
        correct_movement(acting_user=host, movement=on, reason="记错（演示）")
    assert (_shape(contract)[0], faults()) == ((10, 10, "open"), [])
    correct_movement(acting_user=host, movement=back, reason="记错（演示）")
    correct_movement(acting_user=host, movement=on, reason="记错（演示）")
    assert (_shape(contract)[0], faults()) == ((60, 0, "settled"), [])


def test_a_deposit_that_was_paid_on_in_part_is_not_forfeited_whole() -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    host = who["host"]
    bond = charge_verbs.add_charge(
        acting_user=who["member"], contract=contract, kind="bond", title="履约保证金", amount=5 * WAN,
        due_on=None, basis="合同第 9 条",
    )  # fmt: skip
    paid.received(who | {"member": host}, contract, 5 * WAN, "D1", charge=bond)
    values = {"acting_user": host, "contract": contract, "charge": bond, "paid_on": DAY}
    release(amount=2 * WAN, receipt="A1", **values)
    with pytest.raises(Impossible, match="请先更正"):
        charge_verbs.forfeit_bond(receipt="F1", reason="第 9 条违约（演示）", **values)
    bond.refresh_from_db()
    assert (bond.paid, bond.released, bond.state, faults()) == (5 * WAN, 2 * WAN, "settled", [])


def test_a_deposit_whose_return_was_an_error_is_held_again() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    bond = charge_verbs.add_charge(
        acting_user=who["member"], contract=contract, kind="bond", title="履约保证金", amount=5 * WAN,
        due_on=None, basis="合同第 9 条",
    )  # fmt: skip
    paid.received(who, contract, 5 * WAN, "D1", charge=bond)
    values = {"acting_user": who["member"], "contract": contract, "charge": bond, "paid_on": DAY}
    back = refund(amount=5 * WAN, receipt="B1", reason="履约完毕（演示）", **values)
    correct_movement(acting_user=who["member"], movement=back, reason="记错（演示）")
    bond.refresh_from_db()
    assert (bond.paid, bond.state) == (5 * WAN, "settled")
    with pytest.raises(Impossible):
        charge_verbs.stop_charge(
            acting_user=who["member"], contract=contract, charge=bond, reason="撤（演示）"
        )


def test_a_line_that_was_set_aside_is_no_refund() -> None:
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
        party_name="员工（演示）",
    )
    set_aside(acting_user=who["member"], line=line, reason="工资（演示）")
    with pytest.raises(Impossible, match="OUT1") as refused:
        refund(
            acting_user=who["member"], contract=contract, charge=charge, amount=20 * WAN, receipt="OUT1",
            paid_on=DAY, reason="退（演示）",
        )  # fmt: skip
    assert refused.value.field == "receipt"
    line.refresh_from_db()
    assert (line.state, received_of(contract)) == ("aside", 60 * WAN)


def _out(charge: Any, amount: int) -> BankLine:
    """The bank's line of a payment out, from a statement that came later."""
    return BankLine.objects.create(
        account=charge.account,
        number="OUT1",
        day=DAY,
        direction="out",
        amount=amount,
        party_name="买方（演示）",
    )


def test_one_transfer_out_is_no_two_refunds_though_its_statement_came_between() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 100 * WAN)
    first, second = paid.charges(contract)
    values = {"acting_user": who["member"], "contract": contract, "paid_on": DAY, "reason": "退（演示）"}
    back = refund(charge=first, amount=20 * WAN, receipt="OUT1", **values)
    line = _out(first, 20 * WAN)
    with pytest.raises(Impossible) as refused:
        refund(charge=second, amount=20 * WAN, receipt="OUT1", **values)
    assert (refused.value.field, received_of(contract)) == ("receipt", 80 * WAN)
    correct_movement(acting_user=who["member"], movement=back, reason="记错付款项（演示）")
    refund(charge=second, amount=20 * WAN, receipt="OUT1", **values)
    line.refresh_from_db()
    assert (line.state, received_of(contract), faults()) == ("assigned", 80 * WAN, [])


def test_one_transfer_out_is_no_return_and_refund() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    charge = paid.charges(contract)[0]
    member = who["member"]
    more = note_line(
        acting_user=member,
        account=charge.account,
        receipt="R9",
        day=DAY,
        amount=20 * WAN,
        payer="买方",
        text="",
    )
    line = _out(charge, 20 * WAN)
    return_line(acting_user=member, line=more, receipt="OUT1", paid_on=DAY, reason="误付（演示）")
    line.refresh_from_db()
    assert (line.state, line.left) == ("assigned", 0)
    with pytest.raises(Impossible):
        refund(
            acting_user=member, contract=contract, charge=charge, amount=20 * WAN, receipt="OUT1", paid_on=DAY,
            reason="退（演示）",
        )  # fmt: skip
    assert (received_of(contract), faults()) == (60 * WAN, [])
