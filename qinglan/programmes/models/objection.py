"""Objections 异议 with real name, and leads 线索 without one."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.history.track import tracked
from qinglan.programmes.models.notice import Notice, NoticeEntry


class Ruling(models.TextChoices):
    """What became of an objection."""

    OPEN = "open", _("being looked into")
    DISMISSED = "dismissed", _("dismissed")
    UPHELD = "upheld", _("upheld")


@tracked(exclude=("ruling_reason",))
class Objection(models.Model):
    """异议, received in time: it holds its own case until it is ruled on.

    Who objected and what was written lie apart (`Objector`) and can be erased. `number` is random: whoever
    knows it sees how the objection stands, and nothing of the person. `ruling_due_at` and `answer_due_at` come
    from rules that are data.
    """

    entry = models.ForeignKey(NoticeEntry, on_delete=models.PROTECT, related_name="objections")
    number = models.CharField(_("number of the objection"), max_length=14, unique=True)
    received_at = models.DateTimeField(_("received"))
    ruling_due_at = models.DateTimeField(_("to be ruled on until"))
    state = models.CharField(_("ruling"), max_length=10, choices=Ruling.choices, default=Ruling.OPEN)
    ruling_reason = models.TextField(_("reason of the ruling"), max_length=2000, blank=True)
    ruled_at = models.DateTimeField(_("ruled on"), null=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answer_due_at = models.DateTimeField(_("to be answered until"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_how = models.CharField(_("how it was answered"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("objection")
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["ruling_due_at"], condition=Q(state="open"), name="open_objection_by_end"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="open", ruled_at__isnull=True, answer_due_at__isnull=True)
                | (
                    ~Q(state="open")
                    & Q(ruled_at__isnull=False, answer_due_at__isnull=False)
                    & ~Q(ruling_reason="")
                ),
                name="ruled_objection_has_moment_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_how="")
                | (Q(answered_at__gte=F("ruled_at")) & ~Q(answered_how="")),
                name="objection_is_answered_after_its_ruling",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The officers' page of the objection."""
        return reverse("notices:objection", args=[self.pk])


class Objector(models.Model):
    """Who objected, and what was written: personal data, without history, erasable. The contact is sealed."""

    objection = models.OneToOneField(
        Objection, on_delete=models.CASCADE, primary_key=True, related_name="objector"
    )
    name = models.CharField(_("name of the objector"), max_length=60, blank=True)
    organisation = models.CharField(_("unit of the objector"), max_length=120, blank=True)
    contact = models.TextField(_("telephone or mailbox"), blank=True)
    statement = models.TextField(_("what is objected"), max_length=4000, blank=True)
    evidence = models.TextField(_("where it can be checked"), max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"{self.objection_id}"


class ObjectionFile(models.Model):
    """Evidence of an objection."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.objection_id}"


@tracked(exclude=("text", "finding"))
class Lead(models.Model):
    """线索: an anonymous letter about a notice. It holds nothing; what was found is noted."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="leads")
    entry = models.ForeignKey(NoticeEntry, on_delete=models.PROTECT, null=True, related_name="leads")
    text = models.TextField(_("what it says"), max_length=4000)
    received_at = models.DateTimeField(_("received"))
    finding = models.TextField(_("what was found"), max_length=2000, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lead")
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True, finding="") | (Q(noted_at__isnull=False) & ~Q(finding="")),
                name="noted_lead_says_what_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M}"
