"""Compound annual growth: the vectors of the field, and what holds for all numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.measures.growth import NotComparable, compound_growth
from qinglan.kernel.measures.registry import BadParameters
from qinglan.kernel.measures.reported import convert

amounts = st.decimals("0.01", "1000000000", places=2)
years = st.integers(1, 30)


@pytest.mark.parametrize(
    ("base", "latest", "span", "growth"),
    [
        ("2000", "3456", 3, "20.00"),
        ("180", "300", 3, "18.56"),
        ("1", "1.728", 3, "20.00"),
        ("100", "0", 2, "-100.00"),
        ("100", "50", 1, "-50.00"),
    ],
)
def test_vectors(base: str, latest: str, span: int, growth: str) -> None:
    found = compound_growth(Decimal(base), Decimal(latest), span)
    assert str(found) == growth


@pytest.mark.parametrize(
    ("base", "latest", "span"), [("0", "5", 3), ("-1", "5", 3), ("5", "-1", 3), ("5", "6", 0)]
)
def test_what_has_no_growth_is_not_comparable(base: str, latest: str, span: int) -> None:
    with pytest.raises(NotComparable):
        compound_growth(Decimal(base), Decimal(latest), span)


@given(amounts, years)
def test_what_stays_does_not_grow(amount: Decimal, span: int) -> None:
    assert compound_growth(amount, amount, span) == 0


@given(amounts, amounts, amounts, years)
def test_more_in_the_end_is_never_less_growth(base: Decimal, one: Decimal, other: Decimal, span: int) -> None:
    lower, higher = sorted((one, other))
    assert compound_growth(base, lower, span) <= compound_growth(base, higher, span)


@given(amounts, st.decimals("-90", "100", places=2), st.integers(1, 10))
def test_growth_undoes_what_growing_did(base: Decimal, growth: Decimal, span: int) -> None:
    latest = base * (1 + growth / 100) ** span
    assert compound_growth(base, latest, span) == growth


@given(amounts, st.sampled_from(["元", "万元", "亿元"]), st.sampled_from(["元", "万元", "亿元"]))
def test_money_comes_back_from_another_unit(amount: Decimal, unit: str, other: str) -> None:
    assert convert(convert(amount, unit, other), other, unit) == amount


def test_things_do_not_convert_into_money() -> None:
    assert convert(Decimal(30), "亿元", "万元") == Decimal(300_000)
    with pytest.raises(BadParameters, match="家 can't be converted into 万元"):
        convert(Decimal(1), "家", "万元")
