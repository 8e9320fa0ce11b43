"""How an amount came about, in words: the schemes that are shipped, and every kind of rule."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.amount_words import figure
from qinglan.programmes.judging.amounts import AmountLine, amounts
from tests.packs.reading import PACKS
from tests.programmes.definition.building import options, question
from tests.programmes.judging.test_amounts import CLAIM, SLICES, deal, paying, worked

CITY = PACKS / "cn-500000-chongqing/programmes"


def shipped(folder: Path) -> Definition:
    from qinglan.programmes.definition.reading import read_definition

    return read_definition(folder)


def line(slug: str, known: dict[str, Any], rows: dict[str, Any] | None = None, **more: Any) -> AmountLine:
    """The amount of a shipped scheme."""
    return amounts(shipped(CITY / slug / "2026"), known, rows or {}, **more).lines[0]


def said(found: AmountLine) -> tuple[Any, str, str]:
    return found.amount, found.formula.zh, found.formula.en


def row(number: str, value: int) -> dict[str, Any]:
    return {"registration": number, "technology_value": Decimal(value), "related": False}


@pytest.mark.parametrize(
    ("value", "amount", "chinese"),
    [
        (6_000_000, 120_000, "计入的技术交易额合计 6,000,000 元 × 2 %"),
        (10_000_000, 150_000, "计入的技术交易额合计 10,000,000 元 × 1.5 %"),
        (
            40_000_000,
            500_000,
            "计入的技术交易额合计 40,000,000 元 × 1.5 % = 600,000 元，本档最多 500,000 元",
        ),
        (4_000_000, 0, "计入的技术交易额合计 4,000,000 元，未达到 5,000,000 元，不计"),
    ],
)
def test_the_subsidy_of_an_agency(value: int, amount: int, chinese: str) -> None:
    found = line("intermediary-subsidy", {}, {"deals": [row("2026500000000001", value)]})
    assert (found.amount, found.formula.zh) == (amount, chinese)


def test_what_is_left_of_a_year_is_said() -> None:
    found = line(
        "intermediary-subsidy", {}, {"deals": [row("2026500000000001", 40_000_000)]},
        paid={"subsidy": Decimal(700_000)},
    )  # fmt: skip
    assert (found.amount, found.formula.zh.partition("；")[2]) == (
        100_000, "本单位本年最多 800,000 元，还可得 100,000 元",
    )  # fmt: skip


def test_a_reward_by_grade_names_the_grade() -> None:
    found = line("incubation-reward", {"grade": "good"})
    assert said(found) == (200_000, "等级为良好：200,000 元", "Grade is Good: 200,000 yuan")


def test_slices_are_added_up_and_empty_ones_left_out() -> None:
    definition = paying(SLICES, claim=CLAIM)
    two = worked(definition, rows={"deals": [deal("A1", "50000000")]}).lines[0]
    assert said(two) == (
        210_000,
        "计入的value合计 50,000,000，分段计算：30,000,000 元 × 0.5 % + 20,000,000 元 × 0.3 %",
        "Sum of what counts of: value (en) 50,000,000, by slices: 30,000,000 yuan × 0.5 % + 20,000,000 yuan × 0.3 %",
    )
    one = worked(definition, rows={"deals": [deal("A1", "30000000")]}).lines[0]
    assert (one.amount, one.formula.zh) == (150_000, "计入的value合计 30,000,000 元 × 0.5 %")


TIERS = {
    "kind": "tiers", "mode": "marginal", "input": "first", "cap": "1000", "unit": "元",
    "tiers": [{"over": "0", "rate": "0.1"}, {"over": "5000", "rate": "0.2"}],
}  # fmt: skip
CASES: list[tuple[dict[str, Any], dict[str, Any], int, str]] = [
    ({"kind": "amount", "value": "5000", "unit": "元"}, {}, 5000, "固定金额 5,000 元"),
    ({"kind": "ratio", "input": "first", "share": "0.305", "unit": "元"}, {"first": "1000"}, 305, "数 1,000 元 × 30.5 %"),
    ({"kind": "ratio", "input": "first", "share": "2000", "unit": "元"}, {"first": "3"}, 6000, "数 3 × 2,000 元"),
    (TIERS, {"first": "0"}, 0, "数 0 元：0"),
    (TIERS, {"first": "4000"}, 400, "数 4,000 元 × 10 %"),
    (TIERS, {"first": "6000"}, 700, "数 6,000，分段计算：5,000 元 × 10 % + 1,000 元 × 20 %"),
    (TIERS, {"first": "9000"}, 1000, "数 9,000，分段计算：5,000 元 × 10 % + 4,000 元 × 20 % = 1,300 元，最多 1,000 元"),
    ({**TIERS, "mode": "whole"}, {"first": "6000"}, 1000, "数 6,000 元 × 20 % = 1,200 元，最多 1,000 元"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "answers", "amount", "chinese"), CASES)
def test_every_kind_of_rule(rule: dict[str, Any], answers: dict[str, Any], amount: int, chinese: str) -> None:
    found = worked(paying(rule), answers).lines[0]
    assert (found.amount, found.formula.zh) == (amount, chinese)


def test_an_option_of_a_question_is_named_by_its_words() -> None:
    rates = {"kind": "rates", "input": "level", "rows": {"a": "1000", "b": "2000"}, "unit": "元"}
    definition = paying(rates, question("level", "choice", options=options("a", "b")))
    assert worked(definition, {"level": "b"}).lines[0].formula.zh == "level为b：2,000 元"


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_a_figure_reads_back_as_the_number(value: Decimal) -> None:
    assert Decimal(figure(value).replace(",", "")) == value
