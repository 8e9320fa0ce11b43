"""What was found on each requirement of a case, at each moment, and what departments replied."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.parties.models import Organisation
from qinglan.programmes.models.case import Case


class Finding(models.TextChoices):
    """What was found."""

    MET = "met", _("met")
    UNMET = "unmet", _("not met")
    UNKNOWN = "unknown", _("unknown")
    PERSON = "person", _("needs a person")


class RequirementVerdict(models.Model):
    """One requirement at one moment: by the system, or by a person who judged it. Append-only; the last counts."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="verdicts")
    requirement = models.CharField(max_length=50)
    moment = models.CharField(max_length=14)
    finding = models.CharField(max_length=8, choices=Finding.choices)
    formula = models.TextField(blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_person = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "moment", "requirement"], name="verdict_by_case_and_moment")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.requirement}: {self.finding}"


class Reply(models.TextChoices):
    """A department's answer; silence is pending."""

    PENDING = "pending", _("pending")
    CLEAR = "clear", _("no objection")
    HIT = "hit", _("objection")


@tracked()
class DepartmentReply(models.Model):
    """联合审查: what one department said on one case at one moment; answered on screen or by spreadsheet.

    `organisation` is the department where it is registered here; others get a letter and a spreadsheet.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="replies")
    requirement = models.CharField(max_length=50)
    department = models.CharField(_("department"), max_length=80)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moment = models.CharField(max_length=14)
    reply = models.CharField(_("reply"), max_length=8, choices=Reply.choices, default=Reply.PENDING)
    reason = models.CharField(_("reason of the department"), max_length=500, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    replied_at = models.DateTimeField(_("replied"), null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(_("source of the reply"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "requirement", "moment"], name="one_reply_per_case_requirement_and_moment"
            ),
            models.CheckConstraint(
                condition=Q(reply="pending", replied_at__isnull=True)
                | (~Q(reply="pending") & Q(replied_at__isnull=False)),
                name="given_reply_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(reply="hit") | ~Q(reason=""), name="objection_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.department}: {self.reply}"
