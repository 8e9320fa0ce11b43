"""The pages of money in Chromium: nothing that axe finds, nothing wider than the window, in both languages."""

from typing import Any

import pytest
from django.db import transaction

from qinglan.contracts.domain.fee import pay_fee
from qinglan.contracts.domain.movement import correct_movement
from qinglan.contracts.models import BankLine, Fee
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN
from tests.contracts.settling.test_following import with_deposit
from tests.support.browser import WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@WINDOWS
def test_pages_of_money(visit: Any, size: dict[str, int], language: str) -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    paid.received(who, contract, 80 * WAN)
    account = paid.account(who)
    line = BankLine.objects.create(
        account=account, number="LS002", day=DAY, direction="in", amount=120 * WAN,
        party_name=who["buyer_unit"].name, text=f"{contract.number} 尾款",
    )  # fmt: skip
    BankLine.objects.create(
        account=account,
        number="LS003",
        day=DAY,
        direction="out",
        amount=3200_00,
        party_name="某物业公司（演示）",
    )
    number = "2026500101000001"
    brokered.registered(who, contract, number)
    fee = Fee.objects.get()
    wrong = pay_fee(acting_user=who["clerk"], fee=fee, amount=WAN, receipt="F1", paid_on=DAY)
    correct_movement(acting_user=who["clerk"], movement=wrong, reason="回单号记错（演示）")
    entry = pay_fee(acting_user=who["clerk"], fee=fee, amount=WAN, receipt="F2", paid_on=DAY)
    money = f"/contracts/{contract.number}/money/"
    pages = {
        "member": [
            contract.get_absolute_url(), money, f"{money}receipt/", f"{money}add/", f"{money}platform/", f"{money}account/",
            f"{money}{paid.charges(contract)[0].pk}/refund/", "/contracts/bank/", "/contracts/bank/new/",
            account.get_absolute_url(), line.get_absolute_url(), f"{account.get_absolute_url()}statement/",
            "/contracts/statements/", fee.get_absolute_url(),
        ],
        "clerk": [
            "/contracts/fees/", f"/contracts/fees/{fee.pk}/pay/", "/contracts/deals/?year=2026",
            fee.get_absolute_url(), f"/contracts/movements/{entry.pk}/correct/",
        ],
    }  # fmt: skip
    _look(visit, size, language, who, pages)


@WINDOWS
def test_the_organisers_page_of_a_deposit(visit: Any, size: dict[str, int], language: str) -> None:
    with transaction.atomic():
        who, contract, _bidder = with_deposit()
    pages = {"auctioneer": [f"/contracts/{contract.number}/money/deposit/", "/desk/"]}
    _look(visit, size, language, who, pages)


def _look(
    visit: Any, size: dict[str, int], language: str, who: dict[str, Any], pages: dict[str, list[str]]
) -> None:
    window = visit(size)
    for name, addresses in pages.items():
        window.enter(who[name], language)
        for place, address in enumerate(addresses):
            assert window.open(address) == 200, address
            assert window.accessibility_findings() == [], address
            assert window.page.evaluate(WIDER) <= 0, address
            assert window.errors == [], address
            window.screenshot(f"settling-{name}-{place:02d}-{language}")
