"""Public notices 公示: which cases stand in them, until when, and proof that they stood."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.documents.models import Paper, StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.round import Round


class NoticeState(models.TextChoices):
    """Where a notice stands."""

    POSTED = "posted", pgettext_lazy("state of a notice", "posted")
    CLOSED = "closed", pgettext_lazy("state of a notice", "closed")
    WITHDRAWN = "withdrawn", _("taken down")


@tracked()
class Notice(models.Model):
    """公示. The day of posting doesn't count; `ends_at` is the first moment that is too late.

    `length` and `unit` are those of the definition, `closing_hour` the stated hour, empty for 24:00.
    `counted_from` is the day after which the period runs: that of posting, or of the last change of the list.
    `is_provisional`: a holiday notice that isn't out yet may move the end. A job closes a notice whose end has
    come. `revision` rises with every change.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notices")
    step = models.CharField(_("step"), max_length=50)
    title = models.CharField(_("title of the notice"), max_length=200)
    state = models.CharField(
        _("state"), max_length=10, choices=NoticeState.choices, default=NoticeState.POSTED
    )
    posted_at = models.DateTimeField(_("posted"))
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    length = models.PositiveSmallIntegerField(_("length"))
    unit = models.CharField(_("counted in"), max_length=12)
    closing_hour = models.TimeField(_("closing hour"), null=True, blank=True)
    counted_from = models.DateField(_("counted from"))
    last_day = models.DateField(_("last day"))
    ends_at = models.DateTimeField(_("ends"))
    is_provisional = models.BooleanField(_("the end is provisional"), default=False)
    contact = models.CharField(_("contact for objections"), max_length=200)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)
    withdrawal_reason = models.CharField(_("reason for taking it down"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("public notice")
        ordering: ClassVar[list[str]] = ["-posted_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends_at"], condition=Q(state="posted"), name="posted_notice_by_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("posted_at")), name="notice_ends_after_posting"),
            models.CheckConstraint(
                condition=Q(last_day__gt=F("counted_from")), name="first_day_of_a_notice_does_not_count"
            ),
            models.CheckConstraint(
                condition=Q(state="posted", closed_at__isnull=True)
                | (~Q(state="posted") & Q(closed_at__isnull=False)),
                name="closed_notice_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__gte=F("ends_at")),
                name="notice_closes_after_its_end",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawal_reason=""),
                name="notice_is_taken_down_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page of the notice."""
        return reverse("notices:notice", args=[self.pk])


class EntryOutcome(models.TextChoices):
    """How a case left a notice."""

    STANDING = "", _("on this notice")
    UNOPPOSED = "unopposed", _("went on")
    UPHELD = "upheld", _("taken off after an objection")
    DROPPED = "dropped", _("no longer on the list")


@tracked()
class NoticeEntry(models.Model):
    """A case on a notice, with what the list says of it. A case that an objection holds stays on its entry."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="entries")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notice_entries")
    place = models.PositiveIntegerField()
    name = models.CharField(_("name"), max_length=120)
    subject = models.CharField(_("subject"), max_length=160, blank=True)
    territory = models.CharField(_("territory"), max_length=60)
    added_at = models.DateTimeField(_("put on the list"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=EntryOutcome.choices, default=EntryOutcome.STANDING, blank=True
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "case"], name="a_case_stands_once_on_a_notice"),
            models.UniqueConstraint(fields=["notice", "place"], name="places_on_a_notice_differ"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(settled_at__isnull=True), name="a_case_stands_on_one_open_notice"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="settled_notice_entry_has_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(part for part in (self.name, self.subject) if part)


class NoticeFile(models.Model):
    """An attachment of a notice, public with it. Append-only."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.file_id}"


class ChangeKind(models.TextChoices):
    """What changed while a notice stood."""

    EXTENDED = "extended", _("extended")
    OUTAGE = "outage", _("extended after an outage")
    ADDED = "added", _("list changed, counted anew")


class NoticeChange(models.Model):
    """A change of a posted notice: its end before and after, and why. Append-only; the public page shows it."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind of change"), max_length=8, choices=ChangeKind.choices)
    from_moment = models.DateTimeField(_("end before"))
    to_moment = models.DateTimeField(_("end after"))
    reason = models.CharField(_("reason"), max_length=300)
    outage_began = models.DateTimeField(_("outage began"), null=True)
    outage_ended = models.DateTimeField(_("outage ended"), null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(to_moment__gte=F("from_moment")), name="change_never_shortens_a_notice"
            ),
            models.CheckConstraint(
                condition=Q(kind="outage", outage_began__lt=F("outage_ended"))
                | (~Q(kind="outage") & Q(outage_began__isnull=True, outage_ended__isnull=True)),
                name="outage_of_a_notice_has_both_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.kind}"


class SnapshotCause(models.TextChoices):
    """Why a snapshot was taken."""

    POSTED = "posted", pgettext_lazy("notice", "posting")
    HOURLY = "hourly", _("hourly")
    CHANGED = "changed", _("change")
    CLOSED = "closed", _("end")


class NoticeText(models.Model):
    """The public content of a notice as it once stood: canonical bytes (RFC 8785), kept once. Append-only."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="texts")
    digest = models.CharField(max_length=64)
    content = models.TextField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["notice", "digest"], name="a_text_of_a_notice_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.digest[:8]}"


class NoticeSnapshot(models.Model):
    """What readers saw at a moment: digest of the public content. One an hour while posted. Append-only."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="snapshots")
    cause = models.CharField(_("taken at"), max_length=8, choices=SnapshotCause.choices)
    taken_at = models.DateTimeField()
    hour = models.DateTimeField()
    digest = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar[list[str]] = ["taken_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["notice", "hour"],
                condition=Q(cause="hourly"),
                name="one_hourly_snapshot_per_notice_and_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.taken_at:%Y-%m-%d %H:%M}"
