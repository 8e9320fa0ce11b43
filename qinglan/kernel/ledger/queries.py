"""What stands in the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet, Sum

from qinglan.kernel.ledger.models import Account, Balance, Entry, Posting


def balance(account: Account) -> int:
    """What stands on `account` now, in 分."""
    return Balance.objects.values_list("amount", flat=True).get(pk=account.pk)


def balance_at(account: Account, moment: datetime) -> int:
    """What stood on `account` after the postings up to and including `moment`, in 分."""
    entries = Entry.objects.filter(account=account, posting__posted_at__lte=moment)
    total: int | None = entries.aggregate(total=Sum("amount"))["total"]
    return int(total or 0)


def statement(account: Account) -> QuerySet[Entry]:
    """The entries of `account` in the order of posting, with their postings."""
    return Entry.objects.filter(account=account).select_related("posting").order_by("posting_id")


def of_receipt(number: str) -> QuerySet[Posting]:
    """The postings that refer to the receipt `number`, whatever its custodian."""
    return Posting.objects.filter(receipt_number=number).order_by("id")


@dataclass(frozen=True)
class Fault:
    """Something in the books that cannot be: `kind` is ``balance``, ``posting`` or ``reversal``."""

    kind: str
    subject: int
    expected: int
    found: int

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.expected} expected, {self.found} found"


_FAULTS = """
SELECT 'balance', balance.account_id, coalesce(sum(entry.amount), 0), balance.amount
  FROM ledger_balance AS balance LEFT JOIN ledger_entry AS entry USING (account_id)
 GROUP BY balance.account_id, balance.amount HAVING coalesce(sum(entry.amount), 0) <> balance.amount
UNION ALL
SELECT 'posting', posting.id, 0, coalesce(sum(entry.amount), 1)
  FROM ledger_posting AS posting LEFT JOIN ledger_entry AS entry ON entry.posting_id = posting.id
 GROUP BY posting.id HAVING coalesce(sum(entry.amount), 1) <> 0
UNION ALL
SELECT 'reversal', posting.id, -entry.amount, coalesce(opposite.amount, 0)
  FROM ledger_posting AS posting
  JOIN ledger_entry AS entry ON entry.posting_id = posting.reverses_id
  LEFT JOIN ledger_entry AS opposite ON opposite.posting_id = posting.id AND opposite.account_id = entry.account_id
 WHERE coalesce(opposite.amount, 0) <> -entry.amount
ORDER BY 1, 2
"""


def faults() -> list[Fault]:
    """Whatever in the books contradicts itself; an empty list is the proof that they are in order.

    Balances against the sum of their entries, postings against nought (one without entries shows 1),
    reversals against what they reverse. Reads everything: for audits and tests.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS)
        return [Fault(kind, subject, int(expected), int(found)) for kind, subject, expected, found in cursor]


def size() -> int:
    """About how many postings there are, as the database last estimated it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = 'ledger_posting'::regclass")
        return int(cursor.fetchone()[0])


def total() -> int:
    """The sum of all balances, in 分: nought, when the books are in order."""
    return int(Balance.objects.aggregate(total=Sum("amount"))["total"] or 0)
