"""What is owed under a contract, and every movement of money on it. Amounts are in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.bank import BankAccount, BankLine
from qinglan.contracts.models.contract import Contract, ContractParty
from qinglan.contracts.models.milestone import Milestone
from qinglan.kernel.history.track import tracked
from qinglan.kernel.ledger.models import Account, Posting
from qinglan.market.models.brokering import CommissionKind, Mandate
from qinglan.parties.models import Broker, Organisation


class ChargeKind(models.TextChoices):
    """What is paid."""

    PRICE = "price", pgettext_lazy("payment of a contract", "Price")
    ROYALTY = "royalty", pgettext_lazy("payment of a contract", "Royalty")
    BOND = "bond", pgettext_lazy("payment of a contract", "Performance deposit")
    FEE = "fee", pgettext_lazy("payment of a contract", "Commission")
    WINDING_UP = "winding_up", pgettext_lazy("payment of a contract", "Settlement after termination")


INCOME = (ChargeKind.PRICE, ChargeKind.ROYALTY, ChargeKind.WINDING_UP)
"""What the provider earns: deposits and commissions are none of it."""


class ChargeState(models.TextChoices):
    """How a payment stands; changed by `domain.charge_state` alone."""

    OPEN = "open", pgettext_lazy("payment of a contract", "Open")
    SETTLED = "settled", pgettext_lazy("payment of a contract", "Paid")
    STOPPED = "stopped", pgettext_lazy("payment of a contract", "Stopped")


CHARGE_LIGHTS = {ChargeState.OPEN: "due", ChargeState.SETTLED: "done", ChargeState.STOPPED: "idle"}


@tracked()
class Charge(models.Model):
    """A payment that is owed: by whom, to whom, how much, until when.

    `paid` is what came in for it less what went back. Where it is paid into a supervised account, `released` is
    what of it was paid on to the payee; elsewhere both are the same. A commission grows with what was received.
    `money` is its account in the ledger.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="charges")
    kind = models.CharField(_("kind"), max_length=10, choices=ChargeKind.choices)
    milestone = models.OneToOneField(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="charge"
    )
    title = models.CharField(_("title"), max_length=200)
    payer = models.ForeignKey(
        ContractParty, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("payer")
    )
    payee = models.CharField(_("payee"), max_length=120)
    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, null=True, related_name="charges", verbose_name=_("paid into")
    )
    amount = models.BigIntegerField(_("amount"))
    paid = models.BigIntegerField(pgettext_lazy("amount", "paid"), default=0, editable=False)
    released = models.BigIntegerField(_("paid on to the payee"), default=0, editable=False)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=ChargeState.choices, default=ChargeState.OPEN, editable=False
    )
    money = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    opened_at = models.DateTimeField(editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("payment of a contract")
        ordering: ClassVar[list[str]] = ["contract", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "state"], name="charges_of_an_account"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="charges_that_are_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="nobody_owes_less_than_nought"),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & (Q(kind="fee") | Q(paid__lte=F("amount"))),
                name="no_more_is_paid_than_is_owed",
            ),
            models.CheckConstraint(
                condition=Q(released__gte=0, released__lte=F("paid")),
                name="no_more_is_paid_on_than_came_in",
            ),
            models.CheckConstraint(
                condition=~Q(state="settled") | Q(paid__gte=F("amount")), name="what_is_settled_was_paid"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> int:
        """What is still to be paid, in 分; of a stopped one nothing."""
        return 0 if self.state == ChargeState.STOPPED else max(self.amount - self.paid, 0)

    @property
    def light(self) -> str:
        """The light beside its state."""
        return CHARGE_LIGHTS[ChargeState(self.state)]


class MovementKind(models.TextChoices):
    """What a movement did."""

    RECEIVED = "received", pgettext_lazy("movement of money", "Received")
    CARRIED = "carried", pgettext_lazy("movement of money", "Deposit set off against the price")
    RELEASED = "released", pgettext_lazy("movement of money", "Paid on to the payee")
    REFUNDED = "refunded", pgettext_lazy("movement of money", "Paid back")
    FORFEITED = "forfeited", pgettext_lazy("movement of money", "Forfeited")
    CORRECTED = "corrected", pgettext_lazy("movement of money", "Entry corrected")


class Movement(models.Model):
    """Money moved, proved by a receipt and posted in the ledger. Only grows; a wrong one is corrected by another.

    `line` is the bank's line; a deposit that is set off has none. `corrects` is the movement that this takes back.
    """

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=9, choices=MovementKind.choices)
    amount = models.BigIntegerField(_("amount"))
    day = models.DateField(_("day"))
    receipt = models.CharField(_("number of the receipt"), max_length=80)
    custodian = models.CharField(_("custodian"), max_length=120)
    line = models.ForeignKey(BankLine, on_delete=models.PROTECT, null=True, related_name="movements")
    posting = models.OneToOneField(Posting, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="correction")
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("movement of money")
        ordering: ClassVar[list[str]] = ["day", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_movement_moves_money"),
            models.CheckConstraint(
                condition=~Q(receipt="") & ~Q(custodian=""), name="a_movement_has_its_receipt"
            ),
            models.CheckConstraint(
                condition=Q(kind="corrected", corrects__isnull=False)
                | (~Q(kind="corrected") & Q(corrects__isnull=True)),
                name="a_correction_names_what_it_takes_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.receipt}"


class FeeRole(models.TextChoices):
    """Whose commission it is."""

    BROKER = "broker", pgettext_lazy("commission", "Broker")
    PLATFORM = "platform", pgettext_lazy("commission", "Platform")


@tracked()
class Fee(models.Model):
    """A commission on a contract as it was agreed: by a mandate, or with a platform. `share` in per mille.

    `is_agreed` is false where several brokers had a mandate on the same thing: the client says whose introduction it
    was. It falls due when the provider has received money, never before (`settling.commission`).
    """

    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, primary_key=True, related_name="fee")
    role = models.CharField(_("whose"), max_length=8, choices=FeeRole.choices)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="fees")
    broker = models.ForeignKey(Broker, on_delete=models.PROTECT, null=True, related_name="fees")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="fees")
    commission = models.CharField(_("commission"), max_length=6, choices=CommissionKind.choices)
    share = models.PositiveSmallIntegerField(_("share (‰)"), null=True)
    fixed = models.BigIntegerField(_("fixed amount"), null=True)
    is_agreed = models.BooleanField(_("whose introduction it was is settled"), default=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("commission")
        ordering: ClassVar[list[str]] = ["charge"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(commission="share", share__gt=0, share__lte=1000, fixed__isnull=True)
                | Q(commission="fixed", fixed__gt=0, share__isnull=True),
                name="a_fee_has_the_figure_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(role="broker", mandate__isnull=False, broker__isnull=False)
                | Q(role="platform", mandate__isnull=True, broker__isnull=True, organisation__isnull=False),
                name="a_fee_is_of_a_broker_by_mandate_or_of_a_platform",
            ),
        ]

    def __str__(self) -> str:
        return str(self.charge)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:fee", args=[self.pk])
