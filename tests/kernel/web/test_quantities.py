"""Numbers and quantities in words."""

from decimal import Decimal

import pytest
from django.utils import translation

from qinglan.kernel.web import quantities


@pytest.mark.parametrize(
    ("comparator", "value", "unit", "upper", "per", "chinese", "english"),
    [
        ("eq", 30, "家", None, "", "30家", "30家"),
        ("ge", 30, "家", None, "", "不少于30家", "at least 30家"),
        ("gt", 20, "%", None, "", "超过20%", "more than 20%"),
        ("le", 50, "%", None, "", "不超过50%", "at most 50%"),
        ("lt", "0.5", "吨", None, "", "低于0.5吨", "less than 0.5吨"),
        ("approx", 100, "项", None, "", "约100项", "about 100项"),
        ("range", 3, "家", 5, "", "3至5家", "3 to 5家"),
        ("ge", 15, "家", None, "年", "每年不少于15家", "at least 15家 per 年"),
    ],
)
def test_a_quantity_is_printed_with_its_comparator(comparator, value, unit, upper, per, chinese, english):
    with translation.override("zh-hans"):
        assert quantities.quantity(comparator, value, unit, upper, per=per) == chinese
    with translation.override("en"):
        assert quantities.quantity(comparator, value, unit, upper, per=per) == english


def test_an_unknown_comparator_and_a_range_without_end_are_refused():
    with pytest.raises(ValueError, match="unknown comparator"):
        quantities.quantity("about", 1)
    with pytest.raises(ValueError, match="upper bound"):
        quantities.quantity("range", 1)


def test_numbers_are_exact():
    assert quantities.number(Decimal("1234567.890")) == "1,234,567.89"
    assert quantities.number(100) == "100"
    assert quantities.number(Decimal("2.345"), 2) == "2.35"
    assert quantities.percent(Decimal("0.2345")) == "23.5%"
    assert quantities.percent("0.12345", 2) == "12.35%"
    with pytest.raises(TypeError):
        quantities.number(0.1)
