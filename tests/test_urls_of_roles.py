"""Every address, asked for by those who hold roles with a scope, a place in an organisation, or a record.

The addresses are those of `tests.test_urls`, with an organisation, an expert and a broker that are there.
"""

from datetime import date
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qinglan.parties.models import User
from tests.plans import sample
from tests.support.people import assign, join
from tests.test_urls import site
from tests.urls_table import ANSWERS, WHO

__all__ = ["site"]

ROLES = {
    "P": "person without a role",
    "H": "administrator of the organisation",
    "M": "member of the organisation",
    "D": "officer of the district in which it lies",
    "I": "external auditor",
    "C": "security administrator",
    "U": "audit administrator",
    "E": "expert, with a record",
    "B": "broker, with a record",
}
"""One letter for each who asks; all others are answered as a person without a role is in `ANSWERS`."""
DIFFERENT: dict[str, dict[int, str]] = {
    "contracts:conversion-new": {200: "HM"},
    "contracts:income": {200: "HM"},
    "contracts:income-year": {200: "HM"},
    "contracts:invention-new": {200: "HM"},
    "contracts:inventions": {200: "HM"},
    "contracts:inventor-new": {200: "HM"},
    "contracts:inventors": {200: "HM"},
    "contracts:share-rule-new": {200: "H"},
    "contracts:share-rules": {200: "HM"},
    "accounts:give": {302: "CU"},
    "accounts:list": {200: "CU"},
    "accounts:locks": {200: "C"},
    "accounts:logins": {200: "U"},
    "accounts:record": {200: "CU"},
    "accounts:resets": {200: "C"},
    "accounts:settle-reset": {404: "C"},
    "accounts:take": {200: "C"},
    "audit:evidence": {200: "I"},
    "audit:home": {200: "I"},
    "audit:log": {200: "IU"},
    "audit:verify": {200: "I"},
    "brokers:edit": {403: "PHMDICUE", 200: "B"},
    "brokers:record": {403: "PHMDICUE", 200: "B"},
    "brokers:settle": {403: "PHMDICUEB"},
    "contracts:new-proof": {200: "HM"},
    "contracts:new-shares": {200: "HM"},
    "contracts:personnel": {200: "HM"},
    "contracts:bank-new": {200: "HM"},
    "contracts:deals": {200: "HM"},
    "contracts:statement": {200: "HM"},
    "contracts:registration-queue": {200: "U"},
    "enquiries:authorisations": {200: "H"},
    "events:stream": {404: "U"},
    "experts:add-absence": {403: "PHMDICUB", 200: "E"},
    "experts:add-employer": {403: "PHMDICUB", 200: "E"},
    "experts:add-training": {403: "PHMDICUB", 200: "E"},
    "experts:edit": {403: "PHMDICUB", 200: "E"},
    "experts:end-employer": {403: "PHMDICUB", 200: "E"},
    "experts:interests": {403: "PHMDICUB", 200: "E"},
    "experts:nominate": {403: "PMDICUEB", 200: "H"},
    "experts:record": {403: "PHMDICUB", 200: "E"},
    "experts:remove-absence": {403: "PHMDICUB", 200: "E"},
    "experts:settle": {403: "PHMDICUEB"},
    "experts:show": {403: "PHMDICUB", 200: "E"},
    "handling:queue": {200: "D"},
    "handling:replies": {200: "D"},
    "history:changes": {404: "U"},
    "ledger:account": {404: "U"},
    "ledger:list": {200: "U"},
    "needs:new": {200: "HM"},
    "needs:paste": {200: "HM"},
    "organisations:cancel": {403: "PHMDICUEB"},
    "organisations:dispute": {200: "PHMDICUEB"},
    "organisations:edit": {403: "PMDICUEB", 200: "H"},
    "organisations:history": {403: "PDICUEB", 200: "HM"},
    "organisations:merge": {403: "PHMDICUEB"},
    "organisations:recode": {403: "PHMDICUEB"},
    "organisations:record": {403: "PDICUEB", 200: "HM"},
    "organisations:rename": {403: "PHMDICUEB"},
    "organisations:resume": {403: "PHMDICUEB"},
    "organisations:split": {403: "PHMDICUEB"},
    "organisations:suspend": {403: "PHMDICUEB"},
    "organisations:tag": {403: "PHMDICUEB"},
    "organisations:untag": {403: "PHMDICUEB"},
    "organisations:verify": {403: "PHMDICUEB"},
    "panels:list": {200: "DI"},
    "people:assignments": {200: "DCU"},
    "people:end-assignment": {404: "DCU"},
    "people:give": {200: "DCU"},
    "people:hand-over": {403: "PMDICUEB", 200: "H"},
    "people:invite": {403: "PMICUEB", 200: "HD"},
    "people:leave": {403: "PDICUEB", 200: "HM"},
    "people:members": {403: "PICUEB", 200: "HMD"},
    "personal:readings": {200: "U"},
    "programmes:rounds": {200: "DI"},
    "programmes:bottlenecks": {200: "DI"},
    "rights:new": {200: "HM"},
    "technologies:new": {200: "HM"},
    "technologies:paste": {200: "HM"},
    "todos:team": {200: "H"},
}
"""What is answered otherwise: the address, by status the letters of those who get it."""


@pytest.fixture
def records(site: dict[str, list[Any]]) -> dict[str, Any]:
    """The people, the organisation, an expert and a broker on the list."""
    from qinglan.kernel.codes.models import Territory
    from qinglan.parties.models import (
        Broker,
        BrokerPrivate,
        Expert,
        ExpertPrivate,
        Organisation,
        OrganisationContact,
    )
    from tests.parties.organisations.made import code

    city = Territory.objects.get(code=sample.CITY)
    east = Territory.objects.create(
        code="990001", name_zh="东区", name_en="East", pinyin="dong1", kind="division", parent=city
    )
    people = {letter: sample.person(f"who-{letter.lower()}") for letter in ROLES}
    made = {"created_at": "2026-01-05T00:00Z", "created_by": people["P"]}
    firm = Organisation.objects.create(
        code=code(1),
        kind="enterprise",
        name="甲（演示）有限公司",
        name_key="jia3",
        name_core="甲",
        search_text="甲",
        search_grams=["甲"],
        territory=east,
        state="preloaded",
        **made,
    )
    OrganisationContact.objects.get_or_create(organisation=firm)
    join(people["H"], firm, "administrator")
    join(people["M"], firm)
    assign(people["D"], "officer", territory=east)
    assign(people["I"], "inspector", valid_to=date(2099, 1, 1), purpose="审计（演示）")
    assign(people["C"], "security")
    assign(people["U"], "auditor")
    state = {"state_on": date(2026, 1, 5), "name_key": "x", **made}
    expert = Expert.objects.create(
        user=people["E"], name="陈某", route="application", state="applied", **state
    )
    ExpertPrivate.objects.create(expert=expert)
    broker = Broker.objects.create(
        user=people["B"],
        name="李某",
        level="junior",
        certificate_number="1",
        certificate_issuer="x",
        valid_from=date(2026, 1, 5),
        route="application",
        state="applied",
        **state,
    )
    BrokerPrivate.objects.create(broker=broker)
    return {"everybody": people, "organisations": firm, "experts": expert, "brokers": broker}


def addresses(site: dict[str, list[Any]], records: dict[str, Any]) -> dict[str, str]:
    """The address of each page, of the records where it takes one."""
    found = {}
    for name in ANSWERS:
        arguments = list(site.get(name, []))
        space = name.partition(":")[0]
        record = records.get(space)
        if name == "experts:nominate" or (space == "people" and arguments == [1]):
            record = records["organisations"]
        if record is not None and arguments and name not in ("organisations:confirm", "organisations:settle"):
            arguments[0] = record.pk
        found[name] = reverse(name, args=arguments)
    return found


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Refusals are statuses here: `tests.test_urls` draws their pages, which costs more than all the rest."""
    for status in (400, 403, 404):
        refuse = partial(_refuse, status)
        monkeypatch.setattr(f"{settings.ROOT_URLCONF}.handler{status}", refuse)


def _refuse(status: int, _request: Any, exception: Exception) -> HttpResponse:
    return HttpResponse(type(exception).__name__, status=status)


@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("letter", ROLES)
def test_who_else_gets_what(letter: str, site: dict[str, list[Any]], records: dict[str, Any]) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=records["everybody"][letter].pk))
    found = {}
    for name, address in addresses(site, records).items():
        status = client.get(address).status_code
        if status != ANSWERS[name][WHO.index("no role")]:
            found[name] = status
    assert found == {
        name: status
        for name, by_status in DIFFERENT.items()
        for status, letters in by_status.items()
        if letter in letters
    }
