"""What officers type: amounts and codes."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.measures.fields import AmountField, CodeField
from qinglan.kernel.measures.units import amount_words, unit_words


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("12600", "12600"),
        ("12,600.5", "12600.5"),
        (" 1,234,567 ", "1234567"),
        ("１２，６００．５", "12600.5"),
        ("12，600", "12600"),
        ("1,2345,6789", "123456789"),
        ("12600。5", "12600.5"),
        ("12 600", "12600"),
        ("0.1234", "0.1234"),
        ("0.12340000", "0.1234"),
        ("9999999999999999.9999", "9999999999999999.9999"),
        ("-0", "0"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, amount: str) -> None:
    found = AmountField(unit="万元").clean(typed)
    assert isinstance(found, Decimal)
    assert found == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "unit", "message"),
    [
        ("", "万元", "Write the amount."),
        ("1,5", "万元", "Write the amount in digits, such as 12,600.5, without the unit."),
        ("12万", "万元", "Write the amount in digits, such as 12,600.5, without the unit."),
        ("1e5", "万元", "Write the amount in digits, such as 12,600.5, without the unit."),
        ("NaN", "万元", "Write the amount in digits, such as 12,600.5, without the unit."),
        ("1.2.3", "万元", "Write the amount in digits, such as 12,600.5, without the unit."),
        ("٣", "万元", "Write the amount in digits, such as 12,600.5, without the unit."),
        ("-5", "万元", "The amount can't be below zero."),
        ("1.5", "家", "This is counted in whole numbers."),
        ("0.12345", "万元", "Write at most 4 digits after the decimal point."),
        ("12345678901234567", "万元", "The amount has too many digits. Look at the unit again."),
    ],
)
def test_what_is_no_amount_is_refused_with_what_to_do(typed: str, unit: str, message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AmountField(unit=unit).clean(typed)
    assert caught.value.messages == [message]


@given(st.decimals("0", "9999999999999999", places=4))
def test_no_digit_is_lost(amount: Decimal) -> None:
    field = AmountField(unit="万元")
    assert field.clean(f"{amount:,f}") == amount
    assert field.clean(field.prepare_value(amount)) == amount


def test_a_code_is_read_as_people_write_it() -> None:
    field = CodeField(required=False)
    assert field.clean("９１５００117 dem0-00014y") == "91500117DEM000014Y"
    assert field.clean("  ") == ""
    with pytest.raises(ValidationError) as caught:
        field.clean("91500117DEM000014X")
    assert caught.value.code == "check_character"


def test_units_and_amounts_speak_the_readers_language() -> None:
    shown = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            shown[language] = [
                unit_words("万元"),
                unit_words("家"),
                unit_words("亩"),
                amount_words(Decimal("318000.5000"), "万元"),
                amount_words(Decimal(12), "家"),
            ]
    assert shown == {
        "zh-hans": ["万元", "家", "亩", "318,000.5万元", "12家"],
        "en": ["×10,000 yuan", "firms", "亩", "CNY 3,180,005,000", "12 firms"],
    }
