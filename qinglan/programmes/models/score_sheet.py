"""Score sheets 评分表 of experts, and what applicants are told of a review."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.panel import PanelAssignment, Way
from qinglan.programmes.models.work_item import WorkItem


class Opinion(models.TextChoices):
    """What an expert says on the whole; it decides only where the scheme has no scoring."""

    RECOMMEND = "recommend", pgettext_lazy("opinion", "recommend")
    AGAINST = "against", pgettext_lazy("opinion", "don't recommend")


class ScoreSheet(models.Model):
    """What one expert handed in on one case; the last of its review counts. Append-only.

    `total` is the sum of the marks, `digest` the SHA-256 of the canonical sheet. `way` says whether it came by
    the page or from a spreadsheet.
    """

    assignment = models.ForeignKey(PanelAssignment, on_delete=models.PROTECT, related_name="sheets")
    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    opinion = models.CharField(_("opinion"), max_length=10, choices=Opinion.choices)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    total = models.DecimalField(_("sum of the marks"), max_digits=12, decimal_places=4)
    digest = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=Way.choices)
    submitted_at = models.DateTimeField(_("submitted"))
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["assignment", "item", "number"], name="sheet_numbers_of_a_review_differ"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} / {self.number}"


class Mark(models.Model):
    """The marks for one item of the scheme, with the expert's reason. Append-only."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="marks")
    item = models.CharField(max_length=50)
    marks = models.DecimalField(_("marks"), max_digits=10, decimal_places=4)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "item"], name="sheet_marks_an_item_once"),
            models.CheckConstraint(condition=Q(marks__gte=0), name="marks_are_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.marks}"


class Evaluation(models.Model):
    """How the review of a case came out: the whole score with its lines, to be replayed. Append-only.

    `sheets` are the digests of the sheets that counted; `score` is that of `judging.score` (None where the
    scheme has no scoring), `revision` the submission it rests on. `flags` are what the secretary was shown.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluations")
    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="evaluation")
    revision = models.PositiveSmallIntegerField()
    sheets = models.JSONField(default=list)
    marks = models.JSONField(default=dict)
    score = models.JSONField(null=True)
    flags = models.JSONField(default=list)
    outcome = models.CharField(max_length=16)
    note = models.CharField(_("note of the secretary"), max_length=1000, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"


class FeedbackReason(models.TextChoices):
    """The coded reasons that applicants are told."""

    BELOW_LINE = "below_line", _("The total is below the line of the scheme.")
    BELOW_MINIMUM = "below_minimum", _("A part that needs a minimum didn't reach it.")
    NOT_NEW = "not_new", _("Compared with known technology the advance is small or not shown.")
    UNPROVEN = "unproven", _("The effect is stated, but measurements or evidence are missing.")
    NO_MARKET = "no_market", _("Orders, users or replication are not shown.")
    NOT_GREEN = "not_green", _("The effect on environment or resources is not shown.")
    OUTSIDE = "outside", _("The subject lies outside the scheme.")
    STRONG = "strong", _("The experts found the case strong; hints for the next step are below.")


@tracked()
class Feedback(models.Model):
    """What the applicant is told of the review: coded reasons and words, until the day that the scheme sets."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedbacks")
    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="feedback")
    codes = ArrayField(models.CharField(max_length=20, choices=FeedbackReason.choices), default=list)
    words = models.TextField(_("in words"), max_length=2000, blank=True)
    due_at = models.DateTimeField(_("due"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(codes=[]), name="sent_feedback_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_at or '-'}"
