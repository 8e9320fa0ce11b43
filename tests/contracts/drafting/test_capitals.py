"""Amounts in Chinese capitals: known ones, and that they can be read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.drafting.capitals import capitals

DIGITS = {word: value for value, word in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"),
        (5, "人民币伍分"),
        (30, "人民币叁角整"),
        (1_00, "人民币壹元整"),
        (10_00, "人民币壹拾元整"),
        (1_06, "人民币壹元零陆分"),
        (107_000_53, "人民币壹拾万柒仟元伍角叁分"),
        (1_409_50, "人民币壹仟肆佰零玖元伍角整"),
        (6_007_14, "人民币陆仟零柒元壹角肆分"),
        (16_409_02, "人民币壹万陆仟肆佰零玖元零贰分"),
        (325_04, "人民币叁佰贰拾伍元零肆分"),
        (2_000_000_00, "人民币贰佰万元整"),
        (100_000_000_00, "人民币壹亿元整"),
        (100_000_001_00, "人民币壹亿零壹元整"),
        (1_000_010_000_00, "人民币壹拾亿零壹万元整"),
    ],
)
def test_amounts_in_capitals(fen: int, words: str) -> None:
    assert capitals(fen) == words


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_what_has_no_capitals_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="12 digits"):
        capitals(fen)


@given(st.integers(min_value=0, max_value=10**14 - 1))
def test_capitals_read_back_give_the_amount(fen: int) -> None:
    assert _read(capitals(fen)) == fen


def _read(text: str) -> int:
    """The amount of 分 by place value: an independent reading, noughts carry nothing."""
    text = text.removeprefix("人民币").removesuffix("整")
    yuan_text, _yuan, rest = text.rpartition("元")
    yuan = group = digit = 0
    for word in yuan_text:
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in "拾佰仟":
            group, digit = group + digit * {"拾": 10, "佰": 100, "仟": 1000}[word], 0
        elif word == "万":
            yuan, group, digit = yuan + (group + digit) * 10_000, 0, 0
        else:
            yuan, group, digit = (yuan + group + digit) * 100_000_000, 0, 0
    found = (yuan + group + digit) * 100
    digit = 0
    for word in rest:
        if word in DIGITS:
            digit = DIGITS[word]
        else:
            found, digit = found + digit * (10 if word == "角" else 1), 0
    return found
