"""The log of changes to the clock."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One change: who, when (real and shown time), by how much, how fast from then on, and why.

    The table only grows. The setting itself is one row without a model (``clock_setting``).
    """

    made_at = models.DateTimeField(_("real time"))
    shown_before = models.DateTimeField(_("shown before"))
    shown_after = models.DateTimeField(_("shown after"))
    ahead = models.DurationField(_("moved ahead by"))
    factor = models.PositiveIntegerField(_("times as fast"))
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="clock_change_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M:%S} +{self.ahead} ×{self.factor}"
