"""Published figures against the shipped schemes, apart from their own golden cases."""

from decimal import Decimal
from typing import Any

import pytest

from qinglan.programmes.definition.reading import read_definition
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.amounts import amounts
from qinglan.programmes.judging.score import grade_of, score
from qinglan.programmes.judging.values import values, worked_out
from tests.packs.reading import PACKS


def shipped(pack: str, slug: str, edition: int) -> Definition:
    """A shipped scheme."""
    return read_definition(PACKS / pack / "programmes" / slug / str(edition))


def paid(slug: str, section: str, rows: list[dict[str, Any]]) -> Decimal | None:
    """The only amount of a scheme of Chongqing for these rows."""
    definition = shipped("cn-500000-chongqing", slug, 2026)
    found, tables = worked_out(definition, {}, {section: rows})
    (line,) = amounts(definition, found, tables).lines
    return line.amount


@pytest.mark.parametrize(
    ("premium", "expected"),
    [("1800000", "1200000"), ("1200000", "960000"), ("1500000", "1200000"), ("0", "0")],
)
def test_first_set_compensation_is_80_percent_of_the_premium_up_to_3_percent_of_the_sum(
    premium: str, expected: str
) -> None:
    row = {"policy": "P1", "related_user": False, "insured_sum": "50000000", "premium": premium}
    assert paid("first-set-insurance", "sets", [row]) == Decimal(expected)


@pytest.mark.parametrize(
    ("total", "expected"),
    [("6000000", "120000"), ("10000000", "150000"), ("40000000", "500000"), ("100000000", "800000")],
)
def test_the_published_sample_of_the_intermediaries_subsidy(total: str, expected: str) -> None:
    row = {"registration": "R1", "technology_value": total, "related": False}
    assert paid("intermediary-subsidy", "deals", [row]) == Decimal(expected)


@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        ("renewable_marks", {"renewable_share": "45"}, "5.84"),
        ("carbon_intensity_marks", {"carbon_intensity": "3.2"}, "3.29"),
    ],
)
def test_the_linear_marks_of_the_green_factory_of_2025(
    line: str, answer: dict[str, str], expected: str
) -> None:
    definition = shipped("cn-national", "green-factory", 2025)
    found = {one.id: one.marks for one in score(definition, values(definition, answer)).lines}
    assert found[line] == Decimal(expected)


def test_weights_of_the_green_factory() -> None:
    old = shipped("cn-national", "green-factory", 2018).scoring
    new = shipped("cn-national", "green-factory", 2025).scoring
    assert old is not None
    assert new is not None
    assert [str(group.weight) for group in old.groups] == ["20", "15", "15", "10", "10", "30"]
    assert all(sum(item.marks for item in group.items) == 100 for group in old.groups)
    assert [sum(item.marks for item in group.items) for group in new.groups] == [30, 30, 16, 16, 8]


@pytest.mark.parametrize(
    ("share", "expected"),
    [("9.9", 0), ("10", 4), ("15", 8), ("20", 12), ("24.9", 12), ("25", 16), ("30", 20), ("80", 20)],
)
def test_bands_of_scientific_staff_in_small_firms(share: str, expected: int) -> None:
    definition = shipped("cn-national", "tech-sme", 2017)
    people = str(int(Decimal(share) * 10))
    found = score(definition, values(definition, {"staff": "1000", "scientists": people}))
    assert found.lines[0].marks == expected


@pytest.mark.parametrize(
    ("basis", "percent", "expected"),
    [
        ("sales", "1.99", 0),
        ("sales", "2", 10),
        ("sales", "3", 20),
        ("sales", "4", 30),
        ("sales", "5", 40),
        ("sales", "6", 50),
        ("costs", "9.99", 0),
        ("costs", "10", 10),
        ("costs", "15", 20),
        ("costs", "20", 30),
        ("costs", "25", 40),
        ("costs", "30", 50),
    ],
)
def test_bands_of_research_spending_in_small_firms(basis: str, percent: str, expected: int) -> None:
    definition = shipped("cn-national", "tech-sme", 2017)
    research = str(Decimal(percent) * 100)
    answers = {"compared_with": basis, "research": research, "sales": "10000", "costs": "10000"}
    found = score(definition, values(definition, answers))
    assert next(one for one in found.groups if one.id == "spending_group").low == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("0", "0", 0),
        ("0", "1", 6),
        ("0", "2", 12),
        ("0", "3", 18),
        ("0", "4", 24),
        ("0", "9", 24),
        ("1", "9", 30),
    ],
)
def test_bands_of_rights_in_small_firms(first: str, second: str, expected: int) -> None:
    definition = shipped("cn-national", "tech-sme", 2017)
    found = score(definition, values(definition, {"class_one": first, "class_two": second}))
    assert next(one for one in found.groups if one.id == "results").low == expected


@pytest.mark.parametrize(
    ("total", "stars"),
    [
        ("69.99", "none"),
        ("70", "one_star"),
        ("75", "two_stars"),
        ("80", "three_stars"),
        ("85", "four_stars"),
        ("89.99", "four_stars"),
        ("90", "five_stars"),
    ],
)
def test_stars_of_the_green_supply_chain(total: str, stars: str) -> None:
    rules = shipped("cn-national", "green-supply-chain", 2024).scoring
    assert rules is not None
    assert grade_of(rules, Decimal(total)).id == stars
