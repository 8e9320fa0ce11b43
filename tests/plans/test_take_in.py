"""Taking a document in: what the reader found becomes items to be confirmed."""

from typing import Any

import pytest

from qinglan.kernel.conflicts import Impossible
from qinglan.plans.domain.plan import open_plan
from qinglan.plans.domain.version import withdraw_version
from qinglan.plans.models import Plan, Version
from tests.plans.sample import ADDRESS, OTHER_TEXT, PACK, TEXT, take_in_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_document_becomes_articles_with_text_and_items_to_be_confirmed(version: Version) -> None:
    assert (version.number, version.state, version.title, version.status_printed, version.horizon) == (
        1,
        "reading",
        "青禾市绿色技术创新三年实施方案",
        "征求意见稿",
        2028,
    )
    assert [(a.number, a.label, a.heading) for a in version.articles.all()] == [
        (1, "", "主要目标"),
        (2, "", "培育创新主体"),
        (3, "", "建设交易市场"),
        (4, "", "加强组织领导"),
    ]
    assert list(version.quantities.values_list("slug", "decision", "strength", "deadline", "measure")) == [
        ("target-1", "proposed", "firm", "2028", ""),
        ("target-2", "proposed", "firm", "2028", ""),
        ("target-3", "proposed", "soft", "2028", ""),
        ("rule-4", "proposed", "firm", "", ""),
        ("target-5", "proposed", "firm", "2027", ""),
    ]
    assert list(version.bodies.values_list("role", "name", "decision")) == [
        ("lead", "市科技局", "proposed"),
        ("cooperate", "市财政局", "proposed"),
        ("responsible", "市市场监管局", "proposed"),
    ]


def test_every_quote_has_its_place_in_its_article(version: Version) -> None:
    rows = version.quantities.select_related("article")
    assert [row.article.text[row.start or 0 :][: len(row.quote)] for row in rows] == [
        row.quote for row in rows
    ]


def test_words_that_stand_twice_keep_each_its_own_place(officer: Any, city: Any) -> None:
    text = TEXT.replace(
        "培育绿色技术创新企业30家，",
        "到2026年，绿色技术创新企业达到30家；到2028年，绿色技术创新企业达到30家，",
    )
    rows = take_in_plan(officer, city, text).quantities.filter(indicator__contains="企业", kind="target")
    places = [row.start for row in rows]
    assert len(places) == len(set(places)) == 2


def test_a_text_that_is_no_plan_is_refused(officer: Any, city: Any) -> None:
    with pytest.raises(Impossible) as refused:
        take_in_plan(officer, city, "今天天气很好。\n我们去公园。\n")
    assert (refused.value.field, refused.value.message) == (
        "file",
        "No plan was found in this document: it has no chapters and articles of a plan. Nothing was stored.",
    )
    assert Version.objects.count() == 0


def test_the_same_text_is_refused_until_its_version_is_withdrawn(
    officer: Any, city: Any, version: Version
) -> None:
    with pytest.raises(Impossible) as refused:
        take_in_plan(officer, city)
    assert refused.value.message == "Version 1 of this plan already has exactly this text."
    withdraw_version(acting_user=officer, version=version, reason="read badly", seen_revision=0)
    assert take_in_plan(officer, city).number == 2


def test_another_text_is_the_next_version(officer: Any, city: Any, version: Version) -> None:
    other = take_in_plan(officer, city, OTHER_TEXT)
    assert (other.plan, other.number, other.status_printed) == (version.plan, 2, "")


def test_an_address_that_is_taken_is_refused(officer: Any, city: Any, version: Version) -> None:
    with pytest.raises(Impossible) as refused:
        open_plan(acting_user=officer, slug=ADDRESS, title="x", territory=city, pack=PACK)
    assert refused.value.field == "slug"


def test_a_plan_without_address_gets_a_free_one(officer: Any, city: Any) -> None:
    made = [
        open_plan(acting_user=officer, slug="", title="x", territory=city, pack=PACK).slug
        for _number in range(2)
    ]
    assert made == ["plan-990000-1", "plan-990000-2"]
    assert Plan.objects.count() == 2
