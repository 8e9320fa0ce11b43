"""Needs 技术需求 and their parts. Changed by the verbs of ``domain`` alone."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.market.models import listing as common
from qinglan.market.models.choices import BudgetSource, IpArrangement, NeedKind


@tracked(exclude=common.UNTRACKED)
class Need(common.Listing):
    """One need. Budget in 分. `is_anonymous`: others read `alias` (“长寿区某化工企业”) in place of the owner.

    `trl_wanted` is the least level of readiness that would do.
    """

    SIDE = "need"
    kind = models.CharField(_("kind of need"), max_length=12, choices=NeedKind.choices)
    deadline = models.DateField(_("to be solved by"), null=True, blank=True)
    budget_min = models.BigIntegerField(_("budget, from"), null=True, blank=True)
    budget_max = models.BigIntegerField(_("budget, up to"), null=True, blank=True)
    budget_source = models.CharField(
        _("source of the money"), max_length=10, choices=BudgetSource.choices, blank=True
    )
    ip_arrangement = models.CharField(
        _("to whom the results belong"), max_length=12, choices=IpArrangement.choices, blank=True
    )
    ip_note = models.CharField(_("more on the results"), max_length=300, blank=True)
    trl_wanted = models.PositiveSmallIntegerField(_("readiness at least"), null=True, blank=True)
    is_anonymous = models.BooleanField(_("without the name of the unit"), default=False)
    alias = models.CharField(_("shown in place of the name"), max_length=60, blank=True)
    alias_en = models.CharField(_("the same in English"), max_length=120, blank=True)
    revises = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="changes", editable=False
    )

    class Meta(common.Listing.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *common.Listing.Meta.constraints,
            models.CheckConstraint(
                condition=Q(trl_wanted__isnull=True) | Q(trl_wanted__gte=1, trl_wanted__lte=9),
                name="a_wanted_readiness_is_one_to_nine",
            ),
            models.CheckConstraint(
                condition=(Q(budget_min__isnull=True) | Q(budget_min__gte=0))
                & (Q(budget_max__isnull=True) | Q(budget_max__gte=0))
                & (
                    Q(budget_min__isnull=True)
                    | Q(budget_max__isnull=True)
                    | Q(budget_min__lte=F("budget_max"))
                ),
                name="a_budget_goes_from_less_to_more",
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | ~Q(alias=""), name="an_anonymous_need_has_an_alias"
            ),
        ]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("needs:record", args=[self.pk])


class NeedContact(common.Contact):
    """Whom to ask about a need."""

    listing = models.OneToOneField(Need, on_delete=models.CASCADE, primary_key=True, related_name="contact")


@tracked()
class NeedField(common.Field):
    """A field of a need."""

    listing = common.part_of("market.Need", "fields")

    class Meta(common.Field.Meta):
        pass


@tracked()
class NeedVisibility(common.Visibility):
    """Who sees a part of a need."""

    listing = common.part_of("market.Need", "visibilities")

    class Meta(common.Visibility.Meta):
        pass


@tracked()
class NeedAttachment(common.Attachment):
    """A file of a need."""

    listing = common.part_of("market.Need", "attachments")

    class Meta(common.Attachment.Meta):
        pass


class NeedStep(common.LogStep):
    """A step of a need."""

    listing = common.part_of("market.Need", "steps")

    class Meta(common.LogStep.Meta):
        pass


class NeedSnapshot(common.Snapshot):
    """A public version of a need."""

    listing = common.part_of("market.Need", "snapshots")

    class Meta(common.Snapshot.Meta):
        pass


@tracked()
class Indicator(models.Model):
    """A figure to be reached: present value → wanted value."""

    listing = common.part_of("market.Need", "indicators")
    name = models.CharField(_("figure"), max_length=80)
    present = models.CharField(_("present value"), max_length=60, blank=True)
    wanted = models.CharField(_("wanted value"), max_length=60)
    unit = models.CharField(_("unit"), max_length=30, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["listing", "name"], name="a_need_names_a_figure_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.present} → {self.wanted} {self.unit}".strip()
