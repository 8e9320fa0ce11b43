"""Notices inside a unit 公示: of an agreed price, of cash rewards; and objections to them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.contracts.models.conversion import Conversion
from qinglan.contracts.models.distribution import Distribution
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked


class ShareNoticeState(models.TextChoices):
    """How a notice stands."""

    DRAFTED = "drafted", pgettext_lazy("notice in a unit", "paper drafted")
    POSTED = "posted", pgettext_lazy("notice in a unit", "posted")
    CLOSED = "closed", pgettext_lazy("notice in a unit", "ended without an upheld objection")
    UPSET = "upset", pgettext_lazy("notice in a unit", "ended by an upheld objection")
    DROPPED = "dropped", pgettext_lazy("notice in a unit", "dropped before it was posted")


NOTICE_LIGHTS = {
    ShareNoticeState.DRAFTED: "idle",
    ShareNoticeState.POSTED: "due",
    ShareNoticeState.CLOSED: "done",
    ShareNoticeState.UPSET: "late",
    ShareNoticeState.DROPPED: "idle",
}
STANDING = ("drafted", "posted", "closed")


@tracked(exclude=("content",))
class ShareNotice(models.Model):
    """One notice, of a price (`conversion`) or of rewards (`distribution`). The day of posting does not count.

    `content` is the paper as typed data; it names people and their amounts where the law asks for it, and is read
    by the people of the unit alone.
    """

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="notices")
    distribution = models.ForeignKey(
        Distribution, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    state = models.CharField(max_length=7, choices=ShareNoticeState.choices)
    content = models.JSONField()
    version_code = models.CharField(_("version code"), max_length=20)
    contact = models.CharField(_("contact for objections"), max_length=200)
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    document_number = models.CharField(_("document number"), max_length=80, blank=True)
    stamped = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField(_("posted"), null=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    last_day = models.DateField(_("last day"), null=True)
    ends_at = models.DateTimeField(_("ends"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ends_at"], condition=Q(state="posted"), name="share_notices_that_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["conversion"],
                condition=Q(distribution__isnull=True, state__in=STANDING),
                name="one_standing_notice_of_a_price",
            ),
            models.UniqueConstraint(
                fields=["distribution"],
                condition=Q(distribution__isnull=False, state__in=STANDING),
                name="one_standing_notice_of_rewards",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "dropped"])
                | Q(posted_at__isnull=False, last_day__isnull=False, ends_at__isnull=False),
                name="a_posted_share_notice_has_its_end",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__gte=F("ends_at")),
                name="a_share_notice_stands_to_its_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.content.get("title", ""))

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("contracts:share-notice", args=[self.pk])

    @property
    def light(self) -> str:
        """The light beside its state."""
        return NOTICE_LIGHTS[ShareNoticeState(self.state)]


@tracked()
class ShareNoticeFile(models.Model):
    """A file that hangs with the notice; it went through the gate before."""

    notice = models.ForeignKey(ShareNotice, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.file_id)


class ShareRuling(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", pgettext_lazy("objection in a unit", "not ruled on yet")
    DISMISSED = "dismissed", pgettext_lazy("objection in a unit", "dismissed")
    UPHELD = "upheld", pgettext_lazy("objection in a unit", "upheld")


@tracked(exclude=("text", "answer"))
class ShareObjection(models.Model):
    """An objection 异议 by somebody of the unit. Only those who rule on it, and who filed it, read the words."""

    notice = models.ForeignKey(ShareNotice, on_delete=models.PROTECT, related_name="objections")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("filed"))
    text = models.CharField(_("what is wrong, and what proves it"), max_length=3000)
    state = models.CharField(max_length=9, choices=ShareRuling.choices)
    answer = models.CharField(_("ruling and reasons"), max_length=2000, blank=True)
    ruled_at = models.DateTimeField(_("ruled"), null=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["notice", "filed_by"],
                condition=Q(state="open"),
                name="one_open_objection_a_person_to_a_share_notice",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ruled_at__isnull=True, answer="")
                | (~Q(state="open") & Q(ruled_at__isnull=False) & ~Q(answer="")),
                name="a_ruling_in_a_unit_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.state}"
