"""What happened to an organisation, and who came after it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from qinglan.parties.models.organisation import Organisation


class ChangeKind(models.TextChoices):
    """The acts on an organisation."""

    PRELOADED = "preloaded", _("Preloaded from a roster")
    REGISTERED = "registered", _("Entered by an officer")
    EDITED = "edited", _("Particulars changed")
    CLAIMED = "claimed", _("Claimed by its administrator")
    HANDED_OVER = "handed_over", _("Handed over to another administrator")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")
    RESUMED = "resumed", _("Resumed")
    RENAMED = "renamed", _("Name changed")
    CODED = "coded", _("Code changed")
    MERGED = "merged", _("Merged into another organisation")
    ABSORBED = "absorbed", _("Took over another organisation")
    SPLIT = "split", _("Split")
    SPLIT_OFF = "split_off", _("Came out of a split")
    CANCELLED = "cancelled", _("Cancelled")
    TAGGED = "tagged", _("Green tag given")
    UNTAGGED = "untagged", _("Green tag revoked")


class OrganisationChange(models.Model):
    """One act: which day it is about, on what document, who recorded it when. Append-only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)
    happened_on = models.DateField(_("date"))
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    detail = models.CharField(max_length=500, blank=True)
    acting_user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-recorded_at", "-id"]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"


class Succession(models.Model):
    """承继: `successor` came after `predecessor` by a merger or a split. Append-only."""

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="precessions")
    change = models.ForeignKey(OrganisationChange, on_delete=models.PROTECT, related_name="successions")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="nobody_succeeds_himself"
            ),
            models.UniqueConstraint(
                fields=["change", "successor"], name="one_succession_per_change_and_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
