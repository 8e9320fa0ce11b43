"""Read a bank statement: what came in and went out, in 分, by day, with the bank's own number.

Pure: takes bytes, asks no database. Both xlsx and csv (UTF-8 or GB 18030), as the house reads all
spreadsheets (`qinglan.kernel.sheets.grid`: limits, archive bombs, formulas).
"""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop as _

from qinglan.contracts.settling.bank_columns import Columns, find_columns
from qinglan.kernel.sheets.cells import text_of
from qinglan.kernel.sheets.complaint import Complaint, Finding, Unreadable
from qinglan.kernel.sheets.grid import Cell, Line, read_grid
from qinglan.kernel.sheets.words import Words

MOST_ROWS = 20_000
FURTHER_ROWS = 40
"""Rows beside the movements: account, period, heading, totals."""
MOST_FEN = 10**17
INTO = "in"
OUT = "out"
_TOTAL = re.compile(
    r"(合|总|小|累)\s*计.*|期初.*|期末.*|承前.*|过次.*|total.*|打印.*|以下空白.*", re.IGNORECASE
)
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?!\d)|(\d{4})(\d{2})(\d{2})(?!\d)")
_DIRECTIONS = {
    **dict.fromkeys(("贷", "贷方", "收", "收入", "转入", "来账", "c", "cr", "credit", "in", "+"), INTO),
    **dict.fromkeys(("借", "借方", "支", "支出", "转出", "往账", "付", "d", "dr", "debit", "out", "-"), OUT),
}


@dataclass(frozen=True)
class BankRow:
    """A movement on the account: its row in the file, the bank's number, day, direction, `amount` in 分 (above nought).

    Where the bank gives no number, `number` is made of what the row says (`is_derived`), so that the same row
    of a later, overlapping statement is recognised.
    """

    row: int
    number: str
    is_derived: bool
    day: date
    direction: str
    amount: int
    party: str
    account: str
    text: str


@dataclass
class BankReading:
    """What was read, what is wrong, what was passed over (row, first words), headings that mean nothing here."""

    rows: list[BankRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()

    @property
    def received(self) -> int:
        """What came in, in 分."""
        return sum(row.amount for row in self.rows if row.direction == INTO)

    @property
    def paid(self) -> int:
        """What went out, in 分."""
        return sum(row.amount for row in self.rows if row.direction == OUT)


class _Bad(Exception):
    def __init__(self, key: str, text: str, **values: str) -> None:
        super().__init__(text)
        self.key = key
        self.complaint = Complaint(text, values)


def read_statement(name: str, content: bytes) -> BankReading:
    """Read the file called `name`. One fault keeps no row from being read, but the caller takes all or nothing."""
    reading = BankReading()
    try:
        lines = read_grid(name, content, most_rows=MOST_ROWS + FURTHER_ROWS)
    except Unreadable as error:
        reading.findings.append(Finding(0, "", Words("", ""), error.complaint))
        return reading
    columns = find_columns(lines)
    if columns is None:
        reading.findings.append(Finding(0, "", Words("", ""), Complaint(_NO_HEADING)))
        return reading
    reading.unknown = columns.unknown
    seen: Counter[str] = Counter()
    for line in lines:
        if line.number > columns.row:
            _take(line, columns, seen, reading)
    _refuse_twice(reading)
    if not reading.rows and not reading.findings:
        reading.findings.append(
            Finding(0, "", Words("", ""), Complaint(_("There is no movement below the heading.")))
        )
    return reading


_NO_HEADING = _(
    "The heading was not found. A statement has a column for the day (交易日期) and one for the amount (贷方发生额, 收入 or 交易金额). Download it from the bank again as xlsx or csv."
)


def _take(line: Line, columns: Columns, seen: Counter[str], reading: BankReading) -> None:
    first = text_of(line.cell(line.filled[0]))
    if _TOTAL.fullmatch(first):
        reading.skipped.append((line.number, first[:60]))
        return
    try:
        reading.rows.append(_row(line, columns, seen))
    except _Bad as bad:
        place = columns.places.get(bad.key)
        heading = Words("", "") if place is None else _TITLES[bad.key]
        letter = "" if place is None else chr(ord("A") + place) if place < 26 else ""
        reading.findings.append(Finding(line.number, letter, heading, bad.complaint))


_TITLES = {
    "day": Words("日期", "day"), "into": Words("收入", "in"), "out": Words("支出", "out"),
    "amount": Words("金额", "amount"), "direction": Words("借贷标志", "direction"),
}  # fmt: skip


def _row(line: Line, columns: Columns, seen: Counter[str]) -> BankRow:
    cells = {key: line.cell(place) for key, place in columns.places.items()}
    day = _day(cells["day"])
    direction, amount = _moved(cells)
    party, account = _text(cells.get("party")), re.sub(r"\s", "", _text(cells.get("account")))
    text = " ".join(filter(None, (_text(line.cell(place)) for place in columns.texts)))
    number = re.sub(r"\s", "", _text(cells.get("number")))
    derived = not number
    if derived:
        number = _derived(cells, day, direction, amount, party, account, text, seen)
    return BankRow(
        line.number, number[:80], derived, day, direction, amount, party[:120], account[:40], text[:300]
    )


def _derived(cells: dict[str, Cell], *said: Any) -> str:
    """A number made of what the row says; the balance after it tells two equal payments of a day apart."""
    *what, seen = said
    balance = _text(cells.get("balance"))
    whole = "|".join([*map(str, what), _text(cells["day"]), balance])
    seen[whole] += 1
    digest = hashlib.sha256(f"{whole}|{seen[whole]}".encode()).hexdigest()
    return f"auto-{digest[:24]}"


def _moved(cells: dict[str, Cell]) -> tuple[str, int]:
    """Direction and amount. A negative amount in a column of its own direction is a correction the other way."""
    both = {key: _money(key, cells[key]) for key in ("into", "out") if key in cells}
    told = {key: amount for key, amount in both.items() if amount}
    if len(told) > 1:
        raise _Bad("into", _("Both in and out hold an amount. A row moves money one way."))
    if told:
        key, amount = next(iter(told.items()))
        ways = {"into": (INTO, OUT), "out": (OUT, INTO)}[key]
        return ways[amount < 0], abs(amount)
    if "amount" not in cells:
        raise _Bad("into", _("Holds no amount."))
    amount = _money("amount", cells["amount"])
    if not amount:
        raise _Bad("amount", _("Holds no amount."))
    way = _direction(cells.get("direction"))
    if way is None:
        return (INTO if amount > 0 else OUT), abs(amount)
    if way == INTO and amount < 0:
        raise _Bad(
            "amount", _("Is below nought, but the row says that money came in. Ask the bank what it means.")
        )
    return way, abs(amount)  # A bank that writes “借” beside −2,000.00 says the same thing twice.


def _direction(cell: Cell | None) -> str | None:
    if cell is None:
        return None
    text = "".join(unicodedata.normalize("NFKC", _text(cell)).lower().split()).strip("()")
    if text not in _DIRECTIONS:
        raise _Bad("direction", _("“{value}” says neither in nor out."), value=text[:20])
    return _DIRECTIONS[text]


def _text(cell: Cell | None) -> str:
    if cell is None or cell.is_empty or cell.value is None:
        return ""
    text = " ".join(text_of(cell).strip("\t'`").split())
    return "" if text in ("-", "--", "—", "/") else text


def _day(cell: Cell) -> date:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    written = unicodedata.normalize("NFKC", _text(cell))
    match = _DAY.match("".join(written.split(" ")[:1]))
    try:
        if match is None:
            raise ValueError(written)
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        raise _Bad("day", _("“{value}” is no day. Write it as 2026-11-21."), value=written[:40]) from None


def _money(key: str, cell: Cell) -> int:
    """The amount in 分, signed; 0 where the cell is empty."""
    if cell.formula and cell.value is None:
        raise _Bad(
            key, _("Holds a formula without a computed value. Open the file in a spreadsheet and save it.")
        )
    if cell.is_empty or cell.value is None:
        return 0
    try:
        if isinstance(cell.value, bool):
            raise InvalidOperation
        if isinstance(cell.value, int | float):
            amount = Decimal(f"{cell.value:.15g}")
        else:
            written = unicodedata.normalize("NFKC", _text(cell)) or "0"
            amount = Decimal(re.sub(r"[,\s¥￥元]|CNY|RMB|人民币", "", written))
        fen = amount * 100
        if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > MOST_FEN:
            raise InvalidOperation
    except InvalidOperation:
        raise _Bad(
            key, _("“{value}” is no amount in yuan, exact to the cent."), value=str(cell.value)[:40]
        ) from None
    return int(fen)


def _refuse_twice(reading: BankReading) -> None:
    """A bank's number stands once for each direction: twice is a copied row."""
    first: dict[tuple[str, str], int] = {}
    kept: list[BankRow] = []
    for row in reading.rows:
        key = (row.direction, row.number)
        if key in first:
            text = _("The number {value} stands already in row {row}.")
            values = {"value": row.number, "row": str(first[key])}
            reading.findings.append(Finding(row.row, "", Words("", ""), Complaint(text, values)))
        else:
            first[key] = row.row
            kept.append(row)
    reading.rows = kept


def period(rows: Sequence[BankRow]) -> tuple[date, date]:
    """The first and the last day of the rows, of which there is at least one."""
    days = [row.day for row in rows]
    return min(days), max(days)
