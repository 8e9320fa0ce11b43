"""One version of a plan: a draft for comment, the final text, an amended text."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.plans.models.plan import Plan
from qinglan.plans.models.text import in_language


class Stage(models.TextChoices):
    """Where the document itself stands."""

    DRAFT_FOR_COMMENT = "draft_for_comment", _("draft for comment")
    FINAL = "final", _("final text")


class VersionState(models.TextChoices):
    """Where our reading of it stands."""

    READING = "reading", _("being confirmed")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


@tracked()
class Version(models.Model):
    """A version with its text and our reading of it.

    `revision` counts changes of state; a form sends the one that it was drawn from. `text_digest`
    is the SHA-256 of the attached official text; "" while only structure and quotes are here.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=VersionState.choices, default=VersionState.READING
    )
    revision = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title as printed"), max_length=200)
    status_printed = models.CharField(_("status as printed"), max_length=40, blank=True)
    summary_zh = models.TextField(_("summary"), blank=True)
    summary_en = models.TextField(_("English summary"), blank=True)
    note_zh = models.TextField(_("note"), blank=True)
    note_en = models.TextField(_("English note"), blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("base year of growth"), null=True, blank=True)
    horizon = models.PositiveSmallIntegerField(_("horizon"), null=True, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_address = models.URLField(_("address of the source"), max_length=400, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    text_file = models.CharField(_("file"), max_length=200, blank=True)
    pack_digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["plan", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_numbers_of_a_plan_differ"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_version_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawal_reason=""),
                name="withdrawn_version_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"

    @property
    def summary(self) -> str:
        """Our own summary in the reader's language."""
        return in_language(self.summary_zh, self.summary_en)

    @property
    def note(self) -> str:
        """What a reader must know about this version, in his language."""
        return in_language(self.note_zh, self.note_en)

    @property
    def is_public(self) -> bool:
        """Whether everybody sees it: published, or withdrawn after it had been published."""
        return self.state != VersionState.READING and self.published_at is not None

    @property
    def has_text(self) -> bool:
        """Whether the official text is attached."""
        return bool(self.text_digest)
