"""Amounts as people read them: exact, in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from qinglan.kernel.web import money


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (0, "0.00元", "CNY 0.00"),
        (1, "0.01元", "CNY 0.01"),
        (5_660_000, "5.66万元", "CNY 56,600.00"),
        (126_000_000, "126万元", "CNY 1,260,000.00"),
        (126_000_001, "1,260,000.01元", "CNY 1,260,000.01"),
        (30_500_000_000, "3.05亿元", "CNY 305,000,000.00"),
        (30_512_300_000, "30,512.3万元", "CNY 305,123,000.00"),
        (-126_000_000, "-126万元", "−CNY 1,260,000.00"),
        (10**17 + 1, "1,000,000,000,000,000.01元", "CNY 1,000,000,000,000,000.01"),
    ],
)
def test_an_amount_keeps_every_fen(fen, chinese, english):
    with translation.override("zh-hans"):
        assert money.money(fen) == chinese
    with translation.override("en"):
        assert money.money(fen) == english


@pytest.mark.parametrize(
    ("fen", "unit", "expected"),
    [
        (449_999, "wan", Decimal("0.45")),
        (450_000, "wan", Decimal("0.45")),
        (500_000, "wan", Decimal("0.50")),
        (505_000, "wan", Decimal("0.51")),
        (-505_000, "wan", Decimal("-0.51")),
        (1_005, "yuan", Decimal("10.05")),
    ],
)
def test_a_column_is_rounded_half_up(fen, unit, expected):
    assert money.in_unit(fen, unit) == expected


@pytest.mark.parametrize("amount", [1.0, "100", Decimal(1), True, None])
def test_only_integers_of_fen_are_amounts(amount):
    with pytest.raises(TypeError):
        money.money(amount)


def test_a_chosen_unit_is_kept():
    with translation.override("zh-hans"):
        assert money.money(126_000_000, "yi") == "0.01亿元"
