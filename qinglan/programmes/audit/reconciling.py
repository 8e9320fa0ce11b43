"""Approved = paid = receipt: what the entitlements of a scheme's year say beside what the ledger holds. In 分."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from qinglan.kernel.ledger.models import Entry, Posting
from qinglan.programmes.audit.anomalies.payees import payments_of
from qinglan.programmes.audit.anomalies.registry import Subject
from qinglan.programmes.models import Entitlement, PaymentState

APPROVED = (PaymentState.APPROVED, PaymentState.REQUESTED, PaymentState.PAID)


@dataclass(frozen=True)
class Line:
    """One payment: approved by the record and the ledger, paid, and the receipt in both; what doesn't agree."""

    payment: Entitlement
    approved: int
    promised: int
    paid: int
    posted: int
    receipt: str
    receipt_posted: str
    paid_on: date | None
    recovered: int
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Reconciliation:
    """All lines, and their sums."""

    lines: tuple[Line, ...]

    def total(self, name: str) -> int:
        """The sum of one column."""
        return sum(getattr(line, name) for line in self.lines)

    @property
    def differing(self) -> int:
        """How many lines don't agree."""
        return sum(bool(line.differences) for line in self.lines)


def reconcile(subject: Subject) -> Reconciliation:
    """Every payment that was approved, beside the ledger; three statements however many there are."""
    payments = [one for one in payments_of(subject) if one.state in APPROVED]
    postings = _postings(payments)
    return Reconciliation(tuple(_line(one, postings) for one in payments))


def _postings(payments: Sequence[Entitlement]) -> dict[str, tuple[Posting, int]]:
    keys = [f"entitlement:{one.pk}/{what}" for one in payments for what in ("approved", "paid")]
    rows = Posting.objects.filter(key__in=keys).prefetch_related(
        Prefetch("entries", queryset=Entry.objects.filter(amount__gt=0))
    )
    return {row.key: (row, sum(entry.amount for entry in row.entries.all())) for row in rows}


def _line(one: Entitlement, postings: dict[str, tuple[Posting, int]]) -> Line:
    promise = postings.get(f"entitlement:{one.pk}/approved")
    payment = postings.get(f"entitlement:{one.pk}/paid")
    is_paid = one.state == PaymentState.PAID
    line = Line(
        payment=one,
        approved=one.amount,
        promised=promise[1] if promise else 0,
        paid=one.amount if is_paid else 0,
        posted=payment[1] if payment else 0,
        receipt=one.receipt,
        receipt_posted=payment[0].receipt_number if payment else "",
        paid_on=one.paid_on,
        recovered=one.recovered,
        differences=(),
    )
    found = []
    if line.promised != line.approved:
        found.append(_("the ledger promised another amount than was approved"))
    if line.posted != line.paid:
        found.append(_("the ledger paid another amount than the record says"))
    if is_paid and payment is not None and payment[0].receipt_number != one.receipt:
        found.append(_("the receipt has another number in the ledger"))
    if is_paid and payment is not None and payment[0].receipt_date != one.paid_on:
        found.append(_("the receipt has another day in the ledger"))
    return Line(**{**line.__dict__, "differences": tuple(found)})
