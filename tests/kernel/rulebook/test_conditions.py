"""Conditions with three values: truth tables, exact numbers, and everything that may not be said."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.rulebook.conditions import BadCondition, Truth, Verdict, judge, names

VALUES = {Truth.TRUE: True, Truth.FALSE: False, Truth.UNKNOWN: None}
T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(expression, **answers):
    return judge(expression, answers).truth


def test_and_or_and_not_have_three_values():
    rank = {F: 0, U: 1, T: 2}
    for a, b in product(VALUES, VALUES):
        both, either = truth("a && b", a=VALUES[a], b=VALUES[b]), truth("a || b", a=VALUES[a], b=VALUES[b])
        assert (both, either) == (min(a, b, key=rank.get), max(a, b, key=rank.get))
    assert [truth("!a", a=VALUES[one]) for one in (T, F, U)] == [F, T, U]


FORMULAS = st.recursive(
    st.sampled_from(["a", "b", "c"]),
    lambda inner: st.one_of(
        inner.map(lambda one: f"!({one})"),
        st.tuples(inner, st.sampled_from(["&&", "||"]), inner).map(
            lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"
        ),
    ),
    max_leaves=8,
)


@given(FORMULAS, st.tuples(*[st.sampled_from([True, False, None])] * 3))
def test_a_known_verdict_holds_whatever_the_missing_answers_are(formula, values):
    answers = dict(zip("abc", values, strict=True))
    known = judge(formula, answers).truth
    filled = {
        judge(formula, {name: value if value is not None else other for (name, value), other in zip(answers.items(), guess, strict=True)}).truth
        for guess in product([True, False], repeat=3)
    }  # fmt: skip
    if known is not U:
        assert filled == {known}
    if None not in values:
        python = formula.replace("&&", " and ").replace("||", " or ").replace("!", " not ")
        assert known is (T if eval(python, {}, answers) else F)  # noqa: S307 - a formula of our own making


def test_what_is_missing_is_named_once_and_in_order():
    assert judge("x > 1 && (y > 1 || x > 3)", {}) == Verdict(U, missing=("x", "y"))
    assert judge("x > 1 && y > 1", {"x": 0}) == Verdict(F)
    assert judge("firm.staff >= 30", {"firm.staff": 30}) == Verdict(T)


@given(st.decimals(-1000, 1000, places=3), st.decimals(-1000, 1000, places=2), st.decimals(-9, 9, places=4))
def test_numbers_are_compared_exactly(a, b, c):
    answers = {"a": a, "b": b, "c": c}
    for sign, expected in {
        "<": a + b < c,
        "<=": a + b <= c,
        "==": a + b == c,
        "!=": a + b != c,
        ">": a + b > c,
    }.items():
        assert judge(f"a + b {sign} c", answers).truth is (T if expected else F)


def test_a_tenth_and_two_tenths_are_three_tenths():
    assert truth("a + b == 0.3", a=Decimal("0.1"), b=Decimal("0.2")) is T
    assert truth("(a + b) > 0.3", a=Decimal("0.1"), b=Decimal("0.2")) is F


def test_dates_texts_and_lists():
    assert truth("d >= '2026-01-01'", d=date(2026, 1, 1)) is T
    assert truth("kind in ['a', 'b']", kind="b") is T
    assert truth("kind in ['a', 'b']", kind="c") is F
    assert truth("ok == true", ok=False) is F


@pytest.mark.parametrize(
    ("expression", "answers"),
    [
        ("a == 1", {"a": "1"}),
        ("a == b", {"a": "x", "b": True}),
        ("a", {"a": 3}),
        ("a > 1", {"a": Decimal("9e30")}),
        ("a > 1", {"a": Decimal("NaN")}),
        ("a + b > 0", {"a": 2**62, "b": 2**62}),
    ],
)
def test_an_error_is_unknown_and_says_why(expression, answers):
    verdict = judge(expression, answers)
    assert (verdict.truth, verdict.missing, len(verdict.errors)) == (U, (), 1)
    assert judge(f"!({expression})", answers).truth is U
    assert judge(f"({expression}) || true", answers).truth is T


@pytest.mark.parametrize(
    "expression",
    [
        "", " ", "a(", "size(a)", "a.b()", "__import__('os')", "a > ", "a >> 1", "a = 1", "a b", "(a", "a)", "'a",
        "a * 2 > 1", "a / 2 > 1", "x ? y : z", "a[0].b == 1 ;", "[1].map(x, x)", "{'a': 1}", "a\\n", "(a && b) > 1",
        "a > 1 && ", "b'x' == a", "0x10 > a", "名称 == 'a'", "(" * 21 + "a" + ")" * 21, "!" * 21 + "a",
        "a" * 2001, " || ".join(["a"] * 200), "a " * 3000,
    ],
)  # fmt: skip
def test_what_may_not_be_said_is_refused(expression):
    with pytest.raises(BadCondition):
        names(expression)
    with pytest.raises(BadCondition):
        judge(expression, {"a": 1, "b": 2})


@given(st.text(alphabet="ab01.'\"&|!()<>=+-[], in", max_size=30))
def test_any_text_is_a_condition_or_refused(text):
    try:
        found = judge(text, {"a": 1, "b": "x"})
    except BadCondition:
        return
    assert isinstance(found, Verdict)


def test_an_answer_of_another_kind_is_refused():
    with pytest.raises(BadCondition, match="float"):
        judge("a > 1", {"a": 1.5})
