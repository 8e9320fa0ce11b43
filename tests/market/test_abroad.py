"""Partners abroad: who is shown what, by whose word, in which language, and what the law asks."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from qinglan.kernel.conflicts import Impossible
from qinglan.market import abroad
from qinglan.market.domain.importing import import_file
from qinglan.market.domain.listing import edit_listing
from qinglan.market.models import Technology
from tests.market import made

Who = dict[str, Any]
OPEN: dict[str, Any] = {
    "title_en": "Dry debarking without water",
    "summary_en": "A closed drum strips bark without water.",
    "problem_en": "Wet debarking uses much water.",
    "languages": ["zh", "en"],
    "abroad": "use",
    "export_class": "free",
    "export_basis": "对照 2025 年目录，不在其中（科研处，2026-01-05）",
}
NEED_OPEN = {name: OPEN[name] for name in ("title_en", "languages", "abroad")} | {"abroad": "partners"}


def listed(query: str = "", side: str = "technologies") -> list[int]:
    return [row.pk for row in Client().get(f"/market/abroad/{side}/{query}").context["list"].items]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, []),
        ({"abroad": ""}, ["Its owner has not admitted partners abroad."]),
        ({"abroad": "home"}, ["Its owner has not admitted partners abroad."]),
        ({"title_en": ""}, ["It has no English title."]),
        ({"languages": ["zh"]}, ["Nobody can be talked to in a language other than Chinese."]),
        ({"modes": ["use_first"]}, ["Its modes are for partners in the country only."]),
        ({"export_class": "", "export_basis": ""}, ["Its class of technology export is not named."]),
        ({"export_class": "restricted"}, []),
    ],
)
def test_each_condition_lets_in_or_keeps_out_and_says_why(
    who: Who, changes: dict[str, Any], why: list[str]
) -> None:
    row = made.published(who, made.technology(who, **{**OPEN, **changes}))
    with translation.override("en"):
        assert abroad.lacking(row) == why
    assert listed() == ([] if why else [row.pk])


def test_a_need_needs_no_class_of_export(who: Who) -> None:
    row = made.published(who, made.need(who, **NEED_OPEN))
    assert (listed(side="needs"), abroad.lacking(row)) == ([row.pk], [])


def test_drafts_are_not_shown_abroad(who: Who) -> None:
    made.technology(who, **OPEN)
    assert listed() == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"export_class": "free"}, "export_basis"),
        ({"export_class": "prohibited", "export_basis": "目录", "abroad": "partners"}, "abroad"),
        ({"export_class": "prohibited", "export_basis": "目录", "abroad": "use"}, "abroad"),
        ({"abroad": "everywhere"}, "abroad"),
        ({"export_class": "perhaps"}, "export_class"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(who: Who, values: dict[str, str], field: str) -> None:
    draft = made.technology(who)
    with pytest.raises(Impossible) as refused:
        edit_listing(acting_user=who["member"], listing=draft, values=values)
    assert refused.value.field == field


def test_a_class_given_later_is_compared_with_what_stands(who: Who) -> None:
    draft = made.technology(who, **OPEN)
    with pytest.raises(Impossible) as refused:
        edit_listing(acting_user=who["member"], listing=draft, values={"export_class": "prohibited"})
    assert refused.value.field == "abroad"


def test_the_view_is_english_until_the_reader_chooses(who: Who) -> None:
    row = made.published(who, made.technology(who, **OPEN))
    page = Client().get("/market/abroad/")
    text = page.content.decode()
    assert page.headers["Content-Language"] == "en"
    assert "<h1>For partners abroad</h1>" in text
    assert f'lang="en" href="/market/technologies/{row.pk}/?lang=en">{OPEN["title_en"]}</a>' in text
    assert f'lang="zh-Hans">{row.title}</p>' in text
    chosen = Client()
    chosen.cookies["qinglan_language"] = "zh-hans"
    page = chosen.get("/market/abroad/")
    assert page.headers["Content-Language"] == "zh-hans"
    assert "<h1>境外合作</h1>" in page.content.decode()


def test_the_page_of_a_listing_names_what_the_law_asks_of_it(who: Who) -> None:
    row = made.published(
        who, made.technology(who, **{**OPEN, "export_class": "restricted", "modes": ["transfer", "equity"]})
    )
    text = Client().get(f"/market/technologies/{row.pk}/?lang=en").content.decode()
    codes = [one["code"] for one in abroad.notes_for(row)]
    assert codes == ["restricted-export", "dual-use", "patent-abroad", "investment", "secrets"]
    assert "letter of intent for an export licence" in text
    assert "known from practice, source not read" in text
    silent = made.published(
        who, made.technology(who, title="膜法提锂", problem="卤水镁高。", effect="镁锂比降到一。")
    )
    assert (
        "letter of intent" not in Client().get(f"/market/technologies/{silent.pk}/?lang=en").content.decode()
    )


def test_the_owner_reads_what_keeps_his_listing_out(who: Who) -> None:
    draft = made.technology(who, **{**OPEN, "languages": ["zh"]})
    client = Client()
    client.force_login(who["member"])
    text = client.get(f"/market/technologies/{draft.pk}/?lang=en").content.decode()
    assert "It is not in the view for partners abroad yet" in text
    assert "Nobody can be talked to in a language other than Chinese." in text


@pytest.mark.parametrize(
    ("query", "found"),
    [("?mode=service", True), ("?mode=transfer", False), ("?language=en", True), ("?language=de", False), ("?use=use", True), ("?use=partners", False), ("?export=free", True), ("?export=restricted", False), ("?q=debarking", True), ("?q=none", False), ("?trl=9", False)],
)  # fmt: skip
def test_filters(who: Who, query: str, found: bool) -> None:
    row = made.published(who, made.technology(who, **OPEN))
    assert listed(query) == ([row.pk] if found else [])


def test_a_file_names_the_alias_of_an_anonymous_need(who: Who) -> None:
    made.published(who, made.need(who, is_anonymous=True, **NEED_OPEN))
    text = Client().get("/market/abroad/needs/?export=csv").content.decode()
    assert OPEN["title_en"] in text
    assert who["owner"].name not in text


def test_texts_and_class_come_by_file_too(who: Who, tmp_path: Path) -> None:
    row = {
        "external_id": "k1", "title": "干法剥皮", "title_en": OPEN["title_en"], "problem_en": OPEN["problem_en"],
        "abroad": "境外合作方，可在境外使用", "export_class": "自由出口", "export_basis": "不在目录内", "languages": ["英语"],
    }  # fmt: skip
    bad = [
        {**row, "external_id": "k2", "title": "乙", "export_basis": ""},
        {**row, "external_id": "k3", "title": "丙", "export_class": "prohibited"},
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in (row, *bad)), "utf-8")
    report = import_file(acting_user=who["officer"], side="technology", path=path, owner=who["owner"])
    assert [fault[:2] for fault in report.faults] == [(2, "export_basis"), (3, "abroad")]
    one = Technology.objects.get()
    assert (one.abroad, one.export_class, one.problem_en) == ("use", "free", OPEN["problem_en"])


def test_the_pages_cost_the_same_with_one_and_with_three(who: Who) -> None:
    texts: list[dict[str, Any]] = [
        {},
        {"title": "蒸汽热泵回收余热", "problem": "余热白白排走。", "effect": "回收七成。"},
        {"title": "膜法提锂", "problem": "卤水镁高。", "effect": "镁锂比降到一。"},
    ]
    found = []
    for some in (texts[:1], texts[1:]):
        for one in some:
            made.published(who, made.technology(who, **{**OPEN, **one}))
        counted = []
        for address in ("/market/abroad/", "/market/abroad/technologies/"):
            with CaptureQueriesContext(connection) as queries:
                Client().get(address)
            counted.append(len(queries))
        found.append(counted)
    assert found[0] == found[1]
