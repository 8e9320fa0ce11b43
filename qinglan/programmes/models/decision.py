"""Decisions: prepared one by one, released in a batch."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.documents.models import Paper
from qinglan.kernel.history.track import tracked
from qinglan.programmes.models.case import Case
from qinglan.programmes.models.round import Round
from qinglan.programmes.models.work_item import WorkItem


class Verdict(models.TextChoices):
    """What is decided; return for revision is a normal verdict."""

    GRANT = "grant", _("grant")
    REFUSE = "refuse", _("refuse")
    RETURN = "return", _("return for revision")


class Release(models.Model):
    """A batch of decisions made public at once 公布. Append-only but for its paper."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="releases")
    released_at = models.DateTimeField(_("released"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(_("basis of the publication"), max_length=200)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.released_at:%Y-%m-%d}"


@tracked()
class Decision(models.Model):
    """The verdict on a case, with reasons. Prepared by one, released by another; after the release it stays."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    item = models.OneToOneField(WorkItem, on_delete=models.PROTECT, related_name="decision")
    verdict = models.CharField(_("verdict"), max_length=8, choices=Verdict.choices)
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    reason = models.TextField(_("reason in words"), max_length=2000, blank=True)
    clause = models.CharField(_("clause"), max_length=200, blank=True)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("prepared"))
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("decision")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(verdict="grant") | ~Q(reason=""), name="decision_that_does_not_grant_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.verdict}"
