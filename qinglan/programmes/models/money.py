"""Money: budget lines, payee accounts, what a case is paid, and which deals were claimed. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.models import Paper
from qinglan.kernel.history.track import tracked
from qinglan.kernel.ledger.models import Account
from qinglan.parties.models import Organisation
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.programme import Programme


@tracked()
class BudgetLine(models.Model):
    """What a scheme may pay in a year, by a budget document.

    The ledger's `free` account holds what is not promised yet and can't be overdrawn; `promised` what was
    approved and not paid; `outside` is where money comes from and goes to.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="budget_lines")
    year = models.PositiveSmallIntegerField(_("year"))
    document = models.CharField(_("budget document"), max_length=80)
    custodian = models.CharField(_("custodian"), max_length=120)
    amount = models.BigIntegerField(_("amount"))
    free = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    promised = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    outside = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("budget line")
        ordering: ClassVar[list[str]] = ["-year", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme", "year", "document"], name="one_budget_line_per_scheme_year_and_document"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_line_has_money"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year} {self.document}"

    def get_absolute_url(self) -> str:
        """Its page, for officers."""
        return reverse("awards:budget-line", args=[self.pk])


@tracked()
class PayeeAccount(models.Model):
    """A bank account to which an organisation is paid. A change is a new row; the newest holds.

    `needs_second` marks one that came while a payment was under way: nothing is paid to it before somebody
    else than who entered it has confirmed it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="payee_accounts")
    account_name = models.CharField(_("name of the account"), max_length=120)
    bank = models.CharField(_("bank"), max_length=120)
    number = models.CharField(_("number of the account"), max_length=40)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    needs_second = models.BooleanField(default=False)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("payee account")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("entered_by")),
                name="payee_account_is_confirmed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} …{self.number[-4:]}"


class PaymentState(models.TextChoices):
    """Where an entitlement is; changed by `domain.payment` alone."""

    WORKED_OUT = "worked_out", _("worked out")
    APPROVED = "approved", _("approved")
    REQUESTED = "requested", _("payment requested")
    PAID = "paid", _("paid")
    STOPPED = "stopped", _("stopped")


LIVE = (PaymentState.WORKED_OUT, PaymentState.APPROVED, PaymentState.REQUESTED, PaymentState.PAID)
"""States in which an entitlement counts against caps and against double funding."""


@tracked()
class Entitlement(models.Model):
    """What a case is paid under one amount of its scheme, and how that came about (`lines`)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entitlements")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="entitlements")
    holder = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entitlements")
    amount_id = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.BigIntegerField(_("amount"))
    lines = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=PaymentState.choices, default=PaymentState.WORKED_OUT
    )
    worked_out_at = models.DateTimeField()
    worked_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="entitlements"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    payee = models.ForeignKey(
        PayeeAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="entitlements"
    )
    request = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    request_number = models.CharField(_("number of the payment request"), max_length=80, blank=True)
    receipt = models.CharField(_("number of the receipt"), max_length=80, blank=True)
    paid_on = models.DateField(_("paid"), null=True)
    recovered = models.BigIntegerField(_("recovered"), default=0)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("entitlement")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["programme", "holder", "year"], name="entitlement_by_holder"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "amount_id"],
                condition=~Q(state="stopped"),
                name="one_entitlement_per_case_and_amount",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(recovered__gte=0) & Q(recovered__lte=F("amount")),
                name="no_more_is_recovered_than_paid",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["worked_out", "stopped"]) | Q(line__isnull=False),
                name="approved_entitlement_has_its_budget_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | (~Q(receipt="") & Q(paid_on__isnull=False) & Q(payee__isnull=False)),
                name="paid_entitlement_has_receipt_and_payee",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("worked_out_by")),
                name="entitlement_is_approved_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount_id}"

    def get_absolute_url(self) -> str:
        """Its page, for officers and the holder."""
        return reverse("awards:entitlement", args=[self.pk])


@tracked()
class Claim(models.Model):
    """A deal that was claimed: one deal, one claim in a scheme, until it is released."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="claims")
    key = models.CharField(_("number of the deal"), max_length=200)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
    row = models.PositiveSmallIntegerField()
    claimed_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["programme", "key"],
                condition=Q(released_at__isnull=True),
                name="one_deal_one_claim",
            ),
        ]

    def __str__(self) -> str:
        return self.key
