"""绿色核验: sheets that were made of an answer, watch lists of banks, and consents of firms to show more."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation
from qinglan.programmes.models.award import Award, AwardChange


class CheckSheet(models.Model):
    """What the register said of a list of codes on a day: canonical bytes (RFC 8785), kept once. Append-only.

    It holds public facts alone. `code` stands on the print and leads back here.
    """

    code = models.CharField(max_length=14, unique=True)
    content = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """Its page, for whoever has the code."""
        return reverse("checking:sheet", args=[self.code])


@tracked()
class Watch(models.Model):
    """A code that a bank watches. Only the bank's people see it: a list of customers is the bank's secret.

    `organisation` is filled where the code was on record; a code that isn't is watched all the same.
    """

    bank = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="watches")
    code = models.CharField(_("code"), max_length=18)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(_("added"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("watched code")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["code"], condition=Q(ended_at__isnull=True), name="standing_watch_by_code"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bank", "code"],
                condition=Q(ended_at__isnull=True),
                name="a_bank_watches_a_code_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True) | Q(ended_at__isnull=False),
                name="only_an_ended_watch_says_who_ended_it",
            ),
        ]

    def __str__(self) -> str:
        return self.code


@tracked()
class WatchAlert(models.Model):
    """What happened to an award of a watched code; `seen_at` when somebody of the bank noted it."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="alerts")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    change = models.ForeignKey(AwardChange, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    seen_at = models.DateTimeField(_("noted"), null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("alert of a watch list")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["watch", "change"], name="one_alert_per_watch_and_change"),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="noted_alert_says_who_noted_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.change_id}"


class GrantState(models.TextChoices):
    """How a bank's request for more than public facts stands; changed by `domain.data_grant` alone."""

    ASKED = "asked", _("waits for the firm")
    GRANTED = "granted", _("consented")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("taken back by the bank")
    WITHDRAWN = "withdrawn", _("consent withdrawn")
    LAPSED = "lapsed", _("run out")


class DataPart(models.TextChoices):
    """What a firm may let a bank see."""

    SCORES = "scores", _("Scores of its cases")
    FIGURES = "figures", _("Its accepted yearly figures")
    PAYMENTS = "payments", _("What it was paid under the schemes")


@tracked()
class DataGrant(models.Model):
    """A bank asks a firm to let it see `parts` for a stated purpose; the firm consents until `valid_to`.

    Nothing follows from a consent past its last day, withdrawn or not answered.
    """

    bank = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="data_asked_for")
    firm = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="data_asked_of")
    parts = ArrayField(models.CharField(max_length=10, choices=DataPart.choices), verbose_name=_("data"))
    purpose = models.CharField(_("purpose"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=GrantState.choices, default=GrantState.ASKED)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    valid_to = models.DateField(_("last day"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("request for a firm's data")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["bank", "firm"],
                condition=Q(state__in=["asked", "granted"]),
                name="one_open_request_per_bank_and_firm",
            ),
            models.CheckConstraint(condition=~Q(bank=F("firm")), name="nobody_asks_himself_for_data"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "withdrawn", "lapsed"])
                | Q(valid_to__isnull=False, answered_at__isnull=False),
                name="consent_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "granted"], ended_at__isnull=True)
                | (~Q(state__in=["asked", "granted"]) & Q(ended_at__isnull=False)),
                name="ended_request_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank} → {self.firm}"

    def get_absolute_url(self) -> str:
        """Its page, for both sides."""
        return reverse("checking:grant", args=[self.pk])


class DataLook(models.Model):
    """One look of a bank at what a firm consented to. Append-only; the firm reads it."""

    grant = models.ForeignKey(DataGrant, on_delete=models.PROTECT, related_name="looks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.read_at:%Y-%m-%d %H:%M}"
