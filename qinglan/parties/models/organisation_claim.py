"""认领: somebody says that he acts for a preloaded organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked
from qinglan.parties.models.organisation import Organisation


class ClaimState(models.TextChoices):
    """How a claim stands."""

    MISMATCH = "mismatch", _("The number was another")
    SENT = "sent", _("Code sent")
    FAILED = "failed", _("Code refused too often")
    REPLACED = "replaced", _("Replaced by a newer code")
    GRANTED = "granted", pgettext_lazy("claim", "Granted")
    DISPUTED = "disputed", _("Waits for an officer")
    UPHELD = "upheld", pgettext_lazy("claim", "Upheld: handed over")
    REJECTED = "rejected", pgettext_lazy("claim", "Rejected")


@tracked(exclude=("code_hash", "statement", "answer"))
class Claim(models.Model):
    """One attempt. The code itself is never stored: `code_hash` is keyed with the server's secret.

    `statement` and `answer` belong to a dispute, which an officer settles.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claims")
    state = models.CharField(max_length=10, choices=ClaimState.choices)
    created_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    statement = models.CharField(_("why you act for this organisation"), max_length=500, blank=True)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "created_at"], name="claims_of_a_user"),
            models.Index(fields=["organisation", "created_at"], name="claims_of_an_organisation"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(state__in=["sent", "disputed"]),
                name="one_open_claim_per_user_and_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["upheld", "rejected"])
                | (Q(settled_at__isnull=False) & ~Q(answer="")),
                name="settled_claim_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_state_display()}"
