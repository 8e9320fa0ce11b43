"""Typed rules: vectors of the field, rounding, bad inputs and bad forms."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from qinglan.kernel.rulebook.typed import BadInput, Content, Outcome, evaluate, restored, stored

FORM = TypeAdapter(Content)
TAX = {
    "kind": "tiers", "mode": "marginal", "input": "income", "unit": "元",
    "tiers": [{"over": o, "rate": r} for o, r in (("0", "0.03"), ("36000", "0.10"), ("144000", "0.20"),
              ("300000", "0.25"), ("420000", "0.30"), ("660000", "0.35"), ("960000", "0.45"))],
}  # fmt: skip
SCORE = {
    "kind": "linear",
    "input": "x",
    "base": "0.6",
    "leading": "0.3",
    "at_base": "60",
    "at_leading": "100",
    "unit": "分",
}


def work(form, **inputs):
    return evaluate(FORM.validate_python(form), inputs)


def tax(income):
    return Decimal(work(TAX, income=Decimal(income)).result)


def test_the_reward_of_june_is_taxed_as_in_the_handbook():
    """Salary 20 000 a month, 2 000 social insurance, 2 000 additional deductions, 600 000 reward in June, halved."""

    def withheld(month, reward):
        through = {n: tax(11_000 * n + (reward if n >= 6 else 0)) for n in (month - 1, month)}
        return through[month] - (through[month - 1] if month > 1 else 0)

    year = [
        sum((withheld(month, reward) for month in range(1, 13)), Decimal(0))
        for reward in (300_000, 600_000, 0)
    ]
    assert (withheld(6, 300_000), withheld(7, 300_000)) == (Decimal("56600.00"), Decimal("2750.00"))
    assert year == [Decimal("76680.00"), Decimal("170280.00"), Decimal("10680.00")]


@given(st.decimals(0, 2_000_000, places=2))
def test_marginal_tiers_are_the_brackets_with_quick_deductions(income):
    brackets = [(36_000, "0.03", 0), (144_000, "0.10", 2520), (300_000, "0.20", 16_920), (420_000, "0.25", 31_920),
                (660_000, "0.30", 52_920), (960_000, "0.35", 85_920), (10**9, "0.45", 181_920)]  # fmt: skip
    rate, quick = next((Decimal(r), q) for limit, r, q in brackets if income <= limit)
    assert tax(income) == (income * rate - quick).quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_each_kind_says_result_unit_and_formula():
    rows = {"甲": "30", "乙": "50"}
    whole = TAX | {"mode": "whole", "cap": "20000"}
    found = [
        work({"kind": "amount", "value": "5000.0", "unit": "元"}),
        work({"kind": "rates", "input": "k", "rows": rows, "unit": "%"}, k="乙"),
        work(whole, income=100_000),
        work(whole, income=300_000),
        work({"kind": "thresholds", "key": "k", "input": "x", "comparator": "at_least", "rows": rows, "unit": "家"}, k="甲", x=30),
        work({"kind": "thresholds", "key": "k", "input": "x", "comparator": "at_most", "rows": rows, "unit": "家"}, k="甲", x=31),
        work({"kind": "ratio", "input": "x", "share": "0.05", "unit": "元"}, x=Decimal("0.10")),
        work({"kind": "period", "number": 5, "unit": "working_day"}),
        work({"kind": "condition", "expression": "x > 1 && y"}, x=2),
    ]  # fmt: skip
    assert found == [
        Outcome("5000", "元", "5000"),
        Outcome("50", "%", "k = 乙: 50"),
        Outcome("10000.00", "元", "100000 × 0.1"),
        Outcome("20000.00", "元", "min(300000 × 0.2, 20000)"),
        Outcome("true", "", "30 ≥ 30 家"),
        Outcome("false", "", "31 ≤ 30 家"),
        Outcome("0.01", "元", "0.1 × 0.05"),
        Outcome("5", "working_day", "5 working_day"),
        Outcome("unknown", "", "x > 1 && y; missing: y"),
    ]


def test_a_score_runs_from_base_to_leading_either_way():
    values = ["0.7", "0.6", "0.45", "0.3", "0.1"]
    assert [work(SCORE, x=value).result for value in values] == [
        "60.00",
        "60.00",
        "80.00",
        "100.00",
        "100.00",
    ]
    assert work(SCORE | {"below_base": "0"}, x="0.61").result == "0.00"
    assert work(SCORE | {"base": "1", "leading": "4"}, x=2).result == "73.33"


@pytest.mark.parametrize(
    ("form", "inputs", "reason"),
    [
        (TAX, {}, "income must be given as a number"),
        (TAX, {"income": True}, "income must be given as a number"),
        (TAX, {"income": 1.5}, "income must be given as a number"),
        (TAX, {"income": "x"}, "is no number"),
        (TAX, {"income": "NaN"}, "is no number"),
        ({"kind": "rates", "input": "k", "rows": {"a": "1"}, "unit": ""}, {"k": "b"}, "there is no row 'b'"),
        ({"kind": "rates", "input": "k", "rows": {"a": "1"}, "unit": ""}, {}, "k must be given as text"),
    ],
)
def test_a_bad_input_is_named(form, inputs, reason):
    with pytest.raises(BadInput, match=reason):
        work(form, **inputs)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "script", "code": "1"},
        {"kind": "amount", "value": 0.1, "unit": "元"},
        TAX | {"tiers": [{"over": "5", "rate": "1"}, {"over": "5", "rate": "2"}]},
        TAX | {"tiers": []},
        SCORE | {"leading": "0.6"},
        {"kind": "condition", "expression": "a("},
        {"kind": "period", "number": 0, "unit": "day"},
        {"kind": "amount", "value": "1", "unit": "元", "more": 1},
    ],
)
def test_a_bad_form_is_refused(form):
    with pytest.raises(ValidationError):
        FORM.validate_python(form)


ANSWERS = st.one_of(
    st.none(),
    st.booleans(),
    st.text(),
    st.dates(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
)


@given(st.dictionaries(st.text(), ANSWERS))
def test_inputs_come_back_as_they_were_kept(inputs):
    assert restored(stored(inputs)) == inputs


def test_a_float_is_not_kept():
    with pytest.raises(BadInput, match="float"):
        stored({"x": 0.1, "d": date(2026, 1, 1)})
