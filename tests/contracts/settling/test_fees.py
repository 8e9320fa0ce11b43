"""Commissions: from the mandate, due only after receipt, paid once; platforms; several brokers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.domain.bank_line import note_line, set_aside
from qinglan.contracts.domain.fee import agree_platform_fee, choose_fee, pay_fee
from qinglan.contracts.domain.movement import correct_movement
from qinglan.contracts.domain.receipt import assign_line, refund
from qinglan.contracts.models import Contract, Fee
from qinglan.contracts.settling.commission import due
from qinglan.contracts.settling.queries import fees_seen_by
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.queries import faults
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import LIVE, Todo
from qinglan.market.models.brokering import Introduction
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN
from tests.market import made as market


@pytest.mark.django_db
def test_three_per_cent_of_five_million_are_due_only_after_receipt() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing, amount=500 * WAN, milestones=[500 * WAN])
    fee = Fee.objects.get()
    assert (fee.share, fee.organisation, fee.is_agreed, fee.charge.amount) == (30, who["agency"], True, 0)
    with pytest.raises(Impossible) as refused:
        pay_fee(acting_user=who["one"], fee=fee, amount=15 * WAN, receipt="F1", paid_on=DAY)
    assert "还没有应付佣金" in refused.value.message
    paid.received(who, contract, 500 * WAN)
    fee.charge.refresh_from_db()
    assert (fee.charge.amount, fee.charge.due_on, fee.charge.state) == (15 * WAN, clock.today(), "open")
    with pytest.raises(Impossible):
        pay_fee(acting_user=who["one"], fee=fee, amount=15 * WAN + 1, receipt="F1", paid_on=DAY)
    pay_fee(acting_user=who["one"], fee=fee, amount=15 * WAN, receipt="F1", paid_on=DAY)
    fee.charge.refresh_from_db()
    assert (fee.charge.paid, fee.charge.state, faults()) == (15 * WAN, "settled", [])
    with pytest.raises(Impossible):
        pay_fee(acting_user=who["one"], fee=fee, amount=15 * WAN, receipt="F2", paid_on=DAY)


@pytest.mark.django_db
def test_it_grows_by_instalments_and_comes_down_when_money_goes_back() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 60 * WAN, "R1")
    fee = Fee.objects.select_related("charge").get()
    pay_fee(acting_user=who["clerk"], fee=fee, amount=fee.charge.amount, receipt="F1", paid_on=DAY)
    refund(
        acting_user=who["member"], contract=contract, charge=paid.charges(contract)[0], amount=20 * WAN,
        receipt="B1", paid_on=DAY, reason="验收扣减",
    )  # fmt: skip
    fee.charge.refresh_from_db()
    assert (fee.charge.amount, fee.charge.paid, fee.charge.open) == (
        40 * WAN * 3 // 100,
        60 * WAN * 3 // 100,
        0,
    )
    paid.received(who, contract, 140 * WAN, "R2")
    fee.charge.refresh_from_db()
    assert fee.charge.open == 120 * WAN * 3 // 100


@pytest.mark.django_db
def test_a_receipt_of_a_commission_counts_once_over_all_contracts() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    fees = []
    for number in ("HT-2026-900001", "HT-2026-900002"):
        contract = brokered.contract(who, listing, number=number)
        paid.received(who, contract, 60 * WAN, f"R-{number}")
        fees.append(Fee.objects.select_related("charge__contract").get(charge__contract=contract))
    pay_fee(acting_user=who["one"], fee=fees[0], amount=WAN, receipt="F1", paid_on=DAY)
    with pytest.raises(Impossible) as refused:
        pay_fee(acting_user=who["one"], fee=fees[1], amount=WAN, receipt="F1", paid_on=DAY)
    assert refused.value.field == "receipt"


@pytest.mark.django_db
def test_of_several_brokers_the_one_who_registered_the_pair_has_it() -> None:
    who = brokered.people()
    listing, need = brokered.technology(who), market.need(who)
    mandates = [brokered.mandate(who, name, listing) for name in ("one", "two")]
    Introduction.objects.create(
        broker=mandates[1].broker, need=need, technology=listing, state="protected", registered_at=clock.now(),
        protected_until=date(2099, 1, 1), rule="演示",
    )  # fmt: skip
    brokered.contract(who, listing, need=need)
    assert [(one.broker_id, one.is_agreed) for one in Fee.objects.all()] == [(mandates[1].broker_id, True)]


@pytest.mark.django_db
def test_without_an_introduction_the_side_that_pays_says_whose_it_was() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    for name in ("one", "two"):
        brokered.mandate(who, name, listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 60 * WAN)
    one, two = Fee.objects.order_by("pk").select_related("charge__payer", "broker")
    assert (one.is_agreed, two.is_agreed, one.charge.amount) == (False, False, 0)
    with pytest.raises(Impossible):
        pay_fee(acting_user=who["one"], fee=one, amount=WAN, receipt="F1", paid_on=DAY)
    with pytest.raises(PermissionRefused):
        choose_fee(acting_user=who["two"], fee=two)
    chosen = choose_fee(acting_user=who["admin"], fee=two)
    one.charge.refresh_from_db()
    assert (chosen.is_agreed, chosen.charge.amount, one.charge.state) == (
        True,
        60 * WAN * 3 // 100,
        "stopped",
    )
    with pytest.raises(Impossible):
        choose_fee(acting_user=who["admin"], fee=one)


@pytest.mark.django_db
def test_a_platform_earns_what_its_side_agreed_and_no_other_side_agrees_it() -> None:
    who = brokered.people()
    contract = paid.in_force(who)
    seller, buyer = contract.seller, contract.buyer
    values: dict[str, Any] = {
        "contract": contract, "platform": who["exchange"], "commission": "share", "share": 5, "fixed": None,
        "basis": "服务协议第 3 条",
    }  # fmt: skip
    with pytest.raises(Impossible):
        agree_platform_fee(acting_user=who["member"], payer=buyer, **values)
    fee = agree_platform_fee(acting_user=who["member"], payer=seller, **values)
    with pytest.raises(Impossible):
        agree_platform_fee(acting_user=who["member"], payer=seller, **values)
    paid.received(who, contract, 200 * WAN)
    fee.charge.refresh_from_db()
    assert fee.charge.amount == WAN  # 0.5 % of 200 万
    pay_fee(acting_user=who["host"], fee=fee, amount=WAN, receipt="P1", paid_on=DAY)


@pytest.mark.django_db
def test_a_commission_is_seen_by_who_earns_and_who_pays_it() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    brokered.contract(who, listing)
    seen = {
        name: fees_seen_by(who[name]).count()
        for name in ("one", "clerk", "member", "buyer", "two", "officer")
    }
    assert seen == {"one": 1, "clerk": 1, "member": 1, "buyer": 0, "two": 0, "officer": 0}


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"commission": "none", "share": None}, {"commission": "fixed", "amount": 8 * WAN, "share": None}])  # fmt: skip
def test_a_fixed_commission_is_due_at_the_first_receipt_and_none_is_none(changes: dict[str, Any]) -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing, **changes)
    contract: Contract = brokered.contract(who, listing)
    paid.received(who, contract, WAN)
    expected = [8 * WAN] if changes["commission"] == "fixed" else []
    assert [one.charge.amount for one in Fee.objects.select_related("charge")] == expected


RECEIPTS = st.lists(st.integers(min_value=1, max_value=10**12), min_size=1, max_size=12)


@given(RECEIPTS, st.integers(min_value=1, max_value=1000))
def test_a_share_grows_with_what_came_in_and_stays_within_half_a_cent(
    receipts: list[int], share: int
) -> None:
    sums = [sum(receipts[: place + 1]) for place in range(len(receipts))]
    found = [due("share", share, None, total) for total in sums]
    assert found == sorted(found)
    assert all(abs(amount * 1000 - total * share) <= 500 for amount, total in zip(found, sums, strict=True))
    assert all(amount <= total for amount, total in zip(found, sums, strict=True))
    assert due("share", share, None, 0) == 0


def _waiting(kind: str) -> list[str]:
    return sorted(Todo.objects.filter(kind=kind, state__in=LIVE).values_list("subject", flat=True))


@pytest.mark.django_db
def test_what_fell_due_and_what_nobody_assigned_waits_for_somebody() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    into = paid.account(who)
    line = note_line(
        acting_user=who["member"], account=into, receipt="R1", day=DAY, amount=60 * WAN, payer="买方", text=""
    )
    assert _waiting("contracts.assign_lines") == [into.custodian]
    assign_line(acting_user=who["member"], line=line, contract=contract)
    fee = Fee.objects.select_related("charge").get()
    assert _waiting("contracts.assign_lines") == []
    assert _waiting("contracts.pay_commission") == [f"{contract.number} · {who['agency'].name}"]
    pay_fee(acting_user=who["one"], fee=fee, amount=fee.charge.amount, receipt="F1", paid_on=DAY)
    assert _waiting("contracts.pay_commission") == []
    aside = note_line(
        acting_user=who["member"], account=into, receipt="R2", day=DAY, amount=WAN, payer="", text=""
    )
    set_aside(acting_user=who["member"], line=aside, reason="利息")
    assert _waiting("contracts.assign_lines") == []
    client = Client()
    client.force_login(who["admin"])  # who has the to-do may open its page
    assert {
        client.get(url).status_code
        for url in (f"{into.get_absolute_url()}?state=open", fee.get_absolute_url())
    } == {200}


def _of_the_buyer(who: dict[str, Any]) -> tuple[Contract, Fee]:
    """A platform's commission of 1 万 that the buyer agreed and has paid."""
    contract = paid.in_force(who)
    fee = agree_platform_fee(
        acting_user=who["buyer"], contract=contract, payer=contract.buyer, platform=who["exchange"],
        commission="fixed", share=None, fixed=WAN, basis="服务协议第 3 条",
    )  # fmt: skip
    paid.received(who, contract, 60 * WAN)
    fee = Fee.objects.get(pk=fee.pk)
    pay_fee(acting_user=who["buyer"], fee=fee, amount=WAN, receipt="F1", paid_on=DAY)
    return contract, fee


@pytest.mark.django_db
def test_what_the_buyer_pays_for_an_introduction_is_none_of_the_sellers_business() -> None:
    who = paid.people()
    contract, fee = _of_the_buyer(who)
    movement = fee.charge.movements.get()
    with pytest.raises(PermissionRefused):
        correct_movement(acting_user=who["member"], movement=movement, reason="演示")
    with pytest.raises(Impossible):
        refund(
            acting_user=who["member"], contract=contract, charge=fee.charge, amount=WAN, receipt="B1",
            paid_on=DAY, reason="演示",
        )  # fmt: skip
    client = Client()
    client.force_login(who["member"])
    urls = [
        *(
            reverse("contracts:money-move", args=[contract.number, fee.pk, way])
            for way in ("refund", "release", "stop")
        ),
        reverse("contracts:movement-correct", args=[movement.pk]),
    ]
    assert [client.get(url).status_code for url in urls] == [404, 404, 404, 404]
    fee.charge.refresh_from_db()
    assert (fee.charge.paid, fee.charge.movements.count()) == (WAN, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["buyer", "host"])
def test_who_pays_or_earns_a_commission_corrects_it_from_its_page(name: str) -> None:
    who = paid.people()
    _contract, fee = _of_the_buyer(who)
    movement = fee.charge.movements.get()
    client = Client()
    client.force_login(who[name])
    url = reverse("contracts:movement-correct", args=[movement.pk])
    assert url in client.get(fee.get_absolute_url()).content.decode()
    assert _waiting("contracts.pay_commission") == []
    answer = client.post(url, {"reason": "回单号记错（演示）"})
    assert (answer.status_code, answer["Location"]) == (302, fee.get_absolute_url())
    fee = Fee.objects.select_related("charge").get(pk=fee.pk)
    assert (fee.charge.paid, fee.charge.released, fee.charge.state, faults()) == (0, 0, "open", [])
    assert len(_waiting("contracts.pay_commission")) == 1
    page = client.get(fee.get_absolute_url()).content.decode()
    assert url not in page
    assert "后已更正" in page
    pay_fee(acting_user=who[name], fee=fee, amount=WAN, receipt="F1", paid_on=DAY)
    fee.charge.refresh_from_db()
    assert fee.charge.state == "settled"
