"""The list and the page of a contract: who sees what, and that one more row costs no more queries."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.contracts.domain.contract import begin_contract
from qinglan.contracts.models import Contract, ContractState
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.money import money
from tests.contracts import made
from tests.market import made as market

pytestmark = pytest.mark.django_db
OUR_ACCOUNT = "6217000000000000001"


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _with_account(contract: Contract) -> Contract:
    contract.parties.filter(side="seller").update(bank_name="演示银行", bank_account=OUR_ACCOUNT)
    return contract


def test_the_parties_read_it_officers_see_that_it_is_there() -> None:
    who = made.parties()
    contract = _with_account(made.contract(who, state="in_force"))
    answers = {}
    for name in ("member", "buyer", "officer", "stranger"):
        page = _client(who[name]).get(contract.get_absolute_url())
        text = page.content.decode()
        answers[name] = (
            page.status_code,
            contract.title in text,
            OUR_ACCOUNT in text,
            money(made.PRICE) in text,
        )
    assert answers == {
        "member": (200, True, True, True),
        "buyer": (200, True, True, True),
        "officer": (200, True, False, False),
        "stranger": (403, False, False, False),
    }
    assert Client().get(contract.get_absolute_url()).status_code == 302


def test_a_list_holds_ones_own_and_an_officers_all() -> None:
    who = made.parties()
    made.contract(who, state="in_force")
    other = made.contract(who, number="HT-2026-900002", keeper=who["buyer_unit"], buyer=made.OUTSIDE)
    seen = {
        name: [one.number for one in _client(who[name]).get("/contracts/").context["list"].items]
        for name in ("member", "buyer", "officer", "stranger")
    }
    assert seen == {
        "member": ["HT-2026-900001"],
        "buyer": [other.number, "HT-2026-900001"],
        "officer": [other.number, "HT-2026-900001"],
        "stranger": [],
    }


def test_one_more_contract_costs_no_more_queries() -> None:
    who = made.parties()
    client = _client(who["member"])
    counts = []
    for place in range(1, 4):
        made.contract(who, number=f"HT-2026-90000{place}", state="in_force")
        client.get("/contracts/")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get("/contracts/")
        counts.append(len(caught))
    assert counts[1:] == counts[:-1]


def test_a_contract_from_scratch_with_an_outside_party() -> None:
    who = made.parties()
    technology = market.published(who, market.technology(who))
    client = _client(who["member"])
    sent = {
        "keeper": who["owner"].pk, "side": "seller", "name": made.OUTSIDE.name, "code": "91110108MA01KPGK00",
        "country": "中国", "title": "余热回收系统开发", "kind": "development/commissioned", "amount": "500000.00",
        "payment_mode": "once", "pricing_way": "agreed",
    }  # fmt: skip
    refused = client.post("/contracts/new/", sent)
    assert (refused.status_code, Contract.objects.count()) == (200, 0)
    assert "code" in refused.context["form"].errors
    about = f"technology:{technology.pk}"
    client.post("/contracts/new/", {**sent, "code": made.OUTSIDE.code, "about": about})
    contract = Contract.objects.get()
    assert contract.seller is not None
    assert contract.buyer is not None
    assert (contract.kind, contract.form) == ("development", "commissioned")
    assert (contract.state, contract.amount, contract.seller.organisation, contract.buyer.name, contract.buyer.organisation) == (
        ContractState.DRAFT, 500_000_00, who["owner"], made.OUTSIDE.name, None,
    )  # fmt: skip
    assert contract.technology == technology
    assert [(one.title, one.amount) for one in contract.milestones.all()] == [(contract.title, 500_000_00)]
    values = {"title": "别家的成果", "kind": "licence", "technology": technology}
    with pytest.raises(Impossible) as refusal:
        begin_contract(
            acting_user=who["buyer"],
            keeper=who["buyer_unit"],
            side="buyer",
            other=made.OUTSIDE,
            values=values,
        )
    assert refusal.value.field == "about"


def test_milestones_above_the_price_are_refused_and_nothing_typed_is_lost() -> None:
    who = made.parties()
    contract = made.contract(who)
    client = _client(who["member"])
    sent = {
        "version": contract.revision,
        "title_1": "一期",
        "amount_1": "1500000.00",
        "title_2": "二期",
        "amount_2": "600000.00",
    }
    page = client.post(f"{contract.get_absolute_url()}milestones/", sent)
    assert page.status_code == 200
    assert "1500000.00" in page.content.decode()
    assert [one.amount for one in contract.milestones.all()] == [made.PRICE]
    client.post(f"{contract.get_absolute_url()}milestones/", {**sent, "amount_2": "500000.00"})
    assert [(one.title, one.amount) for one in contract.milestones.all()] == [
        ("一期", 1_500_000_00),
        ("二期", 500_000_00),
    ]
    stale = client.post(f"{contract.get_absolute_url()}milestones/", sent)
    assert stale.status_code == 409
    assert [(one.label, one.yours, one.current) for one in stale.context["differences"]] == [
        ("里程碑", "1 · 第 1 期（演示） · 2026-03-01 · 200万元 · 进行中", "1 · 一期 · 150万元 · 进行中"),
        ("里程碑", "—", "2 · 二期 · 50万元 · 进行中"),
    ]
    assert f"最近一次由{who['member']}于" in stale.content.decode()
    client.post(
        f"{contract.get_absolute_url()}abandon/", {"version": contract.revision + 1, "reason": "演示"}
    )
    ended = client.post(f"{contract.get_absolute_url()}milestones/", sent)
    assert [(one.label, one.yours, one.current) for one in ended.context["differences"]][:2] == [
        ("状态", "起草中", "未签成"),
        ("理由", "—", "演示"),
    ]


def test_officers_find_by_number_title_and_party() -> None:
    who = made.parties()
    made.contract(who, title="余热回收", state="in_force")
    made.contract(who, number="HT-2026-900002", buyer=made.OUTSIDE, title="污泥干化")
    client = _client(who["officer"])
    found = {
        typed: [one.number for one in client.get("/contracts/", {"q": typed}).context["list"].items]
        for typed in ("ht-2026-900001", "污泥", "外地演示", "不存在")
    }
    assert found == {
        "ht-2026-900001": ["HT-2026-900001"],
        "污泥": ["HT-2026-900002"],
        "外地演示": ["HT-2026-900002"],
        "不存在": [],
    }


def test_a_kind_without_sub_kind_is_not_changed_by_looking_at_it() -> None:
    who = made.parties()
    contract = made.contract(who, kind="transfer", form="")
    client = _client(who["member"])
    form = client.get(f"{contract.get_absolute_url()}edit/").context["form"]
    assert form["kind"].value() == "transfer/"
    data = {name: form[name].value() or "" for name in form.fields} | {
        "amount": "2000000.00",
        "is_related": "no",
    }
    answer = client.post(f"{contract.get_absolute_url()}edit/", data)
    assert answer.status_code == 302, answer.context["form"].errors
    contract.refresh_from_db()
    assert (contract.kind, contract.form) == ("transfer", "")
