"""From what stands in a cell to a typed value, or a complaint."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from qinglan.kernel.codes.checks import is_mobile
from qinglan.kernel.codes.checks import plain as plain_number
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Column
from qinglan.kernel.sheets.grid import Cell
from qinglan.kernel.sheets.words import Words

FEN = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number."""
MOST_FEN = 10**17
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－，　", "0123456789.-, ")


class Bad(Exception):
    """The cell can't be what its column asks for."""

    def __init__(self, text: str, **values: str | Words) -> None:
        super().__init__(text)
        self.complaint = Complaint(text, values)


def value_of(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> Any:
    """The value of `cell`; None (or "" for texts) where it is empty. Raises Bad.

    `choices` are the column's, each way of writing one to its value; `unit` is that of the heading.
    """
    if cell.formula:
        _check_formula(column, cell)
    if cell.is_empty or cell.value is None:
        if column.required:
            raise Bad(_("Is empty, but has to be filled in."))
        return None if column.kind in ("date", "money") else ""
    if (
        isinstance(cell.value, str)
        and cell.value.strip().startswith("#")
        and cell.value.strip().endswith(("!", "?", "N/A"))
    ):
        raise Bad(_("Holds the error {value}. Correct the formula and save again."), value=cell.value.strip())
    value = _READ[column.kind](column, cell, unit, choices)
    complaint = column.check(value) if column.check is not None else None
    if complaint is not None:
        bad = Bad(complaint.text)
        bad.complaint = complaint
        raise bad
    return value


def _check_formula(column: Column, cell: Cell) -> None:
    if column.kind in ("code", "mobile", "choice"):
        raise Bad(_("Holds a formula. Paste the value itself."))
    if cell.value is None:
        raise Bad(_("Holds a formula without a computed value. Open the file in a spreadsheet and save it."))


def text_of(cell: Cell) -> str:
    """What the cell shows, roughly, as one line."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return (
            f"{Decimal(f'{value:.15g}'):f}".rstrip("0").rstrip(".")
            if "." in f"{value:.15g}"
            else f"{value:.0f}"
        )
    return " ".join(str(value).split())


def _text(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> str:
    text = text_of(cell)
    if any(not c.isprintable() for c in text):
        raise Bad(_("Holds characters that can't be printed."))
    if len(text) > column.longest:
        raise Bad(
            _("Has {length} characters; at most {limit} are taken."),
            length=str(len(text)),
            limit=str(column.longest),
        )
    return text


def _code(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> str:
    if isinstance(cell.value, int | float) and abs(cell.value) >= EXACT:
        raise Bad(
            _("Is stored as a number and has lost digits. Format the column as text and type it again.")
        )
    return plain_number(_text(column, cell, unit, choices))


def _mobile(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> str:
    number = plain_number(_text(column, cell, unit, choices))
    if not is_mobile(number):
        raise Bad(_("“{value}” is no mobile number of 11 digits."), value=number[:20])
    return number[-11:]


def _choice(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> str:
    text = text_of(cell)
    try:
        return choices[folded(text)]
    except KeyError:
        every = column.all_choices()
        some = [choice.words for choice in every[:12]]
        more = "…" if len(every) > len(some) else ""
        shown = Words(
            "、".join(words.zh for words in some) + more, ", ".join(words.en for words in some) + more
        )
        raise Bad(_("“{value}” is none of the choices: {choices}"), value=text[:40], choices=shown) from None


def folded(text: str) -> str:
    """How a choice is compared: without blanks, in small letters."""
    return "".join(text.split()).lower()


def _date(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> date:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    text = "".join(text_of(cell).translate(_FULL_WIDTH).split())
    match = _DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        raise Bad(_("“{value}” is no day. Write it as 2026-11-21."), value=text[:40]) from None


def _money(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> int:
    try:
        if isinstance(cell.value, bool):
            raise InvalidOperation
        if isinstance(cell.value, int | float):
            amount = Decimal(f"{cell.value:.15g}")
        else:
            amount = Decimal(text_of(cell).translate(_FULL_WIDTH).replace(",", "").replace(" ", ""))
        fen = amount * FEN[unit]
        if not fen.is_finite() or fen != fen.to_integral_value() or not 0 <= fen <= MOST_FEN:
            raise InvalidOperation
    except InvalidOperation:
        raise Bad(
            _("“{value}” is no amount in {unit}, exact to the cent (分)."),
            value=text_of(cell)[:40],
            unit=unit,
        ) from None
    return int(fen)


_READ = {"text": _text, "code": _code, "mobile": _mobile, "choice": _choice, "date": _date, "money": _money}
