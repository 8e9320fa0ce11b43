"""What external auditors leave behind: the log of their reads, samples, and evidence sheets 取证单."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.parties.models import Assignment
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.programme import Programme


class AuditReading(models.Model):
    """One page or file that an external auditor asked for, under which assignment. Append-only."""

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=7)
    address = models.CharField(_("address"), max_length=500)
    status = models.PositiveSmallIntegerField(_("answer"))
    read_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("read of an auditor")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["reader", "-id"], name="audit_readings_of_a_reader"),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.address}"


class Sample(models.Model):
    """A sample of a scheme's cases of a year, drawn by a recorded seed so that anybody draws it again.

    `population` holds the case numbers in their order, one a line; `drawn` those that were drawn, in the
    order of the draw. Append-only.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="audit_samples")
    year = models.PositiveSmallIntegerField(_("year"))
    size = models.PositiveSmallIntegerField(_("size"))
    seed = models.CharField(_("seed"), max_length=64)
    algorithm = models.CharField(max_length=40)
    population = models.TextField()
    digest = models.CharField(_("digest of the population"), max_length=64)
    drawn = models.JSONField(default=list)
    drawn_at = models.DateTimeField(_("drawn"))
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("sample")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=~Q(seed="") & Q(size__gt=0), name="sample_has_seed_and_size"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.year} / {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("audit:sample", args=[self.pk])


class EvidenceSheet(models.Model):
    """取证单: what an auditor found, on which evidence, for the audited body to confirm by seal.

    `rows` are pairs of evidence and address. Append-only: a correction is another sheet.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="evidence_sheets")
    year = models.PositiveSmallIntegerField(_("year"))
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence_sheets"
    )
    number = models.CharField(_("number"), max_length=40, unique=True)
    audited = models.CharField(_("audited body"), max_length=120)
    matter = models.CharField(_("matter"), max_length=200)
    statement = models.TextField(_("what was found"), max_length=4000)
    rows = models.JSONField(default=list)
    rule = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evidence sheet")
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("audit:evidence-sheet", args=[self.pk])
