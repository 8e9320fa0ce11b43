"""What office programs leave in a pasted text, taken out: pure functions, no field and no message.

Full-width digits and signs, blanks that do not look like blanks, soft returns, bullets of Word and
cells of a spreadsheet (split by tabs) come with every copy; none of them is what somebody means.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BULLET = re.compile(
    r"^[ ]*(?:[\u2022\u2023\u2043\u2219\u25aa\u25cf\u25cb\u25a0\u25a1\u25c6\u27a2\uf06c\uf06e\uf075\uf0a7\uf0b7\uf0d8]|o(?=\t))[ \t]*",
    re.MULTILINE,
)
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+)(?:\.\d+)?|[+-]?\.\d+")
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})(?:日|号)?|(\d{4})(\d{2})(\d{2})")
_CLOCK = (
    r"[ T-]?(?:[上下]午|凌晨|[AP]M)? ?\d{1,2}(?:[:.]\d{1,2}){1,2}(?:\.\d{1,9})?(?: ?[AP]M)?(?: ?Z| ?[+-]\d{2}:?\d{2})?"
    r"|[ T-]?\d{1,2}[时点]\d{1,2}(?:分(?:\d{1,2}秒?)?)?|[ T]?\d{6}(?:\d{3})?"
)
_WHEN = re.compile(
    rf"(?:{_DAY.pattern})(?: ?\(?(?:星期|周)[一二三四五六日天]\)?)?(?:{_CLOCK})?", re.IGNORECASE
)
"""A day, with the time of it that a bank or a spreadsheet adds."""
_AROUND = re.compile(r" ?([年月日号时点分秒./]) ?")
_CURRENCY = re.compile(r"([+-]?) ?(?:¥|CNY|RMB|人民币) ?", re.IGNORECASE)
_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-", "，": ",", "。": ".", "．": ".", "、": ","})
UNITS = {"亿元": 10**8, "亿": 10**8, "万元": 10**4, "万": 10**4, "元": 1, "圆": 1}
"""Ways to end an amount of money, with the number of yuan."""
LONGEST_NUMBER = 25


def text(raw: str) -> str:
    """Several lines as typed: other line ends become ours, bullets a hyphen, odd blanks plain ones."""
    clean = _INVISIBLE.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", raw)))
    clean = _BULLET.sub("- ", clean)
    return "\n".join(_BLANKS.sub(" ", one).rstrip() for one in clean.split("\n")).strip()


def line(raw: str) -> str:
    """One line: line ends and tabs are blanks, a bullet in front goes."""
    return " ".join(text(raw).removeprefix("- ").split())


def _narrow(raw: str) -> str:
    """Half-width digits, letters and signs; one kind of blank, and none around."""
    if raw.isascii() and raw.isprintable():  # what most cells of a long sheet are
        return " ".join(raw.strip().removeprefix("- ").split())
    wide = unicodedata.normalize("NFKC", line(raw))
    return " ".join(wide.translate(_SIGNS).split())


def number(raw: str) -> Decimal | None:
    """The number in `raw`, exactly; None where it is none, or could be read in two ways.

    Separators must stand before groups of three digits: “1,5” is one and a half to some.
    """
    found = _narrow(raw)
    if len(found) > LONGEST_NUMBER or not _NUMBER.fullmatch(found):
        return None
    return Decimal(found.replace(",", "").replace(" ", ""))


def money(raw: str, yuan: int) -> Decimal | None:
    """The amount in yuan: `yuan` is what 1 means where no unit is written (万元: 10,000).

    A written unit, “126万元”, is taken at its word; ¥ and CNY in front are understood, as are the ways of
    bookkeepers to say less than nought: “(1,200.00)” and “1,200.00-”.
    """
    found, sign = _signed(_narrow(raw))
    found = _CURRENCY.sub(r"\1", found, count=1) if _CURRENCY.match(found) else found
    if sign < 0 and found[:1] in "+-":
        return None
    found = found.removesuffix("整")
    for unit, worth in UNITS.items():
        if found.endswith(unit):
            found, yuan = found.removesuffix(unit).strip(), worth
            break
    amount = number(found)
    return None if amount is None else sign * amount * yuan


def _signed(found: str) -> tuple[str, int]:
    """What stands in brackets or before a hyphen, and -1; else the text and 1."""
    if found.startswith("(") and found.endswith(")"):
        return found[1:-1].strip(), -1
    return (found[:-1].strip(), -1) if found[-1:] == "-" and len(found) > 1 else (found, 1)


def day(raw: str) -> date | None:
    """The day in `raw`, whatever time of it stands behind; None where it is none."""
    found = _AROUND.sub(r"\1", _narrow(raw))
    match = _WHEN.fullmatch(found) or _WHEN.fullmatch(re.sub(r" ?- ?", "-", found))
    if match is None:
        return None
    year, month, dayno = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, dayno)
    except ValueError:
        return None


def code(raw: str) -> str:
    """A code as it is kept: capitals, no blanks, hyphens as printed."""
    return unicodedata.normalize("NFKC", "".join(_narrow(raw).split())).upper()


def table(raw: str) -> list[list[str]]:
    """Cells pasted from a spreadsheet or a Word table: rows of cells, empty rows left out.

    A cell with a line end of its own stands in quotation marks, as spreadsheets copy it.
    """
    rows: list[list[str]] = []
    cells: list[str] = []
    for one in _cells(_BREAKS.sub("\n", raw)):
        if one == "\n":
            rows.append(cells)
            cells = []
        else:
            cells.append(line(one))
    rows.append(cells)
    return [row for row in rows if any(row)]


def _cells(raw: str) -> list[str]:
    """The cells of all rows, a line end after each row but the last."""
    found: list[str] = []
    for match in re.finditer(r'(?:"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*))(\t|\n|\Z)', raw):
        quoted, plain, end = match.groups()
        if match.start() == len(raw) and not raw.endswith("\t"):
            break
        found.append(quoted.replace('""', '"') if quoted is not None else (plain or ""))
        if end == "\n":
            found.append("\n")
    return found
