"""Chinese patent and application numbers with their check digit (ZC 0006-2003, 专利申请号标准)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

PatentKind = Literal["invention", "utility_model", "design"]

KINDS: dict[str, PatentKind] = {
    "1": "invention",
    "2": "utility_model",
    "3": "design",
    "8": "invention",  # an international (PCT) application for an invention in the national phase
    "9": "utility_model",  # the same for a utility model
}
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_FORM = re.compile(
    r"(?P<prefix>ZL|CN)?(?P<serial>(?P<year>\d{4})(?P<kind>[12389])\d{7}|(?P<short>\d{2})(?P<old>[12389])\d{5})"
    r"(?:\.?(?P<check>[0-9X]))?"
)
_FIRST_YEAR = 1985
_FIRST_LONG_YEAR = 2003


class BadPatentNumber(ValueError):
    """The text is no patent number. `reason` is ``form``, ``year`` or ``check_digit``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class PatentNumber:
    """One application number; the number of the granted patent is the same with ``ZL`` before it.

    `serial` holds 12 digits (year of 4 digits, since October 2003) or 8 (year of 2 digits before).
    """

    serial: str
    check: str
    year: int
    kind: PatentKind
    by_treaty: bool
    granted: bool
    check_was_given: bool = True

    def __str__(self) -> str:
        return f"{'ZL' if self.granted else 'CN'}{self.serial}.{self.check}"


def normalised(text: str) -> str:
    """`text` in half-width capitals, without blanks, hyphens, 专利号 and colons; checks nothing.

    >>> normalised("专利号：ＺＬ 2004 1 0018477．9")
    'ZL200410018477.9'
    """
    plain = unicodedata.normalize("NFKC", text).upper().replace("。", ".").replace("·", ".")
    plain = re.sub(r"^\W*(专利申请号|申请号|专利号)", "", plain)
    return "".join(c for c in plain if not c.isspace() and c not in "-‐–—−:")


def check_digit(serial: str) -> str:
    """The check digit of the 8 or 12 digits of `serial`: weights 2–9 and again from 2, modulo 11, 10 is X.

    >>> check_digit("200410018477")
    '9'
    """
    rest = sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def validated(text: str) -> PatentNumber:
    """The number that `text` holds; a check digit that is left out is supplied.

    Raises BadPatentNumber. A number without prefix needs its check digit, else any 12 digits would do.
    """
    match = _FORM.fullmatch(normalised(text))
    if match is None or (match["prefix"] is None and match["check"] is None):
        raise BadPatentNumber("form")
    serial, kind = match["serial"], match["kind"] or match["old"]
    year = int(match["year"]) if match["year"] else 1900 + int(match["short"]) % 100
    if match["short"] and year < _FIRST_YEAR:
        year += 100
    latest, earliest = (_FIRST_LONG_YEAR, _FIRST_YEAR) if match["short"] else (2100, _FIRST_LONG_YEAR)
    if not earliest <= year <= latest:
        raise BadPatentNumber("year")
    check = check_digit(serial)
    if match["check"] not in (None, check):
        raise BadPatentNumber("check_digit")
    return PatentNumber(
        serial, check, year, KINDS[kind], kind in "89", match["prefix"] == "ZL", match["check"] is not None
    )
