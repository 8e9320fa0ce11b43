"""The hub of the directories and the public directory of experts: what everybody sees, and nothing more."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.parties import directories
from qinglan.parties.domain import broker as verbs
from qinglan.parties.domain.expert import show_expert, suspend_expert
from qinglan.parties.models import Broker, Expert
from tests.parties.experts.made import DAY, admitted, fresh
from tests.parties.experts.test_pages import broker_of
from tests.parties.organisations.made import person_account, verified


def counts() -> dict[str, int]:
    """How many stand in each directory of people and organisations."""
    return {one.url: one.count for one in directories.shown()}


def shown_in_pool(officer: Any, name: str) -> Expert:
    user = person_account(name)
    expert = admitted(officer, user)
    return show_expert(acting_user=user, expert=fresh(expert), shown=True, agrees=True)


def test_the_hub_counts_what_everybody_may_see(officer: Any) -> None:
    before = counts()
    verified(officer, 1)
    shown_in_pool(officer, "a")
    admitted(officer, person_account("b"))
    made = verbs.apply_as_broker(acting_user=person_account("c"), particulars=broker_of(1))
    verbs.apply_as_broker(acting_user=person_account("d"), particulars=broker_of(2))
    verbs.admit_broker(acting_user=officer, broker=Broker.objects.get(pk=made.pk), on=DAY, reason="x")
    after = counts()
    grown = {url: after[url] - before[url] for url in after if after[url] != before[url]}
    assert grown["/directories/experts/"] == 1
    assert grown["/brokers/"] == 1
    assert grown["/organisations/"] >= 1
    page = Client().get("/directories/?lang=en").content.decode()
    for url in ("/organisations/", "/directories/experts/", "/brokers/", "/market/services/"):
        assert f'<h2><a href="{url}">' in page


def test_only_who_agreed_and_stands_in_the_pool_is_in_the_directory(officer: Any) -> None:
    agreed = shown_in_pool(officer, "a")
    silent = admitted(officer, person_account("b"))
    suspended = shown_in_pool(officer, "c")
    suspend_expert(acting_user=officer, expert=fresh(suspended), on=DAY, reason="x")
    for user in (None, officer):
        client = Client()
        if user is not None:
            client.force_login(user)
        rows = client.get("/directories/experts/").context["list"].items
        assert [row.pk for row in rows] == [agreed.pk]
    assert silent.pk not in [row.pk for row in rows]


def test_the_directory_of_experts_leaves_no_file(officer: Any) -> None:
    shown_in_pool(officer, "a")
    answer = Client().get("/directories/experts/?export=csv")
    assert (answer["Content-Type"].split(";")[0], answer.context["list"].exports) == ("text/html", [])


@pytest.mark.parametrize(
    ("query", "found"),
    [("", True), ("?field=key-fields:1", True), ("?field=key-fields:2", False), ("?language=zh", True), ("?language=ja", False), ("?q=%E9%99%88", True), ("?q=zzz", False)],
)  # fmt: skip
def test_filters_of_the_directory(officer: Any, query: str, found: bool) -> None:
    row = shown_in_pool(officer, "a")
    Expert.objects.filter(pk=row.pk).update(languages=["zh", "en"])
    items = Client().get(f"/directories/experts/{query}").context["list"].items
    assert bool(items) is found


def test_hub_and_directory_cost_the_same_with_one_and_with_three(officer: Any) -> None:
    found = []
    for names in (["a"], ["b", "c"]):
        for name in names:
            shown_in_pool(officer, name)
        counted = []
        for address in ("/directories/", "/directories/experts/"):
            Client().get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                Client().get(address)
            counted.append(len(queries))
        found.append(counted)
    assert found[0] == found[1]
