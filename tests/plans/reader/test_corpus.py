"""The reader on plans of invented places, each with its reading written down by hand."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from qinglan.plans.reader import Reading, read_file, read_text
from tests.plans.reader.papers import CORPUS

NAMES = sorted(path.stem for path in CORPUS.glob("*.json"))
KEYS = ("article", "chapter", "kind", "comparator", "value", "upper", "unit", "strength")


def wanted(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    return told


def keys(quantities: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(quantity.get(key) for key in KEYS) for quantity in quantities)


def test_the_corpus_is_there() -> None:
    assert len(NAMES) >= 46


@pytest.mark.parametrize("name", NAMES)
def test_structure(name: str) -> None:
    told, gold = read_file(CORPUS / f"{name}.txt").to_json(), wanted(name)
    assert {key: told[key] for key in ("document", "title", "status", "chapters", "articles")} == {
        key: gold[key] for key in ("document", "title", "status", "chapters", "articles")
    }


@pytest.mark.parametrize("name", NAMES)
def test_quantities(name: str) -> None:
    told, gold = read_file(CORPUS / f"{name}.txt").to_json(), wanted(name)
    assert keys(told["quantities"]) == keys(gold["quantities"])


@pytest.mark.parametrize("name", [name for name in NAMES if "bodies" in wanted(name)])
def test_bodies(name: str) -> None:
    told, gold = read_file(CORPUS / f"{name}.txt"), wanted(name)
    assert {(body.article, body.role, body.name) for body in told.bodies} == {
        (body["article"], body["role"], body["name"]) for body in gold["bodies"]
    }


def assert_quotes_lie_in_the_text(reading: Reading) -> None:
    for item in (*reading.quantities, *reading.bodies):
        assert reading.text[item.span.start : item.span.end] == item.quote
    for article in reading.articles:
        assert article.heading in reading.text[article.span.start : article.span.end].replace("\n", "")


@pytest.mark.parametrize("name", NAMES)
def test_quotes_lie_in_the_text_and_in_their_articles(name: str) -> None:
    reading = read_file(CORPUS / f"{name}.txt")
    assert_quotes_lie_in_the_text(reading)
    spans = {article.number: article.span for article in reading.articles}
    for quantity in reading.quantities:
        if quantity.article:
            span = spans[quantity.article]
            assert span.start <= quantity.span.start < quantity.span.end <= span.end


def test_deadlines_and_rates_of_one_plan() -> None:
    reading = read_file(CORPUS / "03-fyp-energy.txt")
    assert [(q.deadline, q.per) for q in reading.quantities] == [
        *[("2025", None)] * 8,
        (None, None),
        (None, None),
        ("2023", None),
        *[("2025", None)] * 2,
        (None, None),
        (None, "年"),
    ]


def test_a_paragraph_with_blanks_around_its_figures_keeps_them_in_the_quote() -> None:
    text = (
        "云岭县推进绿色建筑发展实施方案\n一、发展目标\n到 2027 年，新建绿色建筑占比达到 95 %，"
        "培育 3 家龙头企业。\n二、完善标准\n推动建立标准体系。\n三、加强监管\n开展专项检查。\n"
    )
    reading = read_text(text)
    assert [(q.quote, q.value, q.unit, q.deadline) for q in reading.quantities] == [
        ("新建绿色建筑占比达到 95 %", 95, "%", "2027"),
        ("培育 3 家龙头企业", 3, "家", "2027"),
    ]


def test_the_paths_of_the_corpus_hold_text_and_reading() -> None:
    assert {path.stem for path in Path(CORPUS).glob("*.txt")} == set(NAMES)
