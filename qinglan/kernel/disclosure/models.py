"""The record of a check before publication."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Clearance(models.Model):
    """Something was cleared for publication: what, by whom, on what basis, over which findings.

    `digest` is that of the texts and files that were checked: another content needs another
    clearance. Findings hold masked numbers only. The table only grows.
    """

    subject = models.CharField(_("subject"), max_length=120, db_index=True)
    digest = models.CharField(max_length=64)
    secrecy_by = models.CharField(_("secrecy check by"), max_length=80)
    secrecy_on = models.DateField(_("secrecy check on"))
    secrecy_basis = models.CharField(_("basis of the secrecy check"), max_length=200)
    publication_by = models.CharField(_("publication check by"), max_length=80)
    publication_on = models.DateField(_("publication check on"))
    publication_basis = models.CharField(_("basis of the publication check"), max_length=200)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    unread = models.JSONField(_("read by a person only"), default=list, blank=True)
    override_reason = models.CharField(_("published all the same because"), max_length=300, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("cleared by")
    )
    cleared_at = models.DateTimeField(_("cleared"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-cleared_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(findings=[]) | ~Q(override_reason=""), name="clearance_over_findings_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(secrecy_basis="") & ~Q(publication_basis=""), name="clearance_has_its_bases"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
