"""The unified social credit code and its check character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as library

from qinglan.kernel.codes.uscc import BadCode, normalised, validated

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CODE = "91500117DEM000014Y"


def test_a_code_is_understood_as_people_write_it() -> None:
    assert validated(" ９１５００117 dem0-00014y ") == CODE
    assert normalised("９1－5") == "915"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),
        (CODE[:-1], "length"),
        (CODE + "0", "length"),
        (CODE[:-1] + "X", "check_character"),
        ("I" + CODE[1:], "characters"),
        ("91500117DEM00001中Y", "characters"),
    ],
)
def test_what_is_no_code_says_why(text: str, reason: str) -> None:
    with pytest.raises(BadCode) as caught:
        validated(text)
    assert caught.value.reason == reason


@given(st.integers(10, 17), st.sampled_from(ALPHABET))
def test_one_mistyped_character_is_always_noticed(place: int, other: str) -> None:
    mistyped = CODE[:place] + other + CODE[place + 1 :]
    if mistyped == CODE:
        assert validated(mistyped) == CODE
    else:
        with pytest.raises(BadCode):
            validated(mistyped)


@given(st.text(ALPHABET, min_size=9, max_size=9))
def test_the_check_character_of_the_standard_is_accepted(organisation: str) -> None:
    body = "91500117" + organisation
    code = body + library.calc_check_digit(body)
    assert validated(code) == code
