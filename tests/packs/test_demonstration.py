"""The demonstration data: invented, marked as such, whole, and telling the planned story."""

import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.packs.reading import CITIES, PACKS, ROOT, is_credit_code, plan_of, read

each_city = pytest.mark.parametrize("pack", CITIES)
FIGURE_KEYS = {"indicator", "subject", "territory", "year", "value", "evidence", "reporter", "reported_on"}
ENTRY_KEYS = {"indicator", "subject", "territory", "from", "to", "evidence", "reporter", "reported_on"}
OPTIONAL_ENTRY_KEYS = {"name", "level", "stage", "number"}
LAST_DAY = date(2026, 11, 20)
STORY = {
    "cn-500000-chongqing": {
        "leading-enterprises": "1 2 3 4 5 6 6 7 7 reached",
        "national-technology-centres": "0 0 1 2 3 3 4 4 4 reached",
        "recognised-enterprises": "0 0 12 23 36 41 48 55 58 surplus",
        "green-factories": "12 31 54 78 96 108 114 119 122 4 short, reached later",
        "green-design-products": "2 6 10 14 17 17 17 17 17 3 short, soft",
        "transferred-results": "11 29 51 78 104 127 146 163 174 surplus",
        "trade-count-growth": "– – 15.50 18.87 20.00 19.51 18.80 18.22 18.22 reached",
        "trade-value-growth": "– – 17.50 18.51 18.56 18.22 18.18 18.26 18.26 1.44 short",
        "pilot-parks": "0 0 1 1 2 2 3 3 4 reached",
        "green-parks": "1 2 4 6 8 9 11 12 12 reached",
    },
    "cn-xx-second-city": {
        "leading-enterprises": "1 2 3 4 4 5 6 6 reached",
        "enterprises-brought-in": "0 0 1 2 3 4 5 5 reached",
        "technology-smes": "6 10 15 19 24 28 33 35 2 short, reached later",
        "municipal-results": "1 2 4 5 7 9 10 12 surplus",
        "national-demonstration-area": "0 0 0 0 0 0 0 0 1 short, soft",
        "research-centres": "0 0 1 1 2 2 2 3 reached",
        "trained-people": "9 22 38 55 71 87 93 98 13 short",
    },
}


def _demo(pack: str) -> dict[str, list[dict[str, Any]]]:
    """Organisations, amounts and entries, and both of these together, as in the file."""
    found = read(pack, "demo/figures.yaml")
    amounts = [row for row in found["figures"] if "entry" not in row]
    entries = [row["entry"] for row in found["figures"] if "entry" in row]
    return {
        "organisations": found["organisations"],
        "amounts": amounts,
        "entries": entries,
        "all": amounts + entries,
    }


def test_the_check_of_credit_codes_knows_good_from_bad() -> None:
    good = [
        "91350100M000100Y43",
        "11500000MB15895317",
        "91500112MA5GRN019F",
        "125001064507000127",
        "5250000050GRN00300",
    ]
    bad = ["91350100M000100Y44", "11500000MB1589531", "91500112MA5GRN0I9F"]
    assert [is_credit_code(code) for code in good + bad] == [True] * 5 + [False] * 3


@each_city
def test_organisations_are_marked_and_their_codes_valid_and_in_the_demonstration_range(pack: str) -> None:
    organisations = _demo(pack)["organisations"]
    codes = [one["code"] for one in organisations]
    assert [code for code in codes if not is_credit_code(code) or code[8:11] != "DEM"] == []
    assert (len(set(codes)), len({one["name"] for one in organisations})) == (len(codes), len(codes))
    assert [
        one["name"]
        for one in organisations
        if one["kind"] == "enterprise" and not one["name"].endswith("（演示）有限公司")
    ] == []
    assert [one["name"] for one in organisations if "（演示）" not in one["name"]] == []
    assert [one["industry"] for one in organisations if not re.fullmatch(r"[A-T]\d\d", one["industry"])] == []


@each_city
def test_every_row_has_its_keys_and_refers_to_what_exists(pack: str) -> None:
    demo = _demo(pack)
    places = {one["code"] for one in read(pack, "territories.yaml")["territories"]}
    codes = {one["code"] for one in demo["organisations"]} | {None}
    kinds = {one["slug"]: one["kind"] for one in read(pack, "indicators.yaml")["indicators"]}
    assert {one["territory"] for one in demo["organisations"]} <= places
    for kind, keys in (("amounts", FIGURE_KEYS), ("entries", ENTRY_KEYS)):
        for row in demo[kind]:
            assert row.keys() - (OPTIONAL_ENTRY_KEYS if kind == "entries" else set()) == keys, row
            assert (row["territory"] in places, row["subject"] in codes) == (True, True), row
            assert kinds[row["indicator"]] == {"amounts": "amount", "entries": "entry"}[kind], row
            assert row["evidence"].keys() == {"zh", "en"}, row
            assert row["reported_on"] <= LAST_DAY, row


@each_city
def test_an_entry_is_about_an_organisation_or_a_named_item_and_names_are_marked(pack: str) -> None:
    entries = _demo(pack)["entries"]
    assert [row for row in entries if (row["subject"] is None) != ("name" in row)] == []
    assert [row["name"] for row in entries if "name" in row and "演示" not in row["name"]] == []
    assert [row for row in entries if row["to"] is not None and row["to"] < row["from"]] == []
    seen = [
        (row["indicator"], row["subject"], row.get("name"), row.get("level"), row.get("stage"), row["from"])
        for row in entries
    ]
    assert len(set(seen)) == len(seen)


@each_city
def test_a_figure_stands_once_for_its_subject_place_and_year(pack: str) -> None:
    figures = _demo(pack)["amounts"]
    seen = [(row["indicator"], row["subject"], row["territory"], row["year"]) for row in figures]
    assert len(set(seen)) == len(seen)
    assert [
        row["value"] for row in figures if not isinstance(row["value"], str) or Decimal(row["value"]) < 0
    ] == []
    assert [row for row in figures if row["reported_on"].year != row["year"] + 1] == []


def test_the_figures_of_the_districts_add_up_to_the_city() -> None:
    totals: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    city: dict[tuple[str, int], Decimal] = {}
    places = set()
    for row in _demo("cn-500000-chongqing")["amounts"]:
        if not row["indicator"].startswith("green-contract-"):
            continue
        key = (row["indicator"], row["year"])
        if row["territory"] == "500000":
            city[key] = Decimal(row["value"])
        else:
            totals[key] += Decimal(row["value"])
            places.add(row["territory"])
    assert totals == city
    assert (len(places), city["green-contract-count", 2019], city["green-contract-count", 2022]) == (
        20,
        Decimal(2000),
        Decimal(3456),
    )


@each_city
def test_no_figure_names_a_district_after_it_ended(pack: str) -> None:
    ends = {one["code"]: one["to"] for one in read(pack, "territories.yaml")["territories"] if one.get("to")}
    days = [
        (row["territory"], row["from"] if "from" in row else date(row["year"], 12, 31))
        for row in _demo(pack)["all"]
    ]
    assert [(place, day) for place, day in days if place in ends and day > ends[place]] == []


def test_every_district_of_the_second_city_has_figures() -> None:
    divisions = {
        one["code"]
        for one in read("cn-xx-second-city", "territories.yaml")["territories"]
        if one["kind"] == "division"
    }
    assert divisions <= {row["territory"] for row in _demo("cn-xx-second-city")["all"]}


@each_city
def test_every_target_has_figures_of_three_years_or_more(pack: str) -> None:
    years: dict[str, set[int]] = defaultdict(set)
    for row in _demo(pack)["all"]:
        years[row["indicator"]].add(row["from"].year if "from" in row else row["year"])
    targets = [one for one in plan_of(pack)["quantities"] if one["kind"] == "target"]
    linked = {one["id"]: one["measure"]["with"] for one in targets}
    assert [
        name for name, to in linked.items() if len(years[to.get("indicator") or to["listed_in"]]) < 3
    ] == []


def test_every_producing_firm_of_the_second_city_went_through_the_stages_before() -> None:
    stages: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in _demo("cn-xx-second-city")["entries"]:
        if row["indicator"] == "enterprises-brought-in":
            stages[row["subject"]].append((row["from"], row["stage"]))
    order = ["signed", "registered", "paid_in", "producing"]
    assert sorted(len(found) for found in stages.values()) == [1, 2, 3, 3, 4, 4, 4]
    assert [
        found for found in stages.values() if [stage for _day, stage in sorted(found)] != order[: len(found)]
    ] == []


@each_city
def test_the_story_is_as_planned(pack: str) -> None:
    text = (PACKS / pack / "demo" / "README.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    assert {row[0]: " ".join(row[3:]) for row in rows[1:]} == STORY[pack]


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "build_demonstration.py"), str(tmp_path)], check=True
    )
    names = [f"{pack}/demo/{name}" for pack in CITIES for name in ("figures.yaml", "README.md")]
    assert [name for name in names if (tmp_path / name).read_bytes() != (PACKS / name).read_bytes()] == []
