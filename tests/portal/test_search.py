"""Searching plans, targets, articles and indicators: what is found, what is not, and how it is shown."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from qinglan.kernel.search.domain.storing import rebuild
from qinglan.kernel.search.queries import words_of
from qinglan.plans.domain.pack import load_plan
from qinglan.portal.search import excerpt, search
from tests.plans import sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(tmp_path: Path, db: None) -> Any:
    from qinglan.parties.domain.account import system_user

    sample.make_city()
    path = sample.write_plan(tmp_path)
    version = load_plan(acting_user=system_user(), pack=sample.pack(tmp_path), path=path)[0]
    rebuild()
    return version


def found(text: str) -> list[tuple[str, str]]:
    with translation.override("en"):
        return [(str(hit.kind), hit.title) for hit in search(text)]


def test_targets_rules_articles_and_indicators_are_found_by_all_words(published: Any) -> None:
    assert {
        "绿色技术": found("绿色技术"),
        "50万元": found("50万元"),
        "green firms": found("green firms"),
        "人才": found("人才"),
        "主体": found("主体"),
        "deals": found("deals"),
        "": found(" "),
    } == {
        "绿色技术": [
            ("Plan", "Three-Year Plan of Qinghe"),
            ("Target", "Green firms"),
            ("Target", "Research centres"),
            ("Target", "Deals"),
        ],
        "50万元": [("Rule", "Grant")],
        "green firms": [("Target", "Green firms")],
        "人才": [],
        "主体": [("Article", "培育创新主体")],
        "deals": [("Target", "Deals"), ("Indicator", "deals")],
        "": [],
    }


def test_what_is_not_published_is_not_found_by_anybody(db: None) -> None:
    city = sample.make_city()
    officer = sample.person("officer", "officer")
    sample.take_in_plan(officer, city)
    rebuild()
    assert found("绿色技术") == []


def test_an_excerpt_shows_the_words_around_the_first_hit() -> None:
    text = "甲" * 100 + "绿色工厂" + "乙" * 100
    assert {
        "found": excerpt(text, ["绿色工厂"]),
        "at the start": excerpt("绿色工厂一百家", ["工厂"]),
        "missing": excerpt(text, ["园区"]),
    } == {
        "found": "…" + "甲" * 40 + "绿色工厂" + "乙" * 76 + "…",
        "at the start": "绿色工厂一百家",
        "missing": "",
    }


def test_hostile_queries_are_harmless(published: Any) -> None:
    client = Client()
    queries = ["%", "_", "' OR 1=1 --", "<script>alert(1)</script>", "词 " * 500, "\\"]
    answers = [client.get("/search/", {"q": query}) for query in queries]
    assert [answer.status_code for answer in answers] == [200] * len(queries)
    assert all("<script>alert" not in answer.content.decode() for answer in answers)
    assert words_of("一 二 三 四 五 六 七 八") == ["一", "二", "三", "四", "五", "六"]


def test_a_percent_sign_is_a_character_like_any_other(published: Any) -> None:
    assert found("%") == [("Target", "Deals")]
