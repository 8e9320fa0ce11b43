"""Verb: take a bank statement over, whole or not at all; nothing is entered on any contract by it."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from qinglan.contracts.models import BankAccount, BankLine, BankStatement
from qinglan.contracts.settling import todos
from qinglan.contracts.settling.bank_account_said import differs
from qinglan.contracts.settling.bank_reading import BankReading, BankRow, period, read_statement
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.complaint import Complaint, Finding
from qinglan.kernel.sheets.words import Words
from qinglan.kernel.web.money import number_in


@dataclass(frozen=True)
class Examined:
    """What a file would do: its rows, those on record already, and the faults; with faults nothing can be taken."""

    reading: BankReading
    new: list[BankRow]
    known: list[BankRow]
    findings: list[Finding]


class Faulty(Impossible):
    """The file has faults: `findings`, each with row and column. Nothing was taken over."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        super().__init__(f"{first.where}: {first.complaint}", field="file")
        self.findings = findings


def examine(*, acting_user: Any, account: BankAccount, name: str, content: bytes) -> Examined:
    """Say what a file would do, row by row; writes nothing. Raises PermissionRefused."""
    permissions.require(acting_user, "contracts.work_account", account)
    return _examined(account, name, content)


@transaction.atomic
def take_statement(*, acting_user: Any, account: BankAccount, name: str, content: bytes) -> BankStatement:
    """Keep the lines of a statement that are not on record; each waits for a person who says what it is.

    A line entered before by its receipt, or taken from an overlapping statement, is recognised by the bank's number
    and not kept twice. The same file again gives the statement that stands. Raises PermissionRefused, Faulty.
    """
    permissions.require(acting_user, "contracts.work_account", account)
    BankAccount.objects.select_for_update(of=("self",)).get(pk=account.pk)
    digest = hashlib.sha256(content).hexdigest()
    stands = BankStatement.objects.filter(account=account, sha256=digest).first()
    if stands is not None:
        return stands
    found = _examined(account, name, content)
    if found.findings:
        raise Faulty(found.findings)
    first, last = period(found.reading.rows)
    statement = BankStatement.objects.create(
        account=account, name=name[-200:], sha256=digest, first_day=first, last_day=last,
        taken=len(found.new), known=len(found.known), taken_at=clock.now(), taken_by=acting_user,
    )  # fmt: skip
    BankLine.objects.bulk_create(
        BankLine(
            account=account, statement=statement, number=row.number, is_derived=row.is_derived, day=row.day,
            direction=row.direction, amount=row.amount, party_name=row.party, party_account=row.account,
            text=row.text,
        )
        for row in found.new
    )  # fmt: skip
    todos.lines_changed(acting_user, account)
    return statement


def _examined(account: BankAccount, name: str, content: bytes) -> Examined:
    reading = read_statement(name, content)
    findings = list(reading.findings)
    if differs(reading.own, account.number):
        text = gettext_noop(
            "The statement is of the account …{theirs}, not of …{ours}. Choose the account that it is of."
        )
        values = {"theirs": reading.own[-4:], "ours": account.number[-4:]}
        findings.append(Finding(0, "", Words("", ""), Complaint(text, values)))
    stands = _on_record(account, reading.rows)
    by_hand = _entered_by_hand(account, reading.rows)
    new: list[BankRow] = []
    known: list[BankRow] = []
    today = clock.today()
    for row in reading.rows:
        line = stands.get((row.direction, row.number))
        if row.day > today:
            findings.append(_fault(row, _("The day is still to come.")))
        elif line is None and row.is_derived and by_hand[row.direction, row.amount, row.day]:
            by_hand[row.direction, row.amount, row.day] -= 1
            known.append(row)
        elif line is None:
            new.append(row)
        elif line.amount == row.amount or (row.direction, row.also) in stands:
            known.append(row)
        else:
            text = _("The number {number} is on record with another amount ({amount} yuan). Ask the bank.")
            findings.append(
                _fault(row, text.format(number=row.number, amount=number_in(line.amount, "yuan")))
            )
    return Examined(reading, new, known, sorted(findings, key=lambda one: one.row))


def _on_record(account: BankAccount, rows: list[BankRow]) -> dict[tuple[str, str], BankLine]:
    numbers = {row.number for row in rows} | {row.also for row in rows if row.also}
    lines = BankLine.objects.filter(account=account, number__in=numbers)
    return {(line.direction, line.number): line for line in lines}


def _entered_by_hand(account: BankAccount, rows: list[BankRow]) -> Counter[tuple[str, int, date]]:
    """Receipts entered before by their number, which a statement without numbers shows again."""
    if not any(row.is_derived for row in rows):
        return Counter()
    first, last = period(rows)
    lines = BankLine.objects.filter(
        account=account, statement=None, is_derived=False, day__range=(first, last)
    )
    return Counter(lines.values_list("direction", "amount", "day"))


def _fault(row: BankRow, text: str) -> Finding:
    return Finding(row.row, "", Words("", ""), Complaint("{why}", {"why": text}))
