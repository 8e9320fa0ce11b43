"""National numbers by the pattern of their office; a pre-check number is never one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.registering.number_pattern import PRECHECK, BadPattern, Fixed, compiled, fits, length
from qinglan.contracts.registering.pack import registration

OLD, NEW = "{year:2}{province:2}{city:2}{place:2}{serial:6}", "{year:4}{area:4}{place:2}{serial:6}"


def test_the_parts_of_a_number_are_read() -> None:
    found = compiled(NEW).match("2026500001000123")
    assert found is not None
    assert found.groupdict() == {"year": "2026", "area": "5000", "place": "01", "serial": "000123"}
    assert (length(OLD), length(NEW)) == (14, 16)


@pytest.mark.parametrize(
    ("template", "number", "fixed", "expected"),
    [
        (NEW, "2026500001000123", Fixed("5000", "01"), True),
        (NEW, "2026500002000123", Fixed("5000", "01"), False),
        (NEW, "2026511501000123", Fixed("5000", "01"), False),
        (NEW, "202650000100012", None, False),
        (NEW, "20265000010001234", None, False),
        (OLD, "26500001000123", Fixed("5000", "01"), True),
        (OLD, "26511501000123", Fixed("5000", "01"), False),
    ],
)
def test_a_number_fits_its_office(template: str, number: str, fixed: Fixed | None, expected: bool) -> None:
    assert fits(template, number, fixed) is expected


@given(st.integers(0, 9999), st.integers(0, 999_999))
def test_no_pattern_takes_a_precheck_number(year: int, serial: int) -> None:
    number = f"YS-{year:04d}-{serial:06d}"
    assert PRECHECK.match(number)
    assert not any(fits(one.template, number) for one in registration().numbers)
    assert not any(fits(one.template, number.replace("-", "")) for one in registration().numbers)


@pytest.mark.parametrize("template", ["{year:4}", "{serial:6}-", "{serial:6} ", "{serial:6}{place}"])
def test_a_template_that_is_none_is_refused(template: str) -> None:
    with pytest.raises(BadPattern):
        compiled(template)
