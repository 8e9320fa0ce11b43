"""Rounds 批次: what an officer opens each time, without touching the definition."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.documents.models import Paper, StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation
from qinglan.programmes.models.programme import DefinitionVersion


class RoundState(models.TextChoices):
    """Where a round stands."""

    DRAFT = "draft", _("being prepared")
    ANNOUNCED = "announced", _("announced")
    OPEN = "open", _("open for applications")
    CLOSED = "closed", _("closed for applications")
    FINISHED = "finished", _("finished")
    CANCELLED = "cancelled", _("cancelled")


@tracked()
class Round(models.Model):
    """批次. `opens_at` and `closes_at` are moments: at `closes_at` it is too late.

    `closed_at` is the true end where outages or the officer extended it. `revision` rises with every change.
    A round with `re_evaluates_by` takes nothing but awards whose re-evaluation is due by that day.
    """

    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("title of the round"), max_length=160)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number of the round in its year"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    total_quota = models.PositiveIntegerField(_("number of awards at most"), null=True, blank=True)
    re_evaluates_by = models.DateField(_("re-evaluates awards due by"), null=True, blank=True)
    issuer = models.CharField(_("issuing office"), max_length=80)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_telephone = models.CharField(_("telephone of the office"), max_length=30, blank=True)
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)
    call = models.ForeignKey(
        Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("call 通知")
    )
    revision = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("round")
        ordering: ClassVar[list[str]] = ["-opens_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="round_closes_after_it_opens"
            ),
            models.UniqueConstraint(
                fields=["version", "year", "number"], name="round_numbers_of_a_year_differ"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the round."""
        return reverse("programmes:round", args=[self.pk])

    def named_in(self, text: str) -> str:
        """How a text of a letter names it: without the scheme's title where {programme} stands beside it."""
        short = self.title.removeprefix(self.version.title_zh).strip() if "{programme}" in text else ""
        return short or self.title


@tracked()
class RoundQuota(models.Model):
    """How many cases a district, or a park or other body that recommends, may put forward; empty is no limit."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="quotas")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    quota = models.PositiveIntegerField(_("quota"), null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(territory__isnull=False, organisation__isnull=True)
                | Q(territory__isnull=True, organisation__isnull=False),
                name="quota_is_of_a_territory_or_of_a_body",
            ),
            models.UniqueConstraint(
                fields=["round", "territory"],
                condition=Q(territory__isnull=False),
                name="one_quota_per_territory",
            ),
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_quota_per_recommending_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.territory or self.organisation}: {self.quota}"


class RoundFile(models.Model):
    """An attachment of a round, public with it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=160)

    def __str__(self) -> str:
        return self.title
