"""Bank accounts through which contracts are paid, their statements and lines. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


@tracked(exclude=("number",))
class BankAccount(models.Model):
    """An account that somebody else than this system keeps: the money stands there, never here.

    `organisation` reads its statements: the payee itself, or, of a supervised account 监管账户, who supervises it.
    `custodian` is how the ledger names it; it stays when the organisation is renamed.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(_("bank and branch"), max_length=60)
    number = models.CharField(_("account number"), max_length=40, unique=True)
    is_supervised = models.BooleanField(_("supervised account"), default=False)
    custodian = models.CharField(_("custodian"), max_length=120, editable=False)
    entered_at = models.DateTimeField(editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("bank account")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(bank="") & ~Q(number="") & ~Q(custodian=""),
                name="a_bank_account_has_bank_number_and_custodian",
            ),
        ]

    def __str__(self) -> str:
        return self.custodian

    def get_absolute_url(self) -> str:
        """The lines of its statements."""
        return reverse("contracts:bank-account", args=[self.pk])


class BankStatement(models.Model):
    """A file of a bank that was taken over whole. Only grows; `sha256` is the file's digest."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="statements")
    name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    taken = models.PositiveIntegerField(_("new lines"))
    known = models.PositiveIntegerField(_("lines on record before"))
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "sha256"], name="a_statement_is_taken_over_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Direction(models.TextChoices):
    """Which way the money went."""

    INTO = "in", pgettext_lazy("bank line", "in")
    OUT = "out", pgettext_lazy("bank line", "out")


class LineState(models.TextChoices):
    """What became of a line; changed by the verbs of ``domain/bank_line.py`` and ``domain/receipt.py`` alone."""

    OPEN = "open", pgettext_lazy("bank line", "To be assigned")
    ASSIGNED = "assigned", pgettext_lazy("bank line", "Assigned")
    RETURNED = "returned", pgettext_lazy("bank line", "Paid back")
    ASIDE = "aside", pgettext_lazy("bank line", "Not about a contract")


LINE_LIGHTS = {
    LineState.OPEN: "due",
    LineState.ASSIGNED: "done",
    LineState.RETURNED: "idle",
    LineState.ASIDE: "idle",
}


@tracked(exclude=("party_name", "party_account", "text"))
class BankLine(models.Model):
    """One movement that the bank shows, or that was entered by its receipt (`statement` empty).

    `assigned` is what of `amount` belongs to payments of contracts, `returned` what of it was paid back; `reason` says
    why it was set aside or paid back.
    A statement names people too (wages, refunds of travel), so what it says of the other side stays out of the history.
    """

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="lines")
    statement = models.ForeignKey(
        BankStatement, on_delete=models.PROTECT, null=True, related_name="lines", editable=False
    )
    number = models.CharField(_("number of the receipt"), max_length=80)
    is_derived = models.BooleanField(default=False)
    day = models.DateField(_("day"))
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    amount = models.BigIntegerField(_("amount"))
    party_name = models.CharField(_("other side"), max_length=120, blank=True)
    party_account = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("purpose"), max_length=300, blank=True)
    assigned = models.BigIntegerField(default=0, editable=False)
    returned = models.BigIntegerField(default=0, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=LineState.choices, default=LineState.OPEN, editable=False
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("line of a bank statement")
        ordering: ClassVar[list[str]] = ["-day", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "state", "-day", "-id"], name="bank_lines_of_an_account"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account", "direction", "number"], name="a_receipt_of_an_account_stands_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_bank_line_moves_money"),
            models.CheckConstraint(
                condition=Q(assigned__gte=0, returned__gte=0, assigned__lte=F("amount") - F("returned")),
                name="no_more_of_a_bank_line_is_assigned_than_it_has",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("assigned", "returned")) | Q(assigned=F("amount") - F("returned")),
                name="an_assigned_bank_line_has_nothing_left",
            ),
            models.CheckConstraint(
                condition=~Q(state="aside") | ~Q(reason="") & Q(assigned=0),
                name="what_is_set_aside_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:bank-line", args=[self.pk])

    @property
    def left(self) -> int:
        """What of it is neither assigned nor paid back, in 分."""
        return self.amount - self.assigned - self.returned

    @property
    def light(self) -> str:
        """The light beside its state."""
        return LINE_LIGHTS[LineState(self.state)]
