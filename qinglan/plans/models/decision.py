"""What an official decided about something that the reader found."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.TextChoices):
    """The decision on one item of the reading."""

    PROPOSED = "proposed", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    ADDED = "added", _("added by hand")
    DROPPED = "dropped", _("dropped")


class Decided(models.Model):
    """Fields of everything that an official decides on; `revision` guards against stale edits."""

    decision = models.CharField(
        _("decision"), max_length=12, choices=Decision.choices, default=Decision.PROPOSED
    )
    revision = models.PositiveIntegerField(default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def counts(self) -> bool:
        """Whether the item belongs to the plan as read: not dropped."""
        return self.decision != Decision.DROPPED
