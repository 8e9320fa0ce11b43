"""Read a bank statement: what came in and went out, in 分, by day, with the bank's own number.

Pure: takes bytes, asks no database. Files are read as the house reads all tables
(`qinglan.kernel.sheets.grid`: limits, archive bombs, formulas, encodings).
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop as _
from openpyxl.utils import get_column_letter

from qinglan.contracts.settling.bank_account_said import account_said, other_currency
from qinglan.contracts.settling.bank_cells import (
    INTO,
    MONEY,
    OUT,
    Bad,
    Said,
    cell_of,
    day_cell_of,
    money,
    said_by,
    words,
)
from qinglan.contracts.settling.bank_columns import Columns, find_columns, key_of
from qinglan.contracts.settling.bank_ways import Ways
from qinglan.kernel.sheets.cells import day_in, text_of
from qinglan.kernel.sheets.choosing import the_one
from qinglan.kernel.sheets.complaint import Complaint, Finding, Unreadable
from qinglan.kernel.sheets.grid import read_tables
from qinglan.kernel.sheets.table import Line
from qinglan.kernel.sheets.words import Words

__all__ = ["INTO", "OUT", "BankReading", "BankRow", "period", "read_statement"]

MOST_ROWS = 20_000
FURTHER_ROWS = 400
"""Rows beside the movements: account, period, heading and totals, on every page of a printed statement."""
_TOTAL = re.compile(
    r"[合总小累]\s*计|汇总|总额|总金额|笔数|[期页]初|期末|承前|过次|以下空白|^打印|^共.{0,12}[笔条]|^第.{0,6}页|^#|\btotal\b",
    re.IGNORECASE,
)
"""In a row without a day: sums, balances carried forward, page numbers."""
_ONLY_TOTAL = re.compile(r"(本|当)?[日月页年期次]?(合|总|小|累)\s*计[:：]?", re.IGNORECASE)
_NOT_DONE = re.compile(r"关闭|失败|等待|待|处理中|撤销|未成功")
_NOWHERE = Words("", "")


@dataclass(frozen=True)
class BankRow:
    """A movement on the account: its row in the file, the bank's number, day, direction, `amount` in 分 (above nought).

    Where the bank gives no number, `number` is made of what the row says (`is_derived`), so that the same row
    of a later, overlapping statement is recognised. `also` is what its number would be if an earlier row had
    the bank's.
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
    also: str = field(default="", compare=False)


@dataclass
class BankReading:
    """What was read, what is wrong, what was passed over (row, first words), headings that mean nothing here.

    `own` is the number of the account as the file gives it, perhaps with stars in it; "" where it gives none.
    """

    rows: list[BankRow] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    own: str = ""

    @property
    def received(self) -> int:
        """What came in, in 分."""
        return sum(row.amount for row in self.rows if row.direction == INTO)

    @property
    def paid(self) -> int:
        """What went out, in 分."""
        return sum(row.amount for row in self.rows if row.direction == OUT)

    def refuse(self, complaint: Complaint, row: int = 0) -> None:
        """Add a fault of the file, or of a row."""
        self.findings.append(Finding(row, "", _NOWHERE, complaint))


def read_statement(name: str, content: bytes) -> BankReading:
    """Read the file called `name`. One fault keeps no row from being read, but the caller takes all or nothing."""
    reading = BankReading()
    try:
        tables = read_tables(name, content, most_rows=MOST_ROWS + FURTHER_ROWS)
        found = the_one(tables, find_columns, lambda columns: columns.row)
    except Unreadable as error:
        reading.refuse(error.complaint)
        return reading
    if found is None:
        reading.refuse(Complaint(_NO_HEADING))
        return reading
    lines, columns = found
    reading.unknown = columns.unknown
    above = [line for line in lines if line.number <= columns.row]
    reading.own = account_said(above, lines[len(above) :], columns)
    if foreign := other_currency(above):
        text = _("The statement is in {currency}. Only movements in yuan are taken.")
        reading.refuse(Complaint(text, {"currency": foreign}))
        return reading
    said = [one for line in lines[len(above) :] if (one := _taken(line, columns, reading)) is not None]
    _understand(said, columns, reading)
    if not reading.rows and not reading.findings:
        reading.refuse(Complaint(_("There is no movement below the heading.")))
    reading.findings.sort(key=lambda one: one.row)
    return reading


_NO_HEADING = _(
    "The heading was not found. A statement has a column for the day (交易日期) and one for the amount (贷方发生额, 收入 or 交易金额). Download it from the bank again as xlsx or csv."
)
_TITLES = {
    "day": Words("日期", "day"), "into": Words("收入", "in"), "out": Words("支出", "out"),
    "amount": Words("金额", "amount"), "direction": Words("借贷标志", "direction"), "number": Words("流水号", "number"),
    "currency": Words("币种", "currency"),
}  # fmt: skip


def _taken(line: Line, columns: Columns, reading: BankReading) -> Said | None:
    """What a row says; None for one that moves no money (passed over and named) or has a fault."""
    has_day = day_in(day_cell_of(line, columns)) is not None
    if not has_day and _is_heading(line):
        return None
    if _is_no_movement(line, columns, has_day=has_day):
        reading.skipped.append((line.number, text_of(line.cell(line.filled[0]))[:60]))
        return None
    said, faults = said_by(line, columns)
    for bad in faults:
        _complain(reading, line.number, columns, bad)
    if said is None or said.into or said.out or said.amount:
        return said
    if any(words(cell_of(line, columns, key)) for key in MONEY):  # a bank that shows 0.00: nothing moved
        reading.skipped.append((line.number, text_of(line.cell(line.filled[0]))[:60]))
    else:
        key = "into" if "amount" not in columns.places else "amount"
        _complain(reading, line.number, columns, Bad(key, _("Holds no amount.")))
    return None


def _complain(reading: BankReading, row: int, columns: Columns, bad: Bad) -> None:
    place = columns.places.get(bad.key)
    heading = _NOWHERE if place is None else _TITLES[bad.key]
    letter = "" if place is None else get_column_letter(place + 1)
    reading.findings.append(Finding(row, letter, heading, bad.complaint))


def _is_heading(line: Line) -> bool:
    """The heading again, as every page of a printed statement has it."""
    filled = line.filled
    known = [index for index in filled if key_of(line.cell(index).value)]
    return (
        len(known) > 2 and len(known) * 2 > len(filled) and not any(day_in(line.cell(one)) for one in filled)
    )


def _is_no_movement(line: Line, columns: Columns, *, has_day: bool) -> bool:
    """Totals, notes, and payments that never happened."""
    first = text_of(line.cell(line.filled[0]))
    if _ONLY_TOTAL.fullmatch(first) or _NOT_DONE.search(words(cell_of(line, columns, "status"))):
        return True
    if has_day:
        return False
    if any(_TOTAL.search(text_of(line.cell(index))) for index in line.filled):
        return True
    day = words(cell_of(line, columns, "day"))
    return not re.search(r"\d{2,4}\D\d{1,2}\D\d{1,2}|\d{8}", day) and not _has_money(line, columns)


def _has_money(line: Line, columns: Columns) -> bool:
    """Whether a column of money holds an amount, or digits that are none; 复核人 is neither."""
    for key in MONEY:
        try:
            if money(line, columns, key):
                return True
        except Bad:
            if any(character.isdigit() for character in words(cell_of(line, columns, key))):
                return True
    return False


def _understand(said: Sequence[Said], columns: Columns, reading: BankReading) -> None:
    ways = Ways(said, writes_minus=columns.writes_minus)
    sound: list[Said] = []
    for one in said:
        try:
            ways.of(one)
            sound.append(one)
        except Bad as bad:
            _complain(reading, one.row, columns, bad)
    if fault := ways.unsaid(sound) or ways.against_balances(sound):
        reading.refuse(fault)
        return
    numbers = _numbered(sound, ways, reading)
    for one in sound:
        if one.row in numbers:
            reading.rows.append(_row(one, ways, *numbers[one.row]))


def _row(one: Said, ways: Ways, number: str, also: str) -> BankRow:
    direction, amount = ways.of(one)
    other = "payer" if direction == INTO else "payee"
    party = one.names["party"] or one.names[other]
    account = re.sub(r"\s", "", one.names["account"] or one.names[f"{other}_account"])
    return BankRow(
        one.row, number, not one.number, one.day, direction, amount, party[:120], account[:40],
        one.text[:300], also,
    )  # fmt: skip


def _numbered(said: Iterable[Said], ways: Ways, reading: BankReading) -> dict[int, tuple[str, str]]:
    """By row its number, and what it would be behind an earlier row with the same one.

    A bank gives a payment and its fee the same number: the first keeps it, the others get what they say behind it.
    A row that says the same from end to end is a copied one.
    """
    groups: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for one in said:
        groups[ways.of(one)[0], one.number].append(one)
    numbers: dict[int, tuple[str, str]] = {}
    for (_way, number), rows in groups.items():
        seen: dict[str, list[Said]] = defaultdict(list)
        for one in rows:
            seen[one.identity].append(one)
        for identity, same in seen.items():
            for place, one in enumerate(same, 1):
                if not number:
                    numbers[one.row] = (f"auto-{_digest(f'{identity}|{place}', 24)}", "")
                elif place > 1:
                    text = _("The number {value} stands already in row {row}.")
                    reading.refuse(Complaint(text, {"value": number, "row": str(same[0].row)}), one.row)
                else:
                    numbers[one.row] = (number, f"{number}/{_digest(identity, 8)}")
        if number and len(seen) > 1:
            kept = sorted(
                (one for one in rows if one.row in numbers),
                key=lambda one: (one.day, one.clock, -ways.of(one)[1], one.identity),
            )
            for one in kept[1:]:
                numbers[one.row] = (numbers[one.row][1], "")
    return numbers


def _digest(text: str, length: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def period(rows: Sequence[BankRow]) -> tuple[date, date]:
    """The first and the last day of the rows, of which there is at least one."""
    days = [row.day for row in rows]
    return min(days), max(days)
