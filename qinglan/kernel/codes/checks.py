"""Does a text hold a number of this kind? Pure functions for the gate before publication and for forms.

Each takes the candidate alone (not the sentence around it), written full-width, with blanks or with
hyphens as people write it, and answers yes or no; none raises.
"""

import re
import unicodedata
from datetime import date

from qinglan.kernel.codes import patents, uscc

_ID_FORM = re.compile(r"[1-9]\d{5}(?P<born>(?:18|19|20)\d{6})\d{3}[0-9X]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
MAINLAND_MOBILE = "1[3-9][0-9]{9}"
"""The digits of a mobile number of the mainland, as a regular expression that databases read too."""
_MOBILE_FORM = re.compile(rf"(?:(?:\+|00)?86)?{MAINLAND_MOBILE}")
_CARD_FORM = re.compile(r"[3-69]\d{12,18}")
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)


def plain(text: str) -> str:
    """`text` in half-width capitals without blanks and hyphens.

    >>> plain("１３８-0013 8000")
    '13800138000'
    """
    half = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in half if not c.isspace() and c not in "-‐–—−")


def resident_id_check(first17: str) -> str:
    """The check character of a resident identity number (GB 11643-1999, ISO 7064 mod 11-2).

    >>> resident_id_check("11010519491231002")
    'X'
    """
    return _ID_CHECKS[sum(int(d) * w for d, w in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def is_resident_id(text: str) -> bool:
    """公民身份号码 of 18 characters: province, possible date of birth, check character."""
    number = plain(text)
    match = _ID_FORM.fullmatch(number)
    if match is None or number[:2] not in _PROVINCES or not _is_day(match["born"]):
        return False
    return resident_id_check(number[:17]) == number[17]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_mobile(text: str) -> bool:
    """A mobile number of mainland China, 11 digits from 13 to 19, with or without the country code."""
    return _MOBILE_FORM.fullmatch(plain(text)) is not None


def luhn(digits: str) -> bool:
    """Whether the last of `digits` is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_bank_card(text: str) -> bool:
    """A bank card number: 13 to 19 digits of a card industry, with Luhn's check digit, not one digit repeated."""
    number = plain(text)
    if _CARD_FORM.fullmatch(number) is None or len(set(number)) == 1:
        return False
    return number.isascii() and luhn(number)


def is_uscc(text: str) -> bool:
    """统一社会信用代码 with its check character (GB 32100-2015)."""
    try:
        uscc.validated(text)
    except uscc.BadCode:
        return False
    return True


def is_patent_number(text: str) -> bool:
    """A Chinese patent or application number, its check digit written and right."""
    try:
        number = patents.validated(text)
    except patents.BadPatentNumber:
        return False
    return number.check_was_given
