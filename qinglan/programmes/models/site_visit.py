"""Site visits 现场核查: team, day, checklist, findings, photographs, signed report."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.work_item import WorkItem


@tracked()
class SiteVisit(models.Model):
    """One visit to one case's site. `checklist` is as the scheme had it when the visit was planned.

    `report` is the report that the team and the visited signed; with it the visit can be concluded.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="site_visit")
    on = models.DateField(_("day of the visit"))
    place = models.CharField(_("place"), max_length=200)
    checklist = models.JSONField(default=list)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    report = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(_("concluded"), null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("site visit")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True) | Q(report__isnull=False),
                name="concluded_visit_has_its_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.on}"


@tracked()
class Visitor(models.Model):
    """One of the team."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits")
    leads = models.BooleanField(_("leads the team"), default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-leads", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["visit", "user"], name="team_names_a_person_once"),
            models.UniqueConstraint(fields=["visit"], condition=Q(leads=True), name="one_leader_per_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.user_id}"


class VisitFinding(models.TextChoices):
    """What was found on a line of the checklist."""

    AGREES = "agrees", pgettext_lazy("visit", "agrees with the application")
    DIFFERS = "differs", pgettext_lazy("visit", "differs")
    NOT_THERE = "not_there", pgettext_lazy("visit", "could not be seen")


class VisitLine(models.Model):
    """What was found on one line, and said about it; the last of a line counts. Append-only."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.PROTECT, related_name="lines")
    line = models.PositiveSmallIntegerField()
    finding = models.CharField(max_length=10, choices=VisitFinding.choices)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(finding="agrees") | ~Q(note=""), name="finding_that_differs_is_described"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.line} {self.finding}"


class VisitPhoto(models.Model):
    """A photograph of a line of the checklist (None: of the whole). Append-only."""

    visit = models.ForeignKey(SiteVisit, on_delete=models.PROTECT, related_name="photos")
    line = models.PositiveSmallIntegerField(null=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.line}"
