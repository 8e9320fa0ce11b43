"""What a broker sees of the contract that he brought: by a share its price, by a fixed amount not; never its text."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.contracts.domain.fee import choose_fee
from qinglan.contracts.models import Contract, Fee
from qinglan.contracts.settling.followed import contracts_followed_by
from qinglan.kernel import clock, permissions
from qinglan.market.domain import offer
from qinglan.market.models.brokering import Mandate
from qinglan.market.models.room import Participant
from tests.contracts.settling import brokered, paid
from tests.contracts.settling.paid import WAN
from tests.market.contact import made as contacts
from tests.support.people import person

pytestmark = pytest.mark.django_db
Who = dict[str, Any]
PEOPLE = ("one", "clerk", "two", "member", "buyer", "officer", "stranger")


def client(someone: Any) -> Client:
    window = Client()
    window.force_login(someone)
    return window


def follows(who: Who, contract: Contract, *names: str) -> dict[str, tuple[bool, bool, int]]:
    """For each: the permission, its twin over rows, the page."""
    url = f"/contracts/followed/{contract.number}/"
    return {
        name: (
            bool(permissions.answer(who[name], "contracts.follow", contract)),
            contracts_followed_by(who[name]).filter(pk=contract.pk).exists(),
            client(who[name]).get(url).status_code,
        )
        for name in names
    }


def test_who_follows_a_contract_in_force(who: Who) -> None:
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    contract = brokered.contract(who, listing)
    yes, no = (True, True, 200), (False, False, 403)
    assert follows(who, contract, *PEOPLE) == dict.fromkeys(PEOPLE, no) | {"one": yes, "clerk": yes}
    assert Client().get(f"/contracts/followed/{contract.number}/").status_code == 302
    for shut in ("", "money/", "signing/", "clauses/"):
        assert client(who["one"]).get(f"{contract.get_absolute_url()}{shut}").status_code == 403, shut


@pytest.fixture
def who() -> Who:
    return brokered.people()


@pytest.mark.parametrize("commission", ["share", "fixed"])
def test_price_and_milestones_are_seen_where_the_commission_hangs_on_them(who: Who, commission: str) -> None:
    listing = brokered.technology(who)
    terms = {} if commission == "share" else {"commission": "fixed", "share": None, "amount": 5 * WAN}
    brokered.mandate(who, "one", listing, **terms)
    contract = brokered.contract(who, listing)
    url = f"/contracts/followed/{contract.number}/"
    before = client(who["one"]).get(url)
    assert "尚无到账" in before.content.decode()
    paid.received(who, contract, 60 * WAN)
    page = client(who["one"]).get(url).content.decode()
    party = contract.parties.get(side="buyer")
    shown = {
        "number": contract.number in page, "title": contract.title in page, "buyer": party.name in page,
        "state": "履行中" in page or contract.get_state_display() in page, "price": "200万元" in page,
        "milestone": "140万元" in page, "received": "60万元" in page, "code": bool(party.code) and party.code in page,
    }  # fmt: skip
    by_share = commission == "share"
    assert shown == {
        "number": True, "title": True, "buyer": True, "state": True, "price": by_share, "milestone": by_share,
        "received": by_share, "code": False,
    }  # fmt: skip
    fee = Fee.objects.get()
    assert client(who["one"]).get(fee.get_absolute_url()).context["contract_url"] == url


def test_whose_introduction_it_was_not_follows_no_more(who: Who) -> None:
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    brokered.mandate(who, "two", listing)
    contract = brokered.contract(who, listing)
    yes, no = (True, True, 200), (False, False, 403)
    assert follows(who, contract, "one", "two") == {"one": yes, "two": yes}
    choose_fee(acting_user=who["admin"], fee=Fee.objects.get(broker__user=who["two"]))
    assert follows(who, contract, "one", "two") == {"one": no, "two": yes}


def test_before_the_signature_the_broker_of_the_room_follows_while_his_mandate_stands() -> None:
    who = contacts.both()
    room = contacts.confidential(who)
    who["one"] = person("room-broker")
    brokered.broker(who, who["one"], "one", None)
    made = brokered.mandate(who, "one", who["technology"])
    offer.accept_offer(acting_user=who["member"], offer=contacts.offered(who, room))
    contract = Contract.objects.get()
    no = {"one": (False, False, 403)}
    assert follows(who, contract, "one") == no
    joined = Participant.objects.create(
        room=room, side="receiver", user=who["one"], role="broker", joined_at=clock.now()
    )
    assert follows(who, contract, "one") == {"one": (True, True, 200)}
    page = client(who["one"]).get("/contracts/fees/").content.decode()
    assert f"/contracts/followed/{contract.number}/" in page
    Participant.objects.filter(pk=joined.pk).update(left_at=clock.now())
    assert follows(who, contract, "one") == no
    Participant.objects.filter(pk=joined.pk).update(left_at=None)
    Mandate.objects.filter(pk=made.pk).update(state="ended")
    assert follows(who, contract, "one") == no


def test_one_more_contract_costs_the_list_no_more_queries(who: Who) -> None:
    listing = brokered.technology(who)
    brokered.mandate(who, "one", listing)
    window = client(who["one"])
    counts = []
    for place in range(3):
        brokered.contract(who, listing, number=f"HT-2026-9001{place:02d}", into=None)
        window.get("/contracts/fees/")
        with CaptureQueriesContext(connection) as caught:
            window.get("/contracts/fees/")
        counts.append(len(caught))
    assert len(set(counts)) == 1, counts
