"""An official paper on its way from the draft to the stamped scan."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.models.file import StoredFile
from qinglan.kernel.documents.official.content import KINDS
from qinglan.kernel.history.track import tracked


class PaperState(models.TextChoices):
    """Where the paper is."""

    DRAFTED = "drafted", _("drafted")
    TAKEN = "taken", _("taken to the office system")
    NUMBERED = "numbered", _("numbered")
    RETURNED = "returned", _("stamped copy returned")
    DISCARDED = "discarded", _("discarded")


class Comparison(models.TextChoices):
    """What the officer found who compared the stamped copy with the draft."""

    OPEN = "open", _("not compared yet")
    MATCHES = "matches", _("matches")
    DIFFERS = "differs", _("differs")


@tracked()
class Paper(models.Model):
    """A paper of one issuer about one subject; its content is fixed once it is drafted.

    `subject` names what it is about (``plans.version:12``) and `subject_url` where that is shown.
    `version_code` is derived from the content and stands on every page of the print version.
    """

    kind = models.CharField(
        _("kind"), max_length=20, choices=[(key, kind.title) for key, kind in KINDS.items()]
    )
    issuer = models.CharField(_("issuing office"), max_length=80)
    title = models.CharField(_("title"), max_length=200)
    subject = models.CharField(_("what it is about"), max_length=120, db_index=True)
    subject_url = models.CharField(_("address of what it is about"), max_length=300, blank=True)
    content = models.JSONField(_("content"))
    version_code = models.CharField(_("version code"), max_length=20)
    state = models.CharField(
        _("state"), max_length=12, choices=PaperState.choices, default=PaperState.DRAFTED
    )
    revision = models.PositiveIntegerField(default=0)
    mark = models.CharField(_("issuer's mark"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    serial = models.PositiveIntegerField(_("serial number"), null=True, blank=True)
    stamped = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("stamped copy"),
    )
    comparison = models.CharField(
        _("comparison"), max_length=8, choices=Comparison.choices, default=Comparison.OPEN
    )
    comparison_note = models.CharField(_("note on the comparison"), max_length=200, blank=True)
    compared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("compared by"),
    )
    compared_at = models.DateTimeField(_("compared"), null=True, blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("drafted by")
    )
    drafted_at = models.DateTimeField(_("drafted at"))

    class Meta:
        verbose_name = _("official paper")
        ordering: ClassVar[list[str]] = ["-drafted_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["mark", "year", "serial"],
                condition=Q(serial__isnull=False),
                name="one_paper_per_mark_year_and_serial",
            ),
            models.CheckConstraint(
                condition=Q(mark="", year__isnull=True, serial__isnull=True)
                | (~Q(mark="") & Q(year__isnull=False, serial__gt=0)),
                name="paper_number_is_whole_or_absent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["numbered", "returned"]) | Q(serial__isnull=False),
                name="numbered_paper_has_a_number",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(stamped__isnull=False),
                name="returned_paper_has_a_stamped_copy",
            ),
            models.CheckConstraint(
                condition=Q(comparison="open", compared_at__isnull=True)
                | (~Q(comparison="open") & Q(compared_at__isnull=False, stamped__isnull=False)),
                name="compared_paper_has_a_time_and_a_copy",
            ),
            models.CheckConstraint(
                condition=~Q(comparison="differs") | ~Q(comparison_note=""),
                name="differing_copy_has_a_note",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The document number (文号), "" before it was entered."""
        return f"{self.mark}〔{self.year}〕{self.serial}号" if self.serial else ""

    @property
    def light(self) -> str:
        """The light beside the state: late where the copy differs, done once it was compared."""
        if self.comparison == Comparison.DIFFERS:
            return "late"
        if self.state == PaperState.DISCARDED:
            return "idle"
        return "done" if self.comparison == Comparison.MATCHES else "due"

    def get_absolute_url(self) -> str:
        """The officer's page."""
        return reverse("documents:paper", args=[self.pk])


class Form(models.TextChoices):
    """In which form a paper is taken."""

    DOCX = "docx", _("Word document for the office system")
    PRINT = "print", _("print version with a version code")


class Taking(models.Model):
    """One download of a paper: who took which form, when, and the digest of what he got."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="takings")
    form = models.CharField(_("form"), max_length=8, choices=Form.choices)
    digest = models.CharField(max_length=64)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-taken_at", "-id"]

    def __str__(self) -> str:
        return f"{self.paper}: {self.get_form_display()}"
