"""A list of organisation codes, pasted or in a spreadsheet: one line for each, with what is wrong with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum.cn import uscc as algorithm
from stdnum.exceptions import ValidationError

from qinglan.kernel.codes import uscc
from qinglan.kernel.sheets.cells import text_of
from qinglan.kernel.sheets.grid import read_grid
from qinglan.parties.organisation_codes import is_local

LEAST, LONGEST = 8, 24
"""Characters of a text that is taken for a code, right or wrong."""
_SPLIT = re.compile(r"[\t,，;；、|]+")
_DIGITS = re.compile(r"[0-9A-Z]+")


@dataclass(frozen=True)
class Line:
    """One code of a list. `row` is where it stood; `fault` is "" for a code that can be asked for.

    `expected` is the check character that the other seventeen call for.
    """

    row: int
    written: str
    code: str
    fault: str = ""
    expected: str = ""
    first_row: int = 0

    @property
    def says(self) -> str:
        """What is wrong, in the reader's language; "" where nothing is."""
        if not self.fault:
            return ""
        values = {"n": len(self.code), "last": self.code[-1:], "right": self.expected, "row": self.first_row}
        return {
            "length": _("A unified social credit code has 18 characters; this one has %(n)s."),
            "characters": _("A unified social credit code holds digits and capitals without I, O, S, V, Z."),
            "check_character": _(
                "Wrong check character: it ends in %(last)s; if the others are right, it must end in %(right)s. One of the 18 is mistyped."
            ),
            "none": _("There is no code in this line."),
            "twice": _("The same as in line %(row)s."),
        }[self.fault] % values


def from_text(text: str, *, most: int) -> list[Line]:
    """The codes of a pasted text, at most `most` + 1 of them: a line may hold a name beside its code."""
    return _lines(enumerate(text.splitlines(), 1), most)


def from_file(name: str, content: bytes, *, most: int) -> list[Line]:
    """The codes of the first sheet of an xlsx or csv file. Raises Unreadable."""
    rows = read_grid(name, content, most_rows=most + 50)
    return _lines(((row.number, "\t".join(text_of(cell) for cell in row.cells)) for row in rows), most)


def _lines(rows: Iterable[tuple[int, str]], most: int) -> list[Line]:
    found: list[Line] = []
    seen: dict[str, int] = {}
    for row, text in rows:
        if not text.strip():
            continue
        tokens = _tokens(text)
        if not tokens and not found:
            continue  # a heading
        found.extend(_line(row, token or text.strip()[:80], token, seen) for token in tokens or [""])
        if len(found) > most:
            break
    return found


def _line(row: int, written: str, token: str, seen: dict[str, int]) -> Line:
    if not token:
        return Line(row, written, "", "none")
    code = token if is_local(token) else uscc.normalised(token)
    if code in seen:
        return Line(row, written, code, "twice", first_row=seen[code])
    seen[code] = row
    if is_local(code):
        return Line(row, written, code)
    try:
        uscc.validated(code)
    except uscc.BadCode as bad:
        return Line(
            row, written, code, bad.reason, _expected(code) if bad.reason == "check_character" else ""
        )
    return Line(row, written, code)


def _tokens(text: str) -> list[str]:
    """What may be codes in a line: whole cells first, since a code may be written with blanks in it."""
    cells = [part for part in _SPLIT.split(text) if part.strip()]
    found = [code for cell in cells if (code := _code(cell))]
    if found:
        return found
    return [code for cell in cells for word in cell.split() if (code := _code(word))]


def _code(text: str) -> str:
    plain = text.strip().upper()
    if is_local(plain):
        return plain
    code = uscc.normalised(text)
    is_one = LEAST <= len(code) <= LONGEST and _DIGITS.fullmatch(code) and any(c.isdigit() for c in code)
    return code if is_one else ""


def _expected(code: str) -> str:
    try:
        return str(algorithm.calc_check_digit(code[:17]))
    except (ValidationError, ValueError):
        return ""
