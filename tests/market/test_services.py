"""The directory of services: published technologies that are offered as service or consulting, and service bodies."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.parties import directories
from qinglan.parties.models import Organisation
from tests.market import made
from tests.parties.organisations.made import verified

Who = dict[str, Any]
OTHER = {"title": "蒸汽热泵回收余热", "problem": "余热白白排走。", "effect": "回收七成。"}


def rows(query: str = "") -> list[int]:
    return [row.pk for row in Client().get(f"/market/services/{query}").context["list"].items]


def test_only_what_is_published_as_a_service_stands_there(who: Who) -> None:
    service = made.published(who, made.technology(who))
    made.published(who, made.technology(who, modes=["transfer"], **OTHER))
    made.technology(who, modes=["consulting"], title="草稿中的咨询")
    assert rows() == [service.pk]
    hub = {one.url: one.count for one in directories.shown()}
    assert hub["/market/services/"] == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [("?mode=service", True), ("?mode=consulting", False), ("?unit=enterprise", True), ("?unit=laboratory", False), ("?q=剥皮", True), ("?q=没有", False), ("?territory=990101", True)],
)  # fmt: skip
def test_filters(who: Who, query: str, found: bool) -> None:
    service = made.published(who, made.technology(who))
    assert rows(query) == ([service.pk] if found else [])


def test_service_bodies_are_counted_by_kind(who: Who) -> None:
    lab = verified(who["officer"], 5)
    Organisation.objects.filter(pk=lab.pk).update(kind="laboratory")
    bodies = {url: count for _label, url, count in Client().get("/market/services/").context["bodies"]}
    assert bodies["/organisations/?kind=laboratory"] == 1
    assert bodies["/organisations/?kind=certifier"] == 0


def test_the_list_costs_the_same_with_one_and_with_three(who: Who) -> None:
    counted = []
    texts = [{}, OTHER, {"title": "膜法提锂", "problem": "卤水镁高。", "effect": "镁锂比降到一。"}]
    for some in (texts[:1], texts[1:]):
        for one in some:
            made.published(who, made.technology(who, **one))
        with CaptureQueriesContext(connection) as queries:
            Client().get("/market/services/")
        counted.append(len(queries))
    assert counted[0] == counted[1]
