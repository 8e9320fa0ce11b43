"""Cases 申报件: one applicant, one subject, one round."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation
from qinglan.programmes.models.programme import DefinitionVersion
from qinglan.programmes.models.round import Round


class CaseStatus(models.TextChoices):
    """The public status, derived from the work items by `domain.case_status` and stored."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_CHECK = "in_check", _("being checked")
    IN_CORRECTION = "in_correction", _("waiting for correction")
    IN_REVIEW = "in_review", _("under review")
    ON_NOTICE = "on_notice", _("on public notice")
    IN_DECISION = "in_decision", _("before the decision")
    ABOVE = "above", _("with the authority above")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("not granted")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
    LAPSED = "lapsed", _("lapsed")


ENDED = (CaseStatus.GRANTED, CaseStatus.REFUSED, CaseStatus.WITHDRAWN, CaseStatus.LAPSED)
"""States in which nothing more happens to a case."""


@tracked(exclude=("last_saved_at",))
class Case(models.Model):
    """申报件. It keeps the version that its round had when it was begun.

    `territory` is the applicant's when the case was begun and decides which district handles it;
    `recommender` the body that recommends it where the applicant chose one (受理窗口). `number` is given on
    the first submission. `subject_key` tells several cases of one applicant in one round apart (a product,
    a machine); empty where the organisation itself is the subject. `external_number` is its 办件编号 in a
    system above. `revision` rises with every change, so that a stale edit is noticed.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="cases")
    version = models.ForeignKey(DefinitionVersion, on_delete=models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    applicant_name = models.CharField(_("name of the applicant then"), max_length=120)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    recommender = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_key = models.CharField(max_length=160, blank=True)
    subject_name = models.CharField(_("subject of the case"), max_length=160, blank=True)
    number = models.CharField(_("number of the case"), max_length=40, blank=True)
    external_number = models.CharField(_("number in the system above"), max_length=60, blank=True)
    status = models.CharField(
        _("status"), max_length=14, choices=CaseStatus.choices, default=CaseStatus.DRAFT
    )
    step = models.CharField(_("step"), max_length=50, blank=True)
    held_by_objection = models.BooleanField(_("held by an objection"), default=False)
    score = models.DecimalField(_("score"), max_digits=10, decimal_places=4, null=True)
    grade = models.CharField(_("grade"), max_length=50, blank=True)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("begun"))
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    last_saved_at = models.DateTimeField(null=True)
    renews = models.ForeignKey(
        "programmes.Award", on_delete=models.PROTECT, null=True, blank=True, related_name="re_evaluations"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("case")
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "status", "-id"], name="case_by_round_and_status"),
            models.Index(fields=["round", "territory", "status"], name="case_by_round_and_territory"),
            models.Index(fields=["applicant", "-id"], name="case_by_applicant"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "applicant", "subject_key"],
                condition=~Q(status__in=["withdrawn", "lapsed"]),
                name="one_case_per_applicant_subject_and_round",
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="case_numbers_differ"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn", "lapsed"]) | Q(submitted_at__isnull=False),
                name="case_beyond_draft_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["granted", "refused", "withdrawn", "lapsed"], ended_at__isnull=False)
                | (~Q(status__in=["granted", "refused", "withdrawn", "lapsed"]) & Q(ended_at__isnull=True)),
                name="ended_case_has_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.applicant_name} {self.subject_name}".strip()

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("programmes:case", args=[self.pk])


class CaseDraft(models.Model):
    """What the applicant is writing: answers by question id, rows by repeated section; not yet submitted.

    `revision` rises with every save, so that two who write at once notice each other. `standing` is worked out
    on write: by section whether it is asked, begun and done, what is missing, and which questions aren't asked.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="draft")
    answers = models.JSONField(default=dict)
    rows = models.JSONField(default=dict)
    standing = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"draft of {self.case_id}"


class CaseRevision(models.Model):
    """What was submitted, for ever: the first time and after each correction. Append-only.

    `answers` and `rows` are canonical JSON (RFC 8785) with numbers as exact text; `digest` is their SHA-256.
    `facts` is what the system knew at that moment and prefilled or judged by.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    answers = models.TextField()
    rows = models.TextField()
    facts = models.TextField()
    files = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case", "number"], name="revision_numbers_of_a_case_differ"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} / {self.number}"


@tracked()
class CaseFile(models.Model):
    """An attachment to a question (and row), or to the case as a whole."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=50, blank=True)
    question = models.CharField(max_length=50, blank=True)
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.question}"
