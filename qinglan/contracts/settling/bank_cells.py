"""From the cells of a row of a bank statement to what they say, before anybody asks which way the money went."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext_noop as _

from qinglan.contracts.settling.bank_columns import Columns
from qinglan.kernel.sheets.cells import day_in, fen_in, has_lost_digits, text_of
from qinglan.kernel.sheets.complaint import Complaint
from qinglan.kernel.sheets.table import EMPTY, Cell, Line

INTO = "in"
OUT = "out"
DIRECTIONS = {
    **dict.fromkeys(
        ("贷", "贷方", "贷记", "收", "收入", "收款", "转入", "存入", "入账", "进账", "进", "来账", "c", "cr", "credit", "in", "+"), INTO
    ),
    **dict.fromkeys(
        ("借", "借方", "借记", "支", "支出", "支取", "付", "付款", "转出", "出账", "出", "往账", "d", "dr", "debit", "out", "-"), OUT
    ),
}  # fmt: skip
_YUAN = frozenset({"", "人民币", "人民币元", "cny", "rmb", "156", "01", "001", "1", "¥", "元"})
_CLOCK = re.compile(r"(\d{1,2})[:.时](\d{2})(?:[:.分](\d{2}))?")
_WRITTEN_UNIT = re.compile(r"[万亿]")
_NOTHING = ("-", "--", "—", "/")
MONEY = ("into", "out", "amount")


Value = TypeVar("Value")


class Bad(Exception):
    """A cell can't be what its column says: its key, and why."""

    def __init__(self, key: str, text: str, **values: str) -> None:
        super().__init__(text)
        self.key = key
        self.complaint = Complaint(text, values)


@dataclass(frozen=True)
class Said:
    """What a row says: amounts in 分 as they are written (0 for none), the direction where a cell names it."""

    row: int
    day: date
    clock: str
    into: int
    out: int
    amount: int
    told: str | None
    balance: int | None
    number: str
    names: Mapping[str, str]
    text: str

    @property
    def identity(self) -> str:
        """All that tells this row from others, alike in every kind of file; the balance tells two equal payments apart."""
        moved = (self.into, self.out, self.amount, self.told, self.balance)
        return "|".join([self.day.isoformat(), self.clock, *map(str, moved), *self.names.values(), self.text])


def cell_of(line: Line, columns: Columns, key: str) -> Cell:
    """The cell of `key`; of columns that mean the same the first that holds something."""
    if key not in columns.places:
        return EMPTY
    places = (columns.places[key], *columns.further.get(key, ()))
    return next((line.cell(one) for one in places if not line.cell(one).is_empty), line.cell(places[0]))


def day_cell_of(line: Line, columns: Columns) -> Cell:
    """The cell that holds the day: beside 交易日, some banks call a bare time of day 交易时间."""
    places = (columns.places["day"], *columns.further.get("day", ()))
    cells = [line.cell(one) for one in places]
    return next((one for one in cells if day_in(one) is not None), cell_of(line, columns, "day"))


def said_by(line: Line, columns: Columns) -> tuple[Said | None, list[Bad]]:
    """What the row says, and every cell of it that can't be read; with one of these it says nothing."""
    faults: list[Bad] = []

    def tried(read: Callable[[], Value], otherwise: Value) -> Value:
        try:
            return read()
        except Bad as bad:
            faults.append(bad)
            return otherwise

    day = tried(lambda: _day(line, columns), date.min)
    into, out, amount = (tried(partial(money, line, columns, key), 0) for key in MONEY)
    if into and out:
        faults.append(Bad("into", _("Both in and out hold an amount. A row moves money one way.")))
    told = tried(lambda: _told(line, columns), None)
    number = tried(lambda: _number(line, columns), "")
    tried(lambda: _check_currency(line, columns), None)
    if faults:
        return None, faults
    names = {
        key: _known_digits(cell_of(line, columns, key))
        for key in ("party", "account", "payer", "payer_account", "payee", "payee_account")
    }
    text = " ".join(filter(None, (words(line.cell(place)) for place in columns.texts)))
    said = Said(
        line.number, day, _clock(day_cell_of(line, columns)), into, out, amount, told,
        fen_in(cell_of(line, columns, "balance"), columns.unit), number, names, text,
    )  # fmt: skip
    return said, []


def _day(line: Line, columns: Columns) -> date:
    cell = day_cell_of(line, columns)
    day = day_in(cell)
    if day is not None:
        return day
    if not words(cell):
        raise Bad("day", _("Holds no day."))
    raise Bad("day", _("“{value}” is no day. Write it as 2026-11-21."), value=words(cell)[:40])


def _check_currency(line: Line, columns: Columns) -> None:
    cell = cell_of(line, columns, "currency")
    if _folded(cell) not in _YUAN:
        text = _("“{value}” is not yuan. Only movements in yuan are taken.")
        raise Bad("currency", text, value=words(cell)[:20])


def money(line: Line, columns: Columns, key: str) -> int:
    """The amount in 分, signed; 0 where the cell is empty. Raises Bad."""
    cell = cell_of(line, columns, key)
    if cell.formula and cell.value is None:
        raise Bad(
            key, _("Holds a formula without a computed value. Open the file in a spreadsheet and save it.")
        )
    if not words(cell):
        return 0
    fen = None if _WRITTEN_UNIT.search(words(cell)) else fen_in(cell, columns.unit)
    if fen is None:
        raise Bad(key, _("“{value}” is no amount in yuan, exact to the cent."), value=str(cell.value)[:40])
    return fen


def words(cell: Cell) -> str:
    """The text of a cell; "" for what banks write where nothing stands."""
    if cell.is_empty or cell.value is None:
        return ""
    text = " ".join(text_of(cell).strip("\t'`").split())
    return "" if text in _NOTHING else text


def _known_digits(cell: Cell) -> str:
    """The text of a cell; "" for an account that a spreadsheet rounded: wrong digits are worse than none."""
    return "" if has_lost_digits(cell) else words(cell)


def _folded(cell: Cell) -> str:
    text = unicodedata.normalize("NFKC", words(cell)).lower()
    return re.sub(r"\(.*?\)|\s|\[.*?\]", "", text)


def _told(line: Line, columns: Columns) -> str | None:
    """The direction that a cell names. Raises Bad for a word that names none."""
    cell = cell_of(line, columns, "direction")
    text = _folded(cell)
    if "direction" not in columns.places or {"into", "out"} & set(columns.places):
        return DIRECTIONS.get(_folded(cell_of(line, columns, "kind")))
    if text not in DIRECTIONS:
        if str(cell.value or "").strip() in ("+", "-"):
            return DIRECTIONS[str(cell.value).strip()]
        raise Bad(
            "direction",
            _("“{value}” says neither in nor out. Write 收 or 支, or delete the row if no money moved."),
            value=words(cell)[:20],
        )
    return DIRECTIONS[text]


LONGEST_NUMBER = 71
"""Characters of a bank's number: 80 are kept, of which nine tell its rows apart (`bank_reading`)."""


def _number(line: Line, columns: Columns) -> str:
    """The bank's number; "" where it gives none, or only noughts."""
    cell = cell_of(line, columns, "number")
    if has_lost_digits(cell):
        raise Bad(
            "number",
            _(
                "Is stored as a number and has lost digits. Download the file again and don't save it in between."
            ),
        )
    number = re.sub(r"\s", "", words(cell))
    if len(number) > LONGEST_NUMBER:
        raise Bad("number", _("Is longer than any number of a bank. Is it the right column?"))
    return number if number.strip("0") else ""


def _clock(cell: Cell) -> str:
    if isinstance(cell.value, datetime):
        found = cell.value.strftime("%H%M%S")
    else:
        text = unicodedata.normalize("NFKC", words(cell))
        match = _CLOCK.search(text.split(" ", 1)[-1]) if " " in text or "T" in text else None
        found = "".join(f"{int(part or 0):02}" for part in match.groups()) if match else ""
    return "" if found == "000000" else found
