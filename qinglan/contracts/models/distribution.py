"""What of an income goes to whom: a plan, its lines, and the reward of every person. Amounts in 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.conversion import Conversion
from qinglan.contracts.models.invention import Contributor, Inventor
from qinglan.kernel.history.track import tracked
from qinglan.kernel.rulebook.models import Evaluation


class Base(models.TextChoices):
    """What is shared out."""

    NET = "net", _("Net income of receipts")
    EQUITY = "equity", _("Equity")
    PROFIT = "profit", _("Operating profit of a year")


class DistributionState(models.TextChoices):
    """How a plan stands; changed by `domain.distribution_state.set_distribution_state` alone."""

    DRAFT = "draft", pgettext_lazy("distribution plan", "drafted")
    NOTICED = "noticed", pgettext_lazy("distribution plan", "on public notice")
    CLEARED = "cleared", pgettext_lazy("distribution plan", "to be paid")
    PAID = "paid", pgettext_lazy("distribution plan", "paid")
    DROPPED = "dropped", pgettext_lazy("distribution plan", "dropped")


DISTRIBUTION_LIGHTS = {
    DistributionState.DRAFT: "idle",
    DistributionState.NOTICED: "due",
    DistributionState.CLEARED: "due",
    DistributionState.PAID: "done",
    DistributionState.DROPPED: "idle",
}


@tracked()
class Distribution(models.Model):
    """One plan 分配方案 of a conversion: net = received − costs, of which `team` goes to people.

    `team_share` is what was agreed with the inventors for this conversion in place of the unit rule, with its
    paper; empty where the rule holds. `year` is that of a profit. `floor` is the proof of the legal minimum.
    `kept_apart` and `filed_on` are what the tax rule on cash rewards asks for besides (财税〔2018〕58号).
    """

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="distributions")
    number = models.PositiveSmallIntegerField()
    base = models.CharField(_("what is shared out"), max_length=6, choices=Base.choices)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    evidence = models.CharField(_("proof of the amount"), max_length=300, blank=True)
    received = models.BigIntegerField(_("received"))
    costs = models.BigIntegerField(_("direct costs"))
    net = models.BigIntegerField(_("net income"))
    team = models.BigIntegerField(_("to the inventors"))
    team_share = models.PositiveSmallIntegerField(_("agreed share"), null=True, blank=True)
    share_basis = models.CharField(_("agreement on the share"), max_length=300, blank=True)
    floor = models.ForeignKey(Evaluation, on_delete=models.PROTECT, null=True, related_name="+")
    kept_apart = models.BooleanField(_("rewards are kept apart in the books"), null=True)
    filed_on = models.DateField(_("filed with the tax office on"), null=True, blank=True)
    filing_number = models.CharField(_("number of the filing"), max_length=80, blank=True)
    state = models.CharField(max_length=7, choices=DistributionState.choices, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True, editable=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("distribution plan")
        ordering: ClassVar[list[str]] = ["conversion_id", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["conversion", "number"], name="plans_of_a_conversion_are_counted"
            ),
            models.UniqueConstraint(
                fields=["conversion", "year"],
                condition=Q(year__isnull=False) & ~Q(state="dropped"),
                name="a_profit_of_a_year_is_shared_once",
            ),
            models.CheckConstraint(
                condition=Q(net=F("received") - F("costs"), net__gte=0),
                name="net_income_is_what_is_left_of_receipts",
            ),
            models.CheckConstraint(
                condition=Q(team__gte=0, team__lte=F("net")), name="the_team_gets_a_part_of_the_net_income"
            ),
            models.CheckConstraint(
                condition=Q(team_share__isnull=True) | ~Q(share_basis=""),
                name="an_agreed_share_has_its_paper",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""), name="a_dropped_plan_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversion.number}-{self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:distribution", args=[self.conversion.number, self.number])

    @property
    def light(self) -> str:
        """The light beside its state."""
        return DISTRIBUTION_LIGHTS[DistributionState(self.state)]

    @property
    def word(self) -> str:
        """Its state in words; equity is recorded and not paid."""
        if self.base == Base.EQUITY and self.state == DistributionState.PAID:
            return str(RewardState.RECORDED.label)
        return str(DistributionState(self.state).label)


@tracked()
class DistributedReceipt(models.Model):
    """A receipt of the contract that a plan shares out; each is shared out by one plan that stands.

    `key` is that of settlement, `released` marks a plan that was dropped.
    """

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="receipts")
    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="+")
    key = models.BigIntegerField()
    amount = models.BigIntegerField(_("amount"))
    received_on = models.DateField(_("received on"))
    receipt = models.CharField(_("bank receipt"), max_length=120)
    released = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["received_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["conversion", "key"],
                condition=Q(released=False),
                name="a_receipt_is_shared_out_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_shared_receipt_is_above_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} {self.amount}"


@tracked()
class DistributedCost(models.Model):
    """A cost that a plan carries; each is carried by one plan that stands."""

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="carried")
    cost = models.ForeignKey("contracts.Cost", on_delete=models.PROTECT, related_name="+")
    released = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["cost_id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["cost"], condition=Q(released=False), name="a_cost_is_carried_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.distribution_id} {self.cost_id}"


class ShareLine(models.Model):
    """What one recipient of the rule gets. Written with the plan, never changed."""

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    recipient = models.CharField(max_length=40)
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        ordering: ClassVar[list[str]] = ["distribution_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="nobody_owes_in_a_plan"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.amount}"


class PartLine(models.Model):
    """What a contributor gets for one invention. Written with the plan, never changed. Personal data."""

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="part_lines")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    part = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        ordering: ClassVar[list[str]] = ["distribution_id", "position"]

    def __str__(self) -> str:
        return f"{self.contributor_id} {self.amount}"


class RewardState(models.TextChoices):
    """What became of a reward."""

    DUE = "due", pgettext_lazy("reward", "to be paid")
    HELD = "held", pgettext_lazy("reward", "kept for him")
    PAID = "paid", pgettext_lazy("reward", "paid")
    RECORDED = "recorded", pgettext_lazy("reward", "recorded as equity")


class Halved(models.TextChoices):
    """Whether a half of the reward counts as salary."""

    YES = "yes", pgettext_lazy("halved reward", "counted by half")
    NO = "no", pgettext_lazy("halved reward", "counted whole")
    UNKNOWN = "unknown", pgettext_lazy("halved reward", "not known, counted whole")


@tracked(exclude=("amount", "salary", "social", "additional", "other", "counted", "withheld", "added"))
class Reward(models.Model):
    """The reward of one person in a plan, for all inventions together, and its tax as it was reckoned.

    `salary`, `social`, `additional` and `other` are those of a month, entered by the finance office. `counted` is
    what counts as salary of its month, `withheld` the tax of that month, `added` what of it is due to the reward.
    """

    distribution = models.ForeignKey(Distribution, on_delete=models.PROTECT, related_name="rewards")
    inventor = models.ForeignKey(Inventor, on_delete=models.PROTECT, related_name="rewards")
    amount = models.BigIntegerField(_("reward"))
    state = models.CharField(max_length=8, choices=RewardState.choices)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    pay_on = models.DateField(_("day of payment"), null=True, blank=True)
    salary = models.BigIntegerField(_("salary of a month"), null=True, blank=True)
    social = models.BigIntegerField(_("social insurance of a month"), default=0)
    additional = models.BigIntegerField(_("additional deductions of a month"), default=0)
    other = models.BigIntegerField(_("other deductions of a month"), default=0)
    halved = models.CharField(max_length=7, choices=Halved.choices, blank=True)
    counted = models.BigIntegerField(_("counted as salary"), null=True, blank=True)
    withheld = models.BigIntegerField(_("withheld in the month"), null=True, blank=True)
    added = models.BigIntegerField(_("tax due to the reward"), null=True, blank=True)
    voucher = models.CharField(_("voucher of the payment"), max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["distribution_id", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["distribution", "inventor"], name="a_person_has_one_reward_in_a_plan"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_reward_is_not_negative"),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(reason=""), name="a_reward_is_kept_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="paid")
                | (
                    Q(pay_on__isnull=False, withheld__isnull=False, counted__isnull=False)
                    & ~Q(voucher="")
                    & ~Q(halved="")
                ),
                name="a_paid_reward_has_its_tax_and_voucher",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.distribution_id} {self.inventor_id}"

    @property
    def paid_out(self) -> int | None:
        """What the person gets: the reward less the tax that is due to it."""
        return None if self.added is None else self.amount - self.added
