"""Who acts on a payment or commission that changed since his page was opened gets what stood, what stands, and who did it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.contracts.domain.fee import choose_fee
from qinglan.contracts.domain.receipt import refund
from qinglan.contracts.models import Charge, Fee, Movement
from qinglan.kernel.conflicts import StaleEdit
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN
from tests.support.races import at_once

pytestmark = pytest.mark.django_db


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _version(client: Client, url: str) -> str:
    """What the page that was opened sends along."""
    page = client.get(url)
    assert page.status_code == 200
    return str(page.context["form"].initial["version"])


def _told(answer: Any) -> list[tuple[str, str, str]]:
    assert answer.status_code == 409
    return [(one.label, one.yours, one.current) for one in answer.context["differences"]]


@pytest.mark.parametrize("way", ["refund", "release", "stop", "forfeit"])
def test_a_stale_page_of_a_payment_changes_nothing_and_says_what_changed(way: str) -> None:
    who = paid.people()
    contract = paid.in_force(who, into=paid.supervised(who))
    paid.received(who | {"member": who["host"]}, contract, 40 * WAN)
    charge = paid.charges(contract)[0]
    client = _client(who["member"])
    url = reverse("contracts:money-move", args=[contract.number, charge.pk, way])
    version = _version(client, url)
    back = {"amount": "100000", "receipt": "B1", "received_on": "2026-01-20", "reason": "多付（演示）"}
    meanwhile = reverse("contracts:money-move", args=[contract.number, charge.pk, "refund"])
    assert _client(who["host"]).post(meanwhile, back).status_code == 302
    data = {"amount": "300000", "receipt": "B2", "received_on": "2026-01-20", "reason": "再退（演示）"}
    answer = client.post(url, data | {"version": version})
    assert _told(answer) == [("已付", "40万元", "30万元")]
    page = answer.content.decode()
    assert (str(who["host"]) in page, reverse("contracts:money", args=[contract.number]) in page) == (
        True,
        True,
    )
    charge.refresh_from_db()
    assert (charge.paid, Movement.objects.filter(charge=charge).count()) == (30 * WAN, 2)


def test_opened_again_the_same_act_goes_through() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 40 * WAN)
    charge = paid.charges(contract)[0]
    client = _client(who["member"])
    url = reverse("contracts:money-move", args=[contract.number, charge.pk, "refund"])
    paid.received(who, contract, 20 * WAN, "R2")
    data = {"amount": "100000", "receipt": "B1", "received_on": "2026-01-20", "reason": "多付（演示）"}
    assert client.post(url, data | {"version": _version(client, url)}).status_code == 302
    charge.refresh_from_db()
    assert charge.paid == 50 * WAN


def test_a_movement_is_not_corrected_on_a_payment_that_changed() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    made = paid.received(who, contract, 40 * WAN)[0]
    client = _client(who["member"])
    url = reverse("contracts:movement-correct", args=[made.pk])
    version = _version(client, url)
    paid.received(who, contract, 20 * WAN, "R2")
    answer = client.post(url, {"reason": "记错（演示）", "version": version})
    assert [one[0] for one in _told(answer)] == ["已付", "已划付收款方", "状态"]
    assert client.post(url, {"reason": "记错（演示）", "version": _version(client, url)}).status_code == 302
    charge = paid.charges(contract)[0]
    assert charge.paid == 20 * WAN


def test_a_commission_that_grew_since_is_looked_at_again() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 60 * WAN)
    fee = Fee.objects.get()
    client = _client(who["one"])
    url = reverse("contracts:fee-pay", args=[fee.pk])
    version = _version(client, url)
    paid.received(who, contract, 100 * WAN, "R2")
    data = {"amount": "18000", "receipt": "F1", "received_on": "2026-01-20"}
    assert ("金额", "1.8万元", "4.8万元") in _told(client.post(url, data | {"version": version}))
    assert client.post(url, data | {"version": _version(client, url)}).status_code == 302


@pytest.mark.parametrize("first", [0, 1])
def test_whose_introduction_it_was_is_not_settled_by_two(first: int) -> None:
    """The same broker once more, or another one."""
    who = brokered.people()
    listing = brokered.technology(who)
    for name in ("one", "two"):
        brokered.mandate(who, name, listing)
    brokered.contract(who, listing)
    fees = list(Fee.objects.order_by("pk").select_related("charge__payer"))
    client = _client(who["admin"])
    page = client.get(fees[0].get_absolute_url()).content.decode()
    assert 'name="version" value="0"' in page
    choose_fee(acting_user=who["admin"], fee=fees[first])
    told = _told(client.post(reverse("contracts:fee-choose", args=[fees[0].pk]), {"version": "0"}))
    assert told == [("已确认由谁促成", "否", "是") if first == 0 else ("状态", "待付", "停止支付")]
    assert [one.is_agreed for one in Fee.objects.order_by("pk")] == [first == 0, first == 1]


def test_reading_payments_over_leaves_their_revision() -> None:
    """`follow` looks at them at each act: what did not change has no new revision, and nobody's page grows stale."""
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 10 * WAN)
    assert [one.revision for one in paid.charges(contract)] == [2, 1]  # the account was named, money came in
    paid.received(who, contract, 10 * WAN, "R2")
    assert [one.revision for one in paid.charges(contract)] == [3, 1]


@pytest.mark.django_db(transaction=True)
def test_two_on_one_page_at_once_one_is_told() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    charge = paid.charges(contract)[0]

    def back(receipt: str) -> Movement:
        return refund(
            acting_user=who["member"], contract=contract, charge=charge, amount=20 * WAN, receipt=receipt,
            paid_on=DAY, reason="退（演示）", seen=charge.revision,
        )  # fmt: skip

    found = at_once(lambda: back("B1"), lambda: back("B2"))
    assert sorted(type(one).__name__ for one in found) == ["Movement", StaleEdit.__name__]
    assert Charge.objects.get(pk=charge.pk).paid == 40 * WAN
