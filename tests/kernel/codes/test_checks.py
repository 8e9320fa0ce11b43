"""Identity, telephone, card, credit code and patent numbers: right ones, and each way to be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.codes import checks

RIGHT = {
    checks.is_resident_id: ["11010519491231002X", "１１０１０５19491231002x", "440524188001010014"],
    checks.is_mobile: ["13800138000", "+86 138 0013 8000", "0086-199-0000-0000", "１３８００１３８０００"],
    checks.is_bank_card: ["4111111111111111", "6222 0212 3456 7890 128"],
    checks.is_uscc: ["91500117DEM000014Y", "９１５００117 dem0-00014y"],
    checks.is_patent_number: [
        "ZL200410018477.9",
        "CN 2004100184779",
        "2004 1 0018477.9",
        "专利号：ＺＬ２００４１００１８４７７．９",
    ],
}
WRONG = {
    checks.is_resident_id: [
        "110105194912310021",  # check character
        "110105194913310020",  # month 13
        "10010519491231002X",  # no such province
        "11010519491231002",
        "",
        "１一010519491231002X",
    ],
    checks.is_mobile: ["12800138000", "1380013800", "138001380000", "023-63111111", "٣8001380000"],
    checks.is_bank_card: [
        "4111111111111112",
        "0000000000000000",
        "4444444444444444",
        "411111111111",
        "2026112200000000000",
    ],
    checks.is_uscc: ["91500117DEM000014Z", "91500117DEM00001", "91500117DEM0000I4Y", ""],
    checks.is_patent_number: [
        "ZL200410018477.8",
        "200410018477",
        "ZL200410018477",
        "ZL210110018477.9",
        "200450018477.9",
        "ZL",
    ],
}


@pytest.mark.parametrize(("check", "text"), [(check, text) for check in RIGHT for text in RIGHT[check]])
def test_right_numbers_are_known(check, text):
    assert check(text) is True


@pytest.mark.parametrize(("check", "text"), [(check, text) for check in WRONG for text in WRONG[check]])
def test_wrong_numbers_are_refused(check, text):
    assert check(text) is False


@given(st.text(max_size=40))
def test_no_text_raises(text):
    answers = [check(text) for check in RIGHT]
    assert all(isinstance(answer, bool) for answer in answers)


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_of_an_identity_number_is_found(place, step):
    right = "11010519491231002X"
    changed = right[:place] + str((int(right[place]) + step) % 10) + right[place + 1 :]
    assert checks.is_resident_id(changed) is False


@given(st.from_regex(r"[3-6][0-9]{14}", fullmatch=True).filter(lambda digits: len(set(digits)) > 1))
def test_every_card_number_has_one_check_digit(digits):
    assert sum(checks.luhn(digits + str(last)) for last in range(10)) == 1
