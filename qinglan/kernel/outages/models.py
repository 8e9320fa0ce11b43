"""Outages that were certified."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CertifiedOutage(models.Model):
    """The service was not to be reached from `began` to `ended`; the operator says so. Append-only."""

    began = models.DateTimeField(_("beginning of the outage"))
    ended = models.DateTimeField(_("end of the outage"))
    what = models.CharField(_("what happened"), max_length=300)
    certified_at = models.DateTimeField(_("certified"))
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("certified by")
    )
    extended = models.PositiveIntegerField(_("periods extended"))

    class Meta:
        verbose_name = _("certified outage")
        ordering: ClassVar[list[str]] = ["-began", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ended__gt=F("began")), name="outage_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(certified_at__gte=F("ended")), name="outage_is_certified_when_over"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="outage_says_what_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.began:%Y-%m-%d %H:%M}"
