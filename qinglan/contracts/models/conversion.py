"""How a service invention is turned to income 转化: way, price, decision, contract, direct costs. Amounts in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.contract import Contract
from qinglan.contracts.models.invention import Invention
from qinglan.contracts.models.share_rule import UnitRule
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation


class Way(models.TextChoices):
    """转化方式 (促进科技成果转化法第十六条)."""

    TRANSFER = "transfer", pgettext_lazy("way of conversion", "Transfer")
    LICENCE = "licence", pgettext_lazy("way of conversion", "Licence")
    EQUITY = "equity", pgettext_lazy("way of conversion", "Contribution as equity")
    OWN_USE = "own_use", pgettext_lazy("way of conversion", "Own exploitation")
    JOINT_USE = "joint_use", pgettext_lazy("way of conversion", "Joint exploitation")


SOLD = frozenset({Way.TRANSFER, Way.LICENCE})
"""Ways by which money comes in under a contract."""
EXPLOITED = frozenset({Way.OWN_USE, Way.JOINT_USE})
"""Ways of which the profit is shared, year after year."""


class Pricing(models.TextChoices):
    """定价方式 (第十八条)."""

    AGREEMENT = "agreement", pgettext_lazy("pricing", "By agreement")
    LISTING = "listing", pgettext_lazy("pricing", "By listing")
    AUCTION = "auction", pgettext_lazy("pricing", "By auction or bidding")


class ConversionState(models.TextChoices):
    """How a conversion stands; changed by `domain.conversion_state.set_conversion_state` alone."""

    PLANNED = "planned", pgettext_lazy("conversion", "way and price proposed")
    DECIDED = "decided", pgettext_lazy("conversion", "decided")
    NOTICED = "noticed", pgettext_lazy("conversion", "price on public notice")
    CLEARED = "cleared", pgettext_lazy("conversion", "ready for the contract")
    RUNNING = "running", pgettext_lazy("conversion", "under way")
    CLOSED = "closed", pgettext_lazy("conversion", "closed and filed")
    STOPPED = "stopped", pgettext_lazy("conversion", "stopped")


CONVERSION_LIGHTS = {
    ConversionState.PLANNED: "idle",
    ConversionState.DECIDED: "due",
    ConversionState.NOTICED: "due",
    ConversionState.CLEARED: "due",
    ConversionState.RUNNING: "due",
    ConversionState.CLOSED: "done",
    ConversionState.STOPPED: "late",
}


@tracked()
class Conversion(models.Model):
    """One conversion of one or several inventions. `number` is our own (``ZH-2026-000001``).

    `rule` is the version of the unit rule under which it began, and which it keeps. `appraisal` says whether the
    results were appraised, or why the unit decided otherwise.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="conversions")
    title = models.CharField(_("title"), max_length=200)
    way = models.CharField(_("way of conversion"), max_length=10, choices=Way.choices)
    pricing = models.CharField(_("how the price came about"), max_length=10, choices=Pricing.choices)
    price = models.BigIntegerField(_("price"))
    price_basis = models.CharField(_("what the price rests on"), max_length=500)
    partner = models.CharField(_("who takes it"), max_length=120)
    appraisal = models.CharField(_("appraisal, or why there is none"), max_length=300)
    rule = models.ForeignKey(UnitRule, on_delete=models.PROTECT, related_name="+")
    inventions = models.ManyToManyField(Invention, through="ConversionPart", related_name="conversions")
    contract = models.OneToOneField(
        Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="conversion", editable=False
    )
    state = models.CharField(max_length=8, choices=ConversionState.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    decided_by_body = models.CharField(_("which body decided"), max_length=120, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_number = models.CharField(_("number of the minutes"), max_length=120, blank=True)
    decision_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(_("changed"), editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("conversion")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["keeper", "-changed_at"], name="conversions_of_a_unit"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(price__gte=0), name="a_price_of_a_conversion_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "stopped"])
                | (Q(decided_on__isnull=False) & ~Q(decided_by_body="") & ~Q(decision_number="")),
                name="a_conversion_goes_on_by_a_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["running", "closed"])
                | ~Q(way__in=sorted(SOLD))
                | Q(contract__isnull=False),
                name="what_is_sold_has_its_contract",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(reason=""), name="a_stopped_conversion_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:conversion", args=[self.number])

    def named_inventions(self) -> list[Invention]:
        """Its inventions in their order."""
        return [one.invention for one in self.parts.select_related("invention")]

    @property
    def key(self) -> str:
        """The name of its stream of events."""
        return f"conversion:{self.number}"

    @property
    def light(self) -> str:
        """The light beside its state."""
        return CONVERSION_LIGHTS[ConversionState(self.state)]


@tracked()
class ConversionPart(models.Model):
    """An invention of a conversion and its agreed weight among them."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="parts")
    invention = models.ForeignKey(Invention, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    weight = models.PositiveIntegerField(_("weight"), default=1)

    class Meta:
        ordering: ClassVar[list[str]] = ["conversion_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["conversion", "invention"], name="a_conversion_names_an_invention_once"
            ),
            models.CheckConstraint(condition=Q(weight__gt=0), name="an_invention_has_its_weight"),
        ]

    def __str__(self) -> str:
        return f"{self.conversion_id} {self.invention_id}"


class Cost(models.Model):
    """A direct cost of a conversion with its voucher, or a reversal 冲销 of an earlier one. Append-only."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="costs")
    kind = models.CharField(_("kind of cost"), max_length=20)
    amount = models.BigIntegerField(_("amount"))
    on = models.DateField(_("day"))
    voucher = models.CharField(_("voucher"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)
    reverses = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversals"
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_cost_is_above_nought"),
            models.UniqueConstraint(
                fields=["conversion", "voucher"], name="a_voucher_counts_once_in_a_conversion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voucher} {self.amount}"
