"""Yearly figures of organisations: the form of a pack, and what an organisation reported on it."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation


class YearlyForm(models.Model):
    """One version of a form (报表), for ever: `digest` is the hash of all that it says.

    `number`, `maker`, `approval` and `valid_until` (表号, 制定机关, 批准文号, 有效期) are printed on it. `kinds`
    names the kinds of organisations that report on it, `due_month` and `due_day` until when in the year
    after. Reports keep the version that they began under; `is_current` tells the one for new reports.
    """

    pack = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    is_current = models.BooleanField(default=True)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160)
    number = models.CharField(_("form number"), max_length=40)
    maker = models.CharField(_("form made by"), max_length=120, blank=True)
    approval = models.CharField(_("approval number"), max_length=80, blank=True)
    valid_until = models.DateField(_("form valid until"), null=True)
    note_zh = models.CharField(max_length=400, blank=True)
    note_en = models.CharField(max_length=400, blank=True)
    territory = models.CharField(max_length=16)
    kinds = ArrayField(models.CharField(max_length=20))
    due_month = models.PositiveSmallIntegerField()
    due_day = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["pack", "slug", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["pack", "slug"],
                condition=Q(is_current=True),
                name="one_current_version_of_a_yearly_form",
            )
        ]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def note(self) -> str:
        """What must be said of the form."""
        return self.note_en if get_language() == "en" else self.note_zh

    def due_on(self, year: int) -> date:
        """The last day for the figures of `year`."""
        return date(year + 1, self.due_month, self.due_day)

    def has_expired(self, today: date) -> bool:
        """Whether the form is past its validity."""
        return self.valid_until is not None and self.valid_until < today


class QuestionKind(models.TextChoices):
    """What an answer is."""

    AMOUNT = "amount", _("a number")
    COUNT = "count", _("a whole number")
    TEXT = "text", _("a text")


class YearlyQuestion(models.Model):
    """One line of a form; `indicator` names the indicator on which an accepted amount is put on record."""

    form = models.ForeignKey(YearlyForm, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    label_zh = models.CharField(max_length=120)
    label_en = models.CharField(max_length=160)
    unit = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=8, choices=QuestionKind.choices)
    required = models.BooleanField(default=True)
    hint_zh = models.CharField(max_length=300, blank=True)
    hint_en = models.CharField(max_length=300, blank=True)
    indicator = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["form_id", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "key"], name="a_question_stands_once_on_its_form")
        ]

    def __str__(self) -> str:
        return self.label_en if get_language() == "en" else self.label_zh

    @property
    def hint(self) -> str:
        """What to fill in."""
        return self.hint_en if get_language() == "en" else self.hint_zh


class ReportState(models.TextChoices):
    """How a report stands; changed by `domain.yearly_report` alone."""

    DRAFT = "draft", pgettext_lazy("report", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("report", "Submitted")
    RETURNED = "returned", pgettext_lazy("report", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "Accepted")
    SUPERSEDED = "superseded", pgettext_lazy("report", "Replaced by a correction")


OPEN = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.RETURNED)


@tracked()
class YearlyReport(models.Model):
    """What one organisation reports for one year on one form; confidential.

    An accepted report is never changed: a correction is a later `version` that names what it `corrects`
    and why; when it is accepted the earlier one is superseded. `form_slug` is that of `form`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="yearly_reports")
    form = models.ForeignKey(YearlyForm, on_delete=models.PROTECT, related_name="reports")
    form_slug = models.SlugField(max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    correction_reason = models.CharField(_("why it is corrected"), max_length=300, blank=True)
    return_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "form_slug", "-version"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-submitted_at"], name="yearly_reports_by_state")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "form_slug", "year", "version"], name="one_report_of_a_version"
            ),
            models.UniqueConstraint(
                fields=["organisation", "form_slug", "year"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="one_open_report_per_form_and_year",
            ),
            models.UniqueConstraint(
                fields=["organisation", "form_slug", "year"],
                condition=Q(state="accepted"),
                name="one_accepted_report_per_form_and_year",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, version=1)
                | (Q(corrects__isnull=False, version__gt=1) & ~Q(correction_reason="")),
                name="a_later_version_says_what_it_corrects_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "superseded"])
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, submitted_at__isnull=False),
                name="an_accepted_report_was_submitted_and_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.year}"


class YearlyAnswer(models.Model):
    """The answer to one question: a number in the question's unit, or a text."""

    report = models.ForeignKey(YearlyReport, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(YearlyQuestion, on_delete=models.PROTECT, related_name="answers")
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["question__position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "question"], name="one_answer_to_a_question")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.text if self.value is None else self.value}"
