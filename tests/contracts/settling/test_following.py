"""The money of a contract follows its state, its amendments, and the lot from which it comes."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.auctions.domain.deposit import held, return_deposit
from qinglan.auctions.models import Bidder
from qinglan.contracts import following
from qinglan.contracts.domain.amendment import agree_to_amendment, propose_amendment
from qinglan.contracts.domain.bank_account import enter_account, name_account
from qinglan.contracts.domain.contract_state import locked_now, set_contract_state
from qinglan.contracts.domain.deposit_set_off import set_deposit_off
from qinglan.contracts.domain.milestone_plan import Step
from qinglan.contracts.models import Charge, Contract, ContractState
from qinglan.contracts.settling.deposits import deposit_for
from qinglan.contracts.settling.receipts import Received, receipts_of
from qinglan.contracts.settling.statement import statement_of
from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.ledger.domain.account import open_account
from qinglan.kernel.ledger.domain.posting import Receipt, post
from qinglan.kernel.ledger.queries import faults
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.models import LIVE, Todo
from qinglan.parties.domain.account import system_user
from tests.auctions import made as auctions
from tests.contracts import made
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import DAY, WAN
from tests.contracts.test_hand_overs import _in_force, _won
from tests.kernel.documents.samples import pdf

pytestmark = pytest.mark.django_db
DEPOSIT = 10_000_00


def _plan(contract: Contract) -> list[tuple[str, int, str]]:
    rows = Charge.objects.filter(contract=contract).exclude(kind="fee").order_by("pk")
    return [(one.title, one.amount // WAN, one.state) for one in rows]


def test_payments_open_when_the_contract_comes_into_force() -> None:
    who = paid.people()
    contract = made.contract(who, state=ContractState.SIGNING, milestones=[60 * WAN, 140 * WAN])
    assert _plan(contract) == []
    set_contract_state(who["member"], locked_now(contract.pk), ContractState.IN_FORCE)
    assert _plan(contract) == [("1. 第 1 期（演示）", 60, "open"), ("2. 第 2 期（演示）", 140, "open")]


def test_payments_follow_an_amendment_and_refuse_one_below_what_was_paid() -> None:
    who = paid.people()
    contract = paid.in_force(who)
    paid.received(who, contract, 60 * WAN)
    contract.refresh_from_db()
    given: dict[str, Any] = {
        "acting_user": who["member"], "reason": "价款调减", "paper": ("补充协议.pdf", pdf()),
    }  # fmt: skip
    steps = {1: Step("第 1 期", "", None, 60 * WAN), 2: None, 3: Step("尾款", "", date(2026, 9, 1), 90 * WAN)}
    amendment = propose_amendment(contract=contract, values={"amount": 150 * WAN}, steps=steps, **given)
    agree_to_amendment(acting_user=who["buyer"], amendment=amendment)
    assert _plan(contract) == [
        ("1. 第 1 期", 60, "settled"),
        ("2. 第 2 期（演示）", 140, "stopped"),
        ("3. 尾款", 90, "open"),
    ]
    contract.refresh_from_db()
    less = {1: None, 3: Step("尾款", "", None, 150 * WAN)}
    amendment = propose_amendment(contract=contract, values={"amount": 150 * WAN}, steps=less, **given)
    with pytest.raises(Impossible) as refused:
        agree_to_amendment(acting_user=who["buyer"], amendment=amendment)
    assert "60万元" in refused.value.message


def with_deposit() -> tuple[dict[str, Any], Contract, Bidder]:
    """A lot that was won, its winner's deposit with the custodian, and the contract in force."""
    who = auctions.auction()
    _won(who)
    contract = Contract.objects.get()
    assert contract.result is not None
    bidder = contract.result.bidder
    assert bidder is not None
    lot = bidder.lot
    accounts = [
        open_account(acting_user=system_user(), owner=lot.key, custodian=lot.custodian, purpose=purpose, may_overdraw=world)
        for purpose, world in ((f"deposit {bidder.pk}", False), ("outside", True))
    ]  # fmt: skip
    entries = {accounts[0]: DEPOSIT, accounts[1]: -DEPOSIT}
    receipt = Receipt("回单0", lot.custodian, DAY)
    post(acting_user=system_user(), entries=entries, text="保证金到账", receipt=receipt, key="deposit-in")
    Bidder.objects.filter(pk=bidder.pk).update(deposit_account=accounts[0], deposit_confirmed_at=clock.now())
    bidder.refresh_from_db()
    _in_force(who, contract)
    contract.refresh_from_db()
    into = enter_account(
        acting_user=who["member"], organisation=who["owner"], bank="演示银行", number="500000001"
    )
    name_account(acting_user=who["member"], contract=contract, account=into)
    return who, Contract.objects.get(), bidder


def test_the_winners_deposit_is_set_off_against_the_price_and_then_gone_from_the_lot() -> None:
    who, contract, bidder = with_deposit()
    assert deposit_for(contract) == DEPOSIT
    with pytest.raises(PermissionRefused):
        set_deposit_off(acting_user=who["member"], contract=contract, receipt="C1", paid_on=DAY)
    (made_,) = set_deposit_off(acting_user=who["auctioneer"], contract=contract, receipt="C1", paid_on=DAY)
    assert receipts_of(contract) == [Received(made_.pk, DEPOSIT, DAY, "C1")]
    assert (held(bidder), deposit_for(contract), faults()) == (0, 0, [])
    with pytest.raises(Impossible):
        set_deposit_off(acting_user=who["auctioneer"], contract=contract, receipt="C2", paid_on=DAY)
    with pytest.raises(Impossible):
        return_deposit(acting_user=who["auctioneer"], bidder=bidder, receipt="B1", issued_on=DAY)


def test_a_deposit_that_went_back_can_not_be_set_off() -> None:
    who, contract, bidder = with_deposit()
    return_deposit(acting_user=who["auctioneer"], bidder=bidder, receipt="B1", issued_on=DAY)
    with pytest.raises(Impossible):
        set_deposit_off(acting_user=who["auctioneer"], contract=contract, receipt="C1", paid_on=DAY)
    assert (receipts_of(contract), faults()) == ([], [])


def test_the_statement_says_the_same_from_both_sides() -> None:
    who = brokered.people()
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing, into=paid.supervised(who))
    from qinglan.contracts.domain.fee import pay_fee
    from qinglan.contracts.domain.receipt import record_receipt, refund, release

    values: dict[str, Any] = {"acting_user": who["host"], "contract": contract}
    record_receipt(amount=60 * WAN, receipt="S1", received_on=DAY, **values)
    first = paid.charges(contract)[0]
    release(charge=first, amount=50 * WAN, receipt="P1", paid_on=DAY, **values)
    refund(charge=first, amount=10 * WAN, receipt="B1", paid_on=DAY, reason="扣减", **values)
    fee = next(one for one in paid.charges(contract) if one.kind == "fee")
    pay_fee(acting_user=who["one"], fee=fee.fee, amount=fee.amount, receipt="F1", paid_on=DAY)

    def of(unit: Any) -> tuple[list[int], list[int]]:
        found = statement_of(unit, date(2026, 1, 1), date(2026, 12, 31))
        return (
            [one.amount // 1_000_00 for one in found.lines],
            [part // 1_000_00 for one in found.standings for part in (one.owed, one.paid, one.open)],
        )

    assert of(who["owner"]) == ([500, -15], [2000, 500, 1500])  # what went back never reached the provider
    assert of(who["buyer_unit"]) == ([-600, 100], [2000, 500, 1500])
    assert of(who["agency"]) == ([15], [])


def _waiting(lot: Any) -> list[tuple[str, int | None]]:
    found = Todo.objects.filter(
        kind="contracts.set_deposit_off", subject_type="auctions.lot", subject_key=str(lot.pk), state__in=LIVE
    )
    return list(found.values_list("url", "organisation_key"))


def _page(contract: Contract) -> str:
    return reverse("contracts:money-deposit", args=[contract.number])


def test_a_held_deposit_waits_for_the_organiser_until_it_is_set_off() -> None:
    who, contract, bidder = with_deposit()
    assert _waiting(bidder.lot) == [(_page(contract), bidder.lot.organiser_id)]
    told: list[int] = []
    following.on_received(lambda _user, row: told.append(row.pk))
    try:
        set_deposit_off(acting_user=who["auctioneer"], contract=contract, receipt="C1", paid_on=DAY)
    finally:
        following._received.pop()
    assert (told, _waiting(bidder.lot)) == ([contract.pk], [])


@pytest.mark.parametrize("way", ["back", "ended"])
def test_nothing_waits_for_a_deposit_that_went_back_or_a_contract_that_ended(way: str) -> None:
    who, contract, bidder = with_deposit()
    if way == "back":
        return_deposit(acting_user=who["auctioneer"], bidder=bidder, receipt="B1", issued_on=DAY)
    else:
        set_contract_state(who["member"], locked_now(contract.pk), ContractState.TERMINATED, "演示")
    assert _waiting(bidder.lot) == []


def test_the_organiser_sets_it_off_on_a_page_that_shows_nothing_else() -> None:
    who, contract, bidder = with_deposit()
    client = Client()
    client.force_login(who["auctioneer"])
    page = client.get(_page(contract))
    assert page.status_code == 200
    text = page.content.decode()
    assert (bidder.lot.number in text, "1万元" in text) == (True, True)
    assert f'href="{contract.get_absolute_url()}' not in text
    assert contract.title not in text.replace(bidder.lot.title, "")
    answer = client.post(_page(contract), {"receipt": "C1", "received_on": DAY.isoformat()})
    assert (answer.status_code, answer["Location"]) == (302, bidder.lot.get_absolute_url())
    assert deposit_for(Contract.objects.get()) == 0
    assert client.get(answer["Location"]).status_code == 200
    for name in ("member", "buyer"):
        if name in who:
            client.force_login(who[name])
            assert client.get(_page(contract)).status_code == 403
    client.logout()
    assert client.get(_page(contract)).status_code == 302
