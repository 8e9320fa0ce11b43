"""Codes on paper and document numbers."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents import code, number

CODES = st.binary(min_size=1).map(code.derived)


@given(CODES, st.integers(0, 13), st.sampled_from(code.ALPHABET))
def test_one_wrong_character_is_noticed(given_code: str, place: int, other: str) -> None:
    changed = given_code[:place] + other + given_code[place + 1 :]
    assert code.is_valid(changed) == (changed == given_code)


@given(CODES, st.integers(0, 10))
def test_two_swapped_neighbours_are_noticed(given_code: str, place: int) -> None:
    a, b = given_code[place], given_code[place + 1]
    changed = given_code[:place] + b + a + given_code[place + 2 :]
    assert code.is_valid(changed) == (a == b)


def test_a_new_code_is_valid_as_typed_by_people() -> None:
    fresh = code.new()
    typed = code.shown(fresh).lower().replace("0", "o").replace("1", "l")
    assert (code.is_valid(fresh), code.normalised(f" {typed} ")) == (True, fresh)
    assert not code.is_valid("")
    assert not code.is_valid("-" * 14)


@pytest.mark.parametrize(
    "text",
    [
        "渝科局发〔2021〕43号",
        "渝科局发[2021]43号",
        "渝科局发 （２０２１） 第43 号",
        "渝科局发【2021】43",
        "渝科局发﹝2021﹞043号",
    ],
)
def test_a_number_is_read_however_its_brackets_are_written(text: str) -> None:
    assert str(number.parse(text)) == "渝科局发〔2021〕43号"


@pytest.mark.parametrize(
    "text", ["", "43号", "渝科局发2021-43", "渝科局发〔21〕43号", "渝科局发〔2021〕0号", "A〔2021〕1号"]
)
def test_what_is_no_number_is_refused_with_an_example(text: str) -> None:
    with translation.override("en"), pytest.raises(Impossible) as refused:
        number.parse(text)
    assert refused.value.field == "number"
