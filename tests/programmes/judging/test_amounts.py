"""What is paid, and which deals count."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.amounts import Amounts, amounts
from qinglan.programmes.judging.values import worked_out
from tests.programmes.definition.building import BASIS, options, question, scheme, text

DEALS = {
    "id": "deals",
    "title": text("合同"),
    "repeat": True,
    "questions": [
        question("number", "text"),
        question("value", "money"),
        question("related", "yes_no"),
    ],
}
TIERS: list[dict[str, Any]] = [
    {"at_least": "5000000", "rate": "0.02", "cap": "150000"},
    {"at_least": "10000000", "rate": "0.015", "cap": "500000"},
    {"at_least": "50000000", "rate": "0.01", "cap": "800000"},
]
BRACKETS: dict[str, Any] = {"kind": "brackets", "mode": "whole", "input": "deals_claimed", "brackets": TIERS}


def paying(rule: dict[str, Any], *questions: dict[str, Any], claim: Any = None, **more: Any) -> Definition:
    """A scheme that pays one amount."""
    form = {"id": "paid", "text": text("补助"), "basis": BASIS, "rule": rule, **more}
    return scheme(*questions, sections=(DEALS,), money={"amounts": [form], "claim": claim})


CLAIM = {"section": "deals", "key": "number", "amount": "value", "related": "related"}


def worked(definition: Definition, answers: Any = None, rows: Any = None, **more: Any) -> Amounts:
    """The amounts of a case."""
    found, tables = worked_out(definition, answers or {}, rows)
    return amounts(definition, {**found, **more.pop("extra", {})}, tables, **more)


def deal(number: str, value: str, related: bool | None = False) -> dict[str, Any]:
    """A row."""
    return {"number": number, "value": value, "related": related}


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("4999999.99", "0"),
        ("5000000", "100000"),
        ("6000000", "120000"),
        ("10000000", "150000"),
        ("40000000", "500000"),
        ("100000000", "800000"),
    ],
)
def test_brackets_of_the_published_sample(total: str, expected: str) -> None:
    made = worked(paying(BRACKETS, claim=CLAIM, share_of_team="30"), rows={"deals": [deal("A1", total)]})
    assert made.lines[0].amount == Decimal(expected)
    assert made.lines[0].team_at_most == Decimal(expected) * Decimal("0.3")


SLICES: dict[str, Any] = {
    **BRACKETS,
    "mode": "marginal",
    "brackets": [
        {"at_least": "0", "rate": "0.005", "cap": None},
        {"at_least": "30000000", "rate": "0.003", "cap": None},
    ],
}


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("10000000", "50000"),
        ("30000000", "150000"),
        ("50000000", "210000"),
        ("313333000", "999999"),
        ("313340000", "1000000"),
        ("900000000", "1000000"),
    ],
)
def test_slices_of_the_published_sample_of_fuqing(total: str, expected: str) -> None:
    """Half a percent to 30 million yuan, 0.3 % above, one million at most."""
    definition = paying(SLICES, claim=CLAIM, cap_case="1000000")
    made = worked(definition, rows={"deals": [deal("A1", total)]})
    assert made.lines[0].amount == Decimal(expected)


@pytest.mark.parametrize(
    ("share", "cap", "paid", "expected"),
    [
        ("0.2", "200000", "500000", "100000"),
        ("0.2", "200000", "1000000", "200000"),
        ("0.2", "200000", "1000001", "200000"),
        ("0.3", "300000", "900000", "270000"),
        ("0.3", "300000", "1500000", "300000"),
    ],
)
def test_the_share_of_what_a_buyer_paid_in_qujiang(share: str, cap: str, paid: str, expected: str) -> None:
    """A fifth of what was paid, 200,000 yuan at most; 30 % and 300,000 for what was bought by auction."""
    definition = paying({"kind": "ratio", "input": "first", "share": share, "unit": "元"}, cap_case=cap)
    assert worked(definition, {"first": paid}).lines[0].amount == Decimal(expected)


def test_each_deal_counts_once_and_related_parties_not_at_all() -> None:
    rows = {
        "deals": [
            deal("A1", "4000000"),
            deal("A2", "9000000", related=True),
            deal("A1", "4000000"),
            deal("A3", "7000000"),
            deal("", "1"),
            deal("A4", "2000000"),
            deal("A5", "2000000", related=None),
        ]
    }
    made = worked(paying(BRACKETS, claim=CLAIM), rows=rows, claimed={"A3": "2025-0007"})
    assert [(row.number, row.counts, row.reason.zh) for row in made.rows] == [
        (1, True, "计入"),
        (2, False, "关联交易，不计入"),
        (3, False, "与第 1 行重复，只计一次"),
        (4, False, "已由 2025-0007 申领"),
        (5, False, "没有编号，不计入"),
        (6, True, "计入"),
        (7, False, "是否关联交易未答，不计入"),
    ]
    assert made.lines[0].amount == 120000
    assert made.lines[0].formula.zh == "计入的value合计 6,000,000 元 × 2 %"


def test_caps_of_the_case_and_of_the_year_hold() -> None:
    definition = paying(
        {"kind": "ratio", "input": "first", "share": "0.8", "unit": "元"},
        cap_case="1000",
        cap_organisation_year="1500",
    )
    assert worked(definition, {"first": "1000"}).lines[0].amount == 800
    capped = worked(definition, {"first": "2000"}, paid={"paid": Decimal(600)}).lines[0]
    assert (capped.amount, capped.formula.zh) == (
        900,
        "数 2,000 元 × 80 %；单件最多 1,000 元；本单位本年最多 1,500 元，还可得 900 元",
    )
    assert worked(definition, {"first": "2000"}, paid={"paid": Decimal(1700)}).lines[0].amount == 0


def test_a_missing_input_leaves_the_amount_unknown() -> None:
    rates = {"kind": "rates", "input": "grade", "rows": {"good": "200000", "fair": "100000"}, "unit": "元"}
    definition = paying(rates, question("level", "choice", options=options("a", "b")))
    assert worked(definition, extra={"grade": "good"}).lines[0].amount == 200000
    unknown = worked(definition).lines[0]
    assert (unknown.amount, unknown.missing) == (None, ("grade",))
    other = worked(definition, extra={"grade": "poor"}).lines[0]
    assert (other.amount, other.formula.zh, other.formula.en) == (
        None, "等级为“poor”，规则中没有对应的金额", "Grade is “poor”: the rule has no amount for it",
    )  # fmt: skip


def test_a_counted_deal_without_its_amount_leaves_the_claim_unknown() -> None:
    made = worked(paying(BRACKETS, claim=CLAIM), rows={"deals": [{"number": "A1", "related": False}]})
    assert made.lines[0].amount is None


UNCAPPED: list[dict[str, Any]] = [{**one, "cap": None} for one in TIERS]
MARGINAL: dict[str, Any] = {**BRACKETS, "mode": "marginal", "brackets": UNCAPPED}


@given(
    one=st.decimals(min_value=0, max_value=10**9, places=2),
    other=st.decimals(min_value=0, max_value=10**9, places=2),
)
def test_more_deals_never_bring_less_by_slices(one: Decimal, other: Decimal) -> None:
    definition = paying(MARGINAL, claim=CLAIM)
    low, high = sorted((one, other))
    paid = [
        worked(definition, rows={"deals": [deal("A", str(value))]}).lines[0].amount for value in (low, high)
    ]
    assert paid[0] is not None
    assert paid[1] is not None
    assert paid[0] <= paid[1]


@given(
    values=st.lists(st.integers(min_value=1, max_value=10**8), min_size=1, max_size=6),
    data=st.data(),
)
def test_the_order_of_deals_does_not_matter_to_the_amount(values: list[int], data: st.DataObject) -> None:
    definition = paying(BRACKETS, claim=CLAIM)
    rows = [deal(f"N{number}", str(value)) for number, value in enumerate(values)]
    other = data.draw(st.permutations(rows))
    assert worked(definition, rows={"deals": rows}).lines == worked(definition, rows={"deals": other}).lines


def test_no_money_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="pays nothing"):
        amounts(scheme(), {})
