"""Organisations and experts that fit a listing: who, why, and who is left out."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.kernel.codes.lists import Edition, Row, replace
from qinglan.kernel.rulebook.packs import discover
from qinglan.kernel.rulebook.rule_files import load_rules
from qinglan.kernel.search.following.rebuilding import rebuild
from qinglan.market.domain.listing import put_fields
from qinglan.market.domain.match import refresh_matches
from qinglan.market.matching.people import experts_fitting, organisations_fitting
from qinglan.parties.domain.account import system_user
from qinglan.parties.models import Expert
from tests.market import made
from tests.parties.experts.made import admitted
from tests.parties.organisations.made import verified
from tests.support.people import join, person

PACKS = Path(__file__).resolve().parents[3] / "packs"
WATER = [("key-fields", "1")]


@pytest.fixture
def named(who: dict[str, Any]) -> dict[str, Any]:
    """The field 1 has a name, and the owner's need lies in it."""
    edition = Edition("key-fields-test", "key-fields", "关键领域", "Key fields", "test")
    replace(edition, [Row("1", "废水治理", 1, "", "Waste water")])
    national = next(pack for pack in discover(PACKS) if pack.slug == "cn-national")
    load_rules(acting_user=system_user(), pack=national, path=PACKS / "cn-national/rules/experts.yaml")
    return who


def seller(who: dict[str, Any], number: int, **changes: Any) -> Any:
    """Another organisation with a published technology in the field 1."""
    firm, seller = verified(who["officer"], number, industry="C26"), person(f"seller{number}")
    join(seller, firm, "member")
    join(seller, firm, "administrator")
    other = {**who, "member": seller, "admin": seller, "owner": firm}
    draft = made.technology(other, **changes)
    put_fields(draft, WATER)
    return made.published(other, draft, differs="另一工艺")


def need(who: dict[str, Any], **changes: Any) -> Any:
    draft = made.need(who, modes=["service"], **changes)
    put_fields(draft, WATER)
    return made.published(who, draft)


def test_organisations_are_told_by_their_matches_first_then_by_their_fields(named: dict[str, Any]) -> None:
    near = seller(named, 2, title="含氟废水结晶除氟", problem="出水氟离子不稳定。")
    far = seller(named, 3, title="污泥低温干化", problem="污泥含水率高。", modes=["equity"])
    own = need(named)
    for name in ("technologies", "needs"):
        rebuild(name)
    refresh_matches(acting_user=system_user(), side="need", key=own.pk)
    fits = organisations_fitting(own)
    assert [(one.who, one.listings) for one in fits] == [(near.owner, [near]), (far.owner, [far])]
    assert (fits[0].score, fits[0].fields, "结晶" in fits[0].words) == (1000, ["废水治理"], True)
    assert fits[0].met
    assert (fits[1].score, fits[1].fields, fits[1].words, fits[1].met) == (500, ["废水治理"], [], [])


def test_who_does_not_want_to_be_named_is_not(named: dict[str, Any]) -> None:
    offered = seller(named, 2)
    need(named, is_anonymous=True, alias="东区某化工企业")
    assert organisations_fitting(offered) == []
    open_ = need(named, title="高盐废水分盐", problem="结晶盐是混盐，难出路。")
    assert [(one.who, one.listings) for one in organisations_fitting(offered)] == [(named["owner"], [open_])]


def shown(expert: Expert, **changes: Any) -> Expert:
    """With a public profile."""
    Expert.objects.filter(pk=expert.pk).update(is_shown=True, **changes)
    return expert


def test_experts_are_told_by_fields_and_words_and_not_from_the_own_house(named: dict[str, Any]) -> None:
    own = need(named)
    officer = named["officer"]
    shown(
        admitted(officer, person("e1"), name="甲研究院"),
        name="甲某",
        introduction="长期研究含氟废水深度处理与结晶法。",
    )
    shown(admitted(officer, person("e2"), name="乙研究院"), name="乙某")
    shown(admitted(officer, person("e3"), employer=named["owner"]), name="丙某")
    admitted(officer, person("e4"), name="丁研究院")  # has no public profile
    fits = experts_fitting(own)
    assert [(one.who.name, one.fields) for one in fits] == [("甲某", ["废水治理"]), ("乙某", ["废水治理"])]
    assert set(fits[0].words) >= {"废水", "结晶"}
    assert fits[0].score > fits[1].score == 500


def test_the_page_shows_them_with_reasons_and_asks_as_often_for_three_as_for_one(
    named: dict[str, Any],
) -> None:
    own = need(named)
    client = Client()
    client.force_login(named["member"])
    url = f"{own.get_absolute_url()}matches/"

    def add(number: int) -> None:
        seller(named, number, title=f"第{number}种除氟", problem=f"第{number}种出水氟离子不稳定。")
        shown(admitted(named["officer"], person(f"e{number}"), name=f"第{number}研究院"))

    add(2)
    client.get(url)
    with CaptureQueriesContext(connection) as once:
        client.get(url)
    add(3)
    add(4)
    with CaptureQueriesContext(connection) as again:
        client.get(url)
    assert len(again) == len(once)
    page = client.get(url).content.decode()
    assert page.count("废水治理") >= 6
