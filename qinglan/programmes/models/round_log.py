"""What was done about a round: its end moved, applicants reminded. Append-only."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qinglan.programmes.models.case import Case
from qinglan.programmes.models.round import Round


class RoundExtension(models.Model):
    """The end of a round was put off, with the reason; where an outage was the cause, its two moments."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    from_moment = models.DateTimeField(_("end before"))
    to_moment = models.DateTimeField(_("end after"))
    reason = models.CharField(_("reason"), max_length=500)
    outage_began = models.DateTimeField(_("outage began"), null=True)
    outage_ended = models.DateTimeField(_("outage ended"), null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(to_moment__gt=F("from_moment")), name="extension_puts_the_end_off"
            ),
            models.CheckConstraint(
                condition=Q(outage_began__isnull=True, outage_ended__isnull=True)
                | Q(outage_began__lt=F("outage_ended")),
                name="outage_of_an_extension_has_both_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.to_moment:%Y-%m-%d}"


class RoundChase(models.Model):
    """The people of a case that was begun and not submitted were reminded of it; once a day."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="chases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="chases")
    on = models.DateField()
    recipients = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "on"], name="one_reminder_per_case_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"
