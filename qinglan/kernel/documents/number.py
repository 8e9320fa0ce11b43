"""发文字号, the number of an official paper: mark of the issuer, year in 〔〕, serial number.

Source: GB/T 9704-2012, 7.2.5: the year in full in hexagonal brackets; no 第 before the serial
number and no leading zeros.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible

_BRACKETS = str.maketrans(dict.fromkeys("[({【〈《«﹝「", "〔") | dict.fromkeys("])}】〉》»﹞」", "〕"))
_FORM = re.compile(r"(?P<mark>[\u3400-\u9fff]{1,20})〔(?P<year>\d+)〕(?P<serial>\d+)号?")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100


@dataclass(frozen=True)
class Number:
    """A document number in its parts."""

    mark: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.mark}〔{self.year}〕{self.serial}号"


def parse(text: str) -> Number:
    """The number that `text` writes, with whatever brackets and blanks; raises Impossible.

    >>> str(parse("渝科局发[2021] 43 号"))
    '渝科局发〔2021〕43号'
    """
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    plain = "".join(plain.split()).replace("第", "")
    match = _FORM.fullmatch(plain)
    if match is None:
        raise Impossible(
            _(
                "“%(text)s” is no document number. Write it like 渝科局发〔2021〕43号: mark, year in brackets, serial number."
            )
            % {"text": text.strip()[:60]},
            field="number",
        )
    year, serial = int(match["year"]), int(match["serial"][:9])
    if not (len(match["year"]) == 4 and _FIRST_YEAR <= year <= _LAST_YEAR):
        raise Impossible(
            _("The year in “%(text)s” is not written with four digits, or lies too far off.")
            % {"text": text.strip()[:60]},
            field="number",
        )
    if not serial or len(match["serial"]) > 5:
        raise Impossible(_("The serial number must lie between 1 and 99,999."), field="number")
    return Number(match["mark"], year, serial)
