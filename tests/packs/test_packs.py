"""What every pack of the project holds true."""

import json
import re
from typing import Any

import pytest

from tests.packs.reading import (
    CHINESE,
    CITIES,
    PACKS,
    SHARED,
    SOURCES,
    bilingual,
    official_text,
    own_words,
    plan_of,
    read,
)

PARTS = {
    "plans",
    "measures",
    "programmes",
    "people",
    "market",
    "auctions",
    "contracts",
    "rights",
    "assurance",
    "commons",
    "projects",
    "finance",
    "procurement",
    "gatherings",
    "cooperation",
    "coordination",
}
MEASURES = {
    "reported.latest": {"indicator"},
    "reported.total": {"indicator"},
    "reported.listed": {"indicator", "level"},
    "reported.entries": {"indicator", "stages"},
    "reported.at_least": {"indicator", "comparator", "threshold", "unit", "listed_in"},
    "reported.growth": {"indicator"},
    "reported.share": {"numerator", "denominator"},
    "contracts.growth": {"of", "green", "indicator", "since"},
    "programmes.awards_in_force": {"programme", "level", "listed_in"},
}
REFERENCES = {"indicator", "listed_in", "numerator", "denominator"}
LIST_MEASURES = {"reported.listed", "reported.entries"}
LONGEST_SHARED_RUN = 15

each_city = pytest.mark.parametrize("pack", CITIES)
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


def test_the_project_ships_these_packs() -> None:
    assert sorted(path.parent.name for path in PACKS.glob("*/pack.yaml")) == sorted([*CITIES, "cn-national"])


@pytest.mark.real_data
@needs_shared
@each_city
def test_a_plan_has_the_structure_of_the_hand_checked_reading(pack: str) -> None:
    plan = plan_of(pack)
    gold = json.loads((SHARED / "gold" / f"{SOURCES[pack]}.json").read_text(encoding="utf-8"))
    chapters = [
        {
            "number": one["number"],
            "heading": one["heading"],
            "articles": [
                article["number"] for article in plan["articles"] if article["chapter"] == one["number"]
            ],
        }
        for one in plan["chapters"]
    ]
    articles = [{key: one[key] for key in ("number", "heading", "chapter")} for one in plan["articles"]]
    fields = (
        "article",
        "kind",
        "quote",
        "indicator",
        "action",
        "comparator",
        "value",
        "upper",
        "unit",
        "deadline",
        "strength",
    )
    quantities = [{key: one[key] for key in fields} for one in plan["quantities"]]
    expected = [
        one | {key: None if one[key] is None else str(one[key]) for key in ("value", "upper")}
        for one in gold["quantities"]
    ]
    assert (plan["title"], plan["status_printed"]) == (gold["title"], gold["status"])
    assert (chapters, articles, quantities) == (gold["chapters"], gold["articles"], expected)


@pytest.mark.real_data
@needs_shared
@each_city
def test_every_quote_stands_in_the_official_text(pack: str) -> None:
    plan, text = plan_of(pack), official_text(pack)
    assert [one["quote"] for one in plan["quantities"] + plan["bodies"] if one["quote"] not in text] == []


@pytest.mark.real_data
@needs_shared
@each_city
def test_our_own_words_share_no_long_run_with_the_official_text(pack: str) -> None:
    text, size = official_text(pack), LONGEST_SHARED_RUN + 1
    texts = [
        *own_words(plan_of(pack)),
        *own_words(read(pack, "indicators.yaml")),
        *own_words(read(pack, "pack.yaml")),
    ]
    assert [
        one[start : start + size]
        for one in texts
        for start in range(len(one) - size + 1)
        if one[start : start + size] in text
    ] == []


@each_city
def test_every_text_stands_in_both_languages(pack: str) -> None:
    plan = plan_of(pack)
    pairs = [
        pair
        for content in (
            plan,
            read(pack, "pack.yaml"),
            read(pack, "territories.yaml"),
            read(pack, "indicators.yaml"),
        )
        for pair in bilingual(content)
    ]
    pairs += [(one["heading"], one["heading_en"]) for one in plan["chapters"] + plan["articles"]]
    pairs += [(one["indicator"], one["indicator_en"]) for one in plan["quantities"]]
    pairs.append((plan["title"], plan["title_en"]))
    assert len(pairs) > 100
    assert [
        pair
        for pair in pairs
        if not (pair[0] and pair[1]) or not CHINESE.search(pair[0]) or CHINESE.search(pair[1])
    ] == []


@each_city
def test_a_summary_has_two_sentences_or_more_in_each_language(pack: str) -> None:
    summaries = [(one["number"], one["summary"]) for one in plan_of(pack)["articles"]]
    assert [
        number
        for number, text in summaries
        if text["zh"].count("。") < 2 or len(re.findall(r"\.(?:\s|$)", text["en"])) < 2
    ] == []


@each_city
def test_every_article_names_parts_of_the_closed_list_once(pack: str) -> None:
    served = {
        one["number"]: [service["part"] for service in one["serves"]] for one in plan_of(pack)["articles"]
    }
    assert {
        number: parts
        for number, parts in served.items()
        if not parts or len(set(parts)) < len(parts) or not set(parts) <= PARTS
    } == {}


@each_city
def test_every_target_has_a_measure_that_fits_its_indicators_and_no_rule_has_one(pack: str) -> None:
    kinds = {one["slug"]: one["kind"] for one in read(pack, "indicators.yaml")["indicators"]}
    assert {
        one["id"]: _measure_fault(one, kinds)
        for one in plan_of(pack)["quantities"]
        if _measure_fault(one, kinds)
    } == {}


def _measure_fault(quantity: dict[str, Any], kinds: dict[str, str]) -> str:
    link = quantity["measure"]
    if quantity["kind"] == "rule":
        return "a rule is not measured" if link else ""
    if not set(link["with"]) <= MEASURES[link["name"]]:
        return "unknown parameter"
    for key in REFERENCES & set(link["with"]):
        wanted = "entry" if key == "listed_in" or link["name"] in LIST_MEASURES else "amount"
        if kinds.get(link["with"][key]) != wanted:
            return f"{key}: no {wanted} indicator {link['with'][key]}"
    return ""


@each_city
def test_ids_and_codes_stand_once_and_are_stable_names(pack: str) -> None:
    plan = plan_of(pack)
    indicators = [one["slug"] for one in read(pack, "indicators.yaml")["indicators"]]
    for names in ([one["id"] for one in plan["quantities"]], indicators):
        assert len(set(names)) == len(names)
        assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)] == []


@each_city
def test_territories_hang_together(pack: str) -> None:
    territories = read(pack, "territories.yaml")["territories"]
    city, *parts = [(one["code"], one["parent"], one["kind"]) for one in territories]
    assert city[:2] == (read(pack, "pack.yaml")["territory"], None)
    assert plan_of(pack)["territory"] == city[0]
    assert {parent for _code, parent, _kind in parts} == {city[0]}
    assert len({code for code, _parent, _kind in parts}) == len(parts)
    local = [one["code"] for one in territories if one["kind"] == "functional_zone"]
    assert [code for code in local if not re.fullmatch(rf"{city[0]}-Z\d\d", code)] == []
    assert [
        one["code"]
        for one in territories
        if one["kind"] == "functional_zone" and not one["reports_separately"]
    ] == []
    assert [
        code
        for code, _parent, kind in parts
        if kind == "division" and not re.fullmatch(rf"{city[0][:2]}\d{{4}}", code)
    ] == []


def test_chongqing_has_its_divisions_and_the_zones_that_its_plan_names() -> None:
    territories = read("cn-500000-chongqing", "territories.yaml")["territories"]
    divisions = [one["code"] for one in territories if one["kind"] == "division"]
    ended = {one["code"]: one["to"].isoformat() for one in territories if one.get("to")}
    zones = [one["name"]["zh"] for one in territories if one["kind"] == "functional_zone"]
    assert (len(divisions), ended) == (38, {"500105": "2025-11-30", "500112": "2025-11-30"})
    assert zones == ["两江新区", "万盛经开区", "重庆高新区", "重庆经开区"]


@each_city
def test_a_form_without_approval_says_that_it_is_a_default(pack: str) -> None:
    forms = [
        (one["slug"], one["form"]["approval"], one["note"]["zh"])
        for one in read(pack, "indicators.yaml")["indicators"]
    ]
    assert [slug for slug, approval, note in forms if approval is None and "缺省" not in note] == []


def test_the_second_city_is_called_as_printed() -> None:
    manifest = read("cn-xx-second-city", "pack.yaml")
    assert (manifest["name"]["zh"], manifest["territory"]) == ("XX市", "511900")
    assert "演示数据" in manifest["note"]["zh"]
