"""Two at once: first the race without the lock, then what the verbs make of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.deal_claim import claim_deal
from qinglan.contracts.domain.fee import pay_fee
from qinglan.contracts.domain.receipt import assign_line, refund
from qinglan.contracts.models import BankLine, Charge, ContractState, DealClaim, Fee, Movement
from qinglan.contracts.settling.receipts import received_of
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.queries import faults
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Any) -> list[Any]:
    """Run `act(place)` in threads with connections of their own, started together; a refusal as its type."""
    start = Barrier(count, timeout=30)

    def run(place: int) -> Any:
        try:
            start.wait()
            return act(place)
        except Impossible:
            return Impossible
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_without_the_lock_one_line_is_entered_twice(transactional_db: None) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    charge = paid.charges(contract)[1]
    line = BankLine.objects.create(
        account=charge.account,
        number="R1",
        day=DAY,
        direction="in",
        amount=60 * WAN,
        party_name="买方（演示）",
    )
    both_have_read = Barrier(2, timeout=30)

    def naive(_place: int) -> str:
        with transaction.atomic():
            read = BankLine.objects.get(pk=line.pk)
            assert read.left >= 60 * WAN
            both_have_read.wait()
            Charge.objects.filter(pk=charge.pk).update(
                paid=F("paid") + 60 * WAN, released=F("released") + 60 * WAN
            )
            BankLine.objects.filter(pk=line.pk).update(assigned=read.assigned + 60 * WAN)
        return "entered"

    assert at_once(2, naive) == ["entered", "entered"]
    charge.refresh_from_db()
    assert charge.paid == 120 * WAN  # 60 万 came in once


def test_the_same_receipt_entered_twice_at_once_counts_once(transactional_db: None) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    found = at_once(2, lambda _place: len(paid.received(who, contract, 60 * WAN)))
    assert sorted(map(str, found)) == sorted(["1", str(Impossible)])
    assert (received_of(contract), BankLine.objects.count(), faults()) == (60 * WAN, 1, [])


def test_one_line_for_two_contracts_at_once_goes_to_one(transactional_db: None) -> None:
    who = paid.people()
    contracts = [paid.in_force(who, number=f"HT-2026-90000{place}") for place in (1, 2)]
    line = BankLine.objects.create(
        account=paid.account(who),
        number="R1",
        day=DAY,
        direction="in",
        amount=60 * WAN,
        party_name="买方（演示）",
    )
    found = at_once(
        2, lambda place: len(assign_line(acting_user=who["member"], line=line, contract=contracts[place]))
    )
    assert sorted(map(str, found)) == sorted(["1", str(Impossible)])
    assert sum(received_of(one) for one in contracts) == 60 * WAN


def test_different_receipts_at_once_never_pay_more_than_is_owed(transactional_db: None) -> None:
    who = paid.people()
    contract = paid.in_force(who, milestones=[100 * WAN], amount=100 * WAN)
    found = at_once(4, lambda place: len(paid.received(who, contract, 40 * WAN, f"R{place}")))
    assert sorted(map(str, found)) == sorted(["1", "1", str(Impossible), str(Impossible)])
    assert (received_of(contract), faults()) == (80 * WAN, [])


def test_refunds_at_once_never_overdraw(transactional_db: None) -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    charge = paid.charges(contract)[0]
    found = at_once(
        3,
        lambda place: refund(
            acting_user=who["member"], contract=contract, charge=charge, amount=40 * WAN, receipt=f"B{place}",
            paid_on=DAY, reason="退",
        ).amount,
    )  # fmt: skip
    assert sorted(map(str, found)) == sorted([str(40 * WAN), str(Impossible), str(Impossible)])
    assert (received_of(contract), faults()) == (20 * WAN, [])


def test_a_commission_is_paid_once_by_two_at_once(transactional_db: None) -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 200 * WAN)
    fee = Fee.objects.select_related("charge__payer").get()
    users = (who["one"], who["member"])
    found = at_once(
        2,
        lambda place: (
            pay_fee(
                acting_user=users[place], fee=fee, amount=6 * WAN, receipt=f"F{place}", paid_on=DAY
            ).amount
        ),
    )
    assert sorted(map(str, found)) == sorted([str(6 * WAN), str(Impossible)])
    assert Movement.objects.filter(charge=fee.pk).count() == 1


def test_without_the_index_a_deal_is_claimed_twice_and_with_it_once(transactional_db: None) -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 200 * WAN)
    fee = Fee.objects.select_related("charge").get()
    pay_fee(acting_user=who["one"], fee=fee, amount=6 * WAN, receipt="F1", paid_on=DAY)
    number = "2026500101000001"
    brokered.registered(who, contract, number)
    both_have_looked = Barrier(2, timeout=30)

    def naive(_place: int) -> bool:
        free = not DealClaim.objects.filter(number=number, released_at__isnull=True).exists()
        both_have_looked.wait()
        return free

    assert at_once(2, naive) == [True, True]  # both would have written
    found = at_once(
        2,
        lambda _place: claim_deal(acting_user=who["clerk"], organisation=who["agency"], number=number).number,
    )
    assert sorted(map(str, found)) == sorted([number, str(Impossible)])
    assert DealClaim.objects.count() == 1


def test_a_payment_and_the_end_of_the_contract_at_once_leave_no_payment_on_a_stopped_one(
    transactional_db: None,
) -> None:
    who = paid.people()
    contract = paid.in_force(who)

    def act(place: int) -> str:
        if place:
            return str(len(paid.received(who, contract, 60 * WAN)))
        with transaction.atomic():
            set_contract_state(
                who["member"], locked_now(contract.pk), ContractState.TERMINATED, "买方停产（演示）"
            )
        return "ended"

    found = at_once(2, act)
    states = {(one.paid, one.state) for one in paid.charges(contract)}
    assert found[0] == "ended"
    if found[1] == "1":
        assert states == {(60 * WAN, "settled"), (0, "stopped")}
    else:
        assert (found[1], states, BankLine.objects.count()) == (Impossible, {(0, "stopped")}, 0)
    assert faults() == []
