"""Amounts and entries as one list."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.models.entry import Level
from qinglan.kernel.measures.models.indicator import Confidentiality, Indicator, Kind


class State(models.TextChoices):
    """Whether a record stands, and what became of it."""

    CURRENT = "current", _("on record")
    CORRECTED = "corrected", _("replaced by a correction")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Line(models.Model):
    """One figure or entry, read from a view of the database; nothing is written here.

    `year` of an entry is the year of its first day.
    """

    id = models.CharField(primary_key=True, max_length=24)
    record_id = models.BigIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    indicator = models.ForeignKey(Indicator, on_delete=models.DO_NOTHING, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.DO_NOTHING, related_name="+")
    subject_code = models.CharField(max_length=18)
    subject_name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True)
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    stage = models.CharField(_("stage"), max_length=40)
    number = models.CharField(_("document number"), max_length=80)
    valid_from = models.DateField(_("on the list from"), null=True)
    valid_to = models.DateField(_("until"), null=True)
    evidence = models.CharField(_("evidence"), max_length=400)
    confidentiality = models.CharField(_("who sees it"), max_length=16, choices=Confidentiality.choices)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+")
    reported_on = models.DateField(_("date of the report"))
    recorded_at = models.DateTimeField(_("recorded"))
    closing_reason = models.CharField(max_length=200)

    class Meta:
        managed = False
        db_table = "measures_line"
        ordering: ClassVar[list[str]] = ["-recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.subject} {self.year}"

    @property
    def subject(self) -> str:
        """Whom the record is about, as shown."""
        return self.subject_name or self.territory.name
