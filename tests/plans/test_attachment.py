"""Attaching the official text to a pack's plan."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.conflicts import Impossible
from qinglan.plans.domain.attachment import attach_text
from qinglan.plans.domain.pack import load_plan
from qinglan.plans.models import Version
from qinglan.plans.reader import read_file, read_text
from tests.packs.reading import CITIES, PACKS, SHARED, SOURCES
from tests.plans.sample import TEXT, changed, pack, write_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("city", "english")]


@pytest.fixture
def loaded(tmp_path: Path, people: dict[str, Any]) -> Version:
    return load_plan(acting_user=people["system"], pack=pack(tmp_path), path=write_plan(tmp_path))[0]


def attach(people: dict[str, Any], version: Version, text: str) -> Version:
    reading = read_text(text, document="plan.txt")
    return attach_text(acting_user=people["system"], version=version, reading=reading, file_name="plan.txt")


def refusal(people: dict[str, Any], version: Version, text: str) -> list[str]:
    with pytest.raises(Impossible) as refused:
        attach(people, version, text)
    version.refresh_from_db()
    assert (version.has_text, version.articles.exclude(text="").count()) == (False, 0)
    return refused.value.message.split("\n")


def test_an_agreeing_text_lies_under_its_articles_and_every_quote_has_its_place(
    loaded: Version, people: dict[str, Any]
) -> None:
    attached = attach(people, loaded, TEXT)
    assert (attached.has_text, attached.text_file, attached.revision) == (
        True,
        "plan.txt",
        loaded.revision + 1,
    )
    articles = {article.number: article.text for article in attached.articles.all()}
    assert articles[4] == "（四）加强组织领导。各区县要明确分工，抓好落实。"
    assert [
        articles[row.article.number][row.start :].startswith(row.quote) for row in attached.quantities.all()
    ] == [True] * 4


def test_the_same_text_again_changes_nothing(loaded: Version, people: dict[str, Any]) -> None:
    attached = attach(people, loaded, TEXT)
    assert attach(people, loaded, TEXT).revision == attached.revision


def test_another_text_later_is_refused(loaded: Version, people: dict[str, Any]) -> None:
    attach(people, loaded, TEXT)
    with pytest.raises(Impossible) as refused:
        attach(people, loaded, TEXT + "\n附件")
    assert refused.value.message == (
        "This version already has another text. Read the new text as a new version of the plan."
    )


def test_every_disagreement_is_named_and_nothing_is_stored(loaded: Version, people: dict[str, Any]) -> None:
    text = TEXT.replace("30家", "40家").replace("加强组织领导", "强化领导") + "\n（五）加强宣传。做好宣传。\n"
    assert refusal(people, loaded, text) == [
        "Article 4 is called “加强组织领导” here and “强化领导” in the file.",
        "Article 1 of the file does not contain “培育绿色技术创新企业30家”.",
        "The file has an article 5 that the plan does not have.",
    ]


def test_a_missing_article_is_named(loaded: Version, people: dict[str, Any]) -> None:
    text = TEXT[: TEXT.index("三、保障措施")]
    assert refusal(people, loaded, text) == ["Article 4 is called “加强组织领导” here and “—” in the file."]


def test_a_body_that_the_text_does_not_name_is_a_disagreement(
    loaded: Version, people: dict[str, Any]
) -> None:
    assert refusal(people, loaded, TEXT.replace("市科技局", "市经信局")) == [
        "Article 2 of the file does not contain “市科技局”."
    ]


def test_a_dropped_item_need_not_be_in_the_text(loaded: Version, people: dict[str, Any]) -> None:
    loaded.quantities.filter(slug="firms").update(decision="dropped")
    assert attach(people, loaded, TEXT.replace("30家", "40家")).has_text


def test_words_that_stand_twice_are_marked_in_order(tmp_path: Path, people: dict[str, Any]) -> None:
    rows = [dict(row) for row in changed()["plan"]["quantities"]]
    rows[3]["quote"] = "50万元"
    rows.append({**rows[3], "id": "second"})
    path = write_plan(tmp_path, changed(quantities=rows))
    version, _new = load_plan(acting_user=people["system"], pack=pack(tmp_path), path=path)
    attach(people, version, TEXT.replace("一次性奖励。", "一次性奖励；再次认定的给予50万元。"))
    text = version.articles.get(number=2).text
    first = text.index("50万元")
    assert list(version.quantities.filter(article__number=2).values_list("slug", "start")) == [
        ("grant", first),
        ("second", text.index("50万元", first + 1)),
    ]


def test_the_preamble_is_what_stands_before_the_first_article(tmp_path: Path, people: dict[str, Any]) -> None:
    articles = [
        {"number": 0, "chapter": 1, "heading": "", "summary": {"zh": "", "en": ""}},
        *changed()["plan"]["articles"],
    ]
    bodies = [{"article": 0, "role": "lead", "name": "我市", "quote": "我市实际"}]
    path = write_plan(tmp_path, changed(articles=articles, bodies=bodies))
    version, _new = load_plan(acting_user=people["system"], pack=pack(tmp_path), path=path)
    attach(people, version, TEXT)
    assert version.articles.get(number=0).text.split("\n") == [
        "青禾市绿色技术创新三年实施方案",
        "（征求意见稿）",
        "为加快绿色技术创新，结合我市实际，制定本方案。",
    ]


@pytest.mark.real_data
@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="../shared/seeds is not here")
@pytest.mark.parametrize("name", CITIES)
def test_the_official_texts_agree_with_both_packs(name: str, people: dict[str, Any]) -> None:
    from qinglan.kernel.rulebook.kinds import KINDS
    from qinglan.kernel.rulebook.packs import discover

    source = next(one for one in discover(PACKS) if one.slug == name)
    for kind in ("territories", "indicators"):
        for path in source.files(KINDS[kind].pattern):
            KINDS[kind].load(acting_user=people["system"], pack=source, path=path)
    (path,) = source.files("plans/*.yaml")
    version, _new = load_plan(acting_user=people["system"], pack=source, path=path)
    reading = read_file(SHARED / "seeds" / f"{SOURCES[name]}.txt")
    attached = attach_text(
        acting_user=people["system"], version=version, reading=reading, file_name="official.txt"
    )
    assert attached.has_text
    assert [a.number for a in attached.articles.all() if not a.text] == []
    misplaced = [
        row.slug
        for row in attached.quantities.select_related("article")
        if row.start is None or not row.article.text.startswith(row.quote, row.start)
    ]
    assert misplaced == []
