"""From what stands in a cell to a typed value, or a complaint."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop as _

from qinglan.kernel.codes.checks import is_mobile
from qinglan.kernel.codes.checks import plain as plain_number
from qinglan.kernel.sheets.choices import chosen
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.form import Column
from qinglan.kernel.sheets.grid import Cell
from qinglan.kernel.sheets.words import Words
from qinglan.kernel.web import pasted

YUAN = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number."""
MOST_FEN = 10**17
_EPOCH = date(1899, 12, 30)
"""Day nought of a spreadsheet's calendar, which counts a 29 February 1900 that never was."""
SERIALS = (31_000, 66_000)
"""Between them a bare number in a column of days is one of a spreadsheet's calendar: November 1984 to September 2080.

A year with one digit of its month (20261) is none.
"""
_ONLY_TIMES = (date(1900, 1, 1), date(1904, 1, 1))
"""A time of day is kept as a day up to the first of the calendar, or the first of the one that begins in 1904."""
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_POWER = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)


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
    if column.tidy is not None and not isinstance(cell.value, date):
        cell = Cell(column.tidy(text_of(cell)), cell.formula)
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
        digits = f"{Decimal(f'{value:.15g}'):f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
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


def has_lost_digits(cell: Cell) -> bool:
    """Whether a long number went through a spreadsheet as a number: 9.1500117E+17, or more than 15 digits."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return abs(cell.value) >= EXACT
    return isinstance(cell.value, str) and _POWER.fullmatch(cell.value.strip()) is not None


def _code(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> str:
    if has_lost_digits(cell):
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
    found = chosen(column, choices, text)
    if found is not None:
        return found
    every = [choice for choice in column.all_choices() if choice.listed]
    some = [choice.words for choice in every[:12]]
    more = "…" if len(every) > len(some) else ""
    shown = Words("、".join(words.zh for words in some) + more, ", ".join(words.en for words in some) + more)
    raise Bad(_("“{value}” is none of the choices: {choices}"), value=text[:40], choices=shown)


def day_in(cell: Cell) -> date | None:
    """The day that a cell holds, as a day, as a number of a spreadsheet's calendar, or written out; None where none.

    A time of day is none, though spreadsheets keep it as one: 10:20 is 1899-12-31T10:20.
    """
    value = cell.value
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return None if value <= _ONLY_TIMES[0] or value == _ONLY_TIMES[1] else value
    if isinstance(value, bool) or value is None:
        return None
    text = text_of(cell)
    if _SERIAL.fullmatch(text):
        days = int(text.split(".")[0])
        return _EPOCH + timedelta(days=days) if SERIALS[0] <= days < SERIALS[1] else None
    return pasted.day(text)


def fen_in(cell: Cell, unit: str) -> int | None:
    """The amount in 分 that a cell holds, exactly; below nought as it is written. None where it is none."""
    if isinstance(cell.value, bool) or cell.value is None:
        return None
    if isinstance(cell.value, int | float):
        amount: Decimal | None = Decimal(f"{cell.value:.15g}") * YUAN[unit]
    else:
        amount = pasted.money(text_of(cell), YUAN[unit])
    if amount is None or not amount.is_finite():
        return None
    fen = amount * 100
    return int(fen) if fen == fen.to_integral_value() and abs(fen) <= MOST_FEN else None


def _date(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> date:
    found = day_in(cell)
    if found is None:
        raise Bad(_("“{value}” is no day. Write it as 2026-11-21."), value=text_of(cell)[:40])
    return found


def _money(column: Column, cell: Cell, unit: str, choices: Mapping[str, str]) -> int:
    fen = fen_in(cell, unit)
    if fen is None or fen < 0:
        raise Bad(
            _("“{value}” is no amount in {unit}, exact to the cent (分)."),
            value=text_of(cell)[:40],
            unit=unit,
        )
    return fen


_READ = {"text": _text, "code": _code, "mobile": _mobile, "choice": _choice, "date": _date, "money": _money}
