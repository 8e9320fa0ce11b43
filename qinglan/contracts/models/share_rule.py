"""Unit rules 单位收益分配办法: in versions that only grow. Shares are ten-thousandths, amounts 分."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.sharing import arithmetic
from qinglan.parties.models import Organisation


class UnitNature(models.TextChoices):
    """What kind of unit shares its income: whether the floors of the law bind it, and who may halve a reward."""

    STATE_UNIVERSITY = "state_university", _("University founded by the state")
    STATE_INSTITUTE = "state_institute", _("Research institute founded by the state")
    PRIVATE_NONPROFIT = "private_nonprofit", _("Private non-profit institute or university")
    ENTERPRISE = "enterprise", _("Enterprise or other unit")


QUALIFIES = frozenset({UnitNature.STATE_UNIVERSITY, UnitNature.STATE_INSTITUTE, UnitNature.PRIVATE_NONPROFIT})
"""Whose cash rewards may count by half (财税〔2018〕58号). A private one shows its tax exemption besides."""


class CarriedBy(models.TextChoices):
    """Which receipt carries the direct costs."""

    FIRST = "first", _("the first receipt, whole")
    EACH = "each", _("each receipt, what arose until then")


class UnitRule(models.Model):
    """One version of the rule of a unit. `tail` is the recipient that takes what rounding leaves.

    `below_floor` is the agreement by which a unit that the floor does not bind gives its team less.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="share_rules")
    version = models.PositiveSmallIntegerField(_("version"))
    nature = models.CharField(_("kind of unit"), max_length=20, choices=UnitNature.choices)
    title = models.CharField(_("title of the rule"), max_length=200)
    document = models.CharField(_("number of the document"), max_length=120)
    since = models.DateField(_("in force from"))
    carried_by = models.CharField(_("costs are carried by"), max_length=6, choices=CarriedBy.choices)
    tail = models.CharField(_("what rounding leaves goes to"), max_length=40)
    below_floor = models.CharField(_("agreement on a lower share"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["organisation_id", "-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="a_version_of_a_unit_rule_is_made_once"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="versions_of_a_unit_rule_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.document}"

    def reckoned(self) -> arithmetic.Rule:
        """As the arithmetic takes it (prefetch ``shares``)."""
        tiers: dict[int, dict[str, int]] = {}
        for one in self.shares.all():
            tiers.setdefault(one.over, {})[one.recipient] = one.share
        return arithmetic.Rule(
            tuple(arithmetic.Tier(over, shares) for over, shares in sorted(tiers.items())), self.tail
        )


class UnitShare(models.Model):
    """What one recipient gets of the part of the price above `over`; ``team`` are the inventors."""

    rule = models.ForeignKey(UnitRule, on_delete=models.PROTECT, related_name="shares")
    over = models.BigIntegerField(_("above"))
    position = models.PositiveSmallIntegerField()
    recipient = models.CharField(pgettext_lazy("of an income", "recipient"), max_length=40)
    share = models.PositiveSmallIntegerField(_("share"))

    class Meta:
        ordering: ClassVar[list[str]] = ["rule_id", "over", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["rule", "over", "recipient"], name="a_recipient_has_one_share_in_a_tier"
            ),
            models.CheckConstraint(
                condition=Q(over__gte=0, share__lte=10000), name="a_share_of_income_is_a_part_of_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.share}"
