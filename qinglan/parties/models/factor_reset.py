"""Requests to reset a lost second factor."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel.history.track import tracked


class ResetState(models.TextChoices):
    """How the request stands."""

    OPEN = "open", pgettext_lazy("reset", "Waits for the counter")
    DONE = "done", pgettext_lazy("reset", "Reset")
    REFUSED = "refused", pgettext_lazy("reset", "Refused")


@tracked(exclude=("reason",))
class FactorReset(models.Model):
    """Somebody proved by a code that the number or mailbox is his, and asks for a new second factor.

    A security administrator who is another person confirms it after he saw him at the counter.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="factor_resets"
    )
    asked_at = models.DateTimeField(_("asked"))
    state = models.CharField(_("state"), max_length=8, choices=ResetState.choices)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("how his identity was checked"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="open"), name="one_open_reset_per_account"
            ),
            models.CheckConstraint(
                condition=Q(state="open")
                | Q(settled_by__isnull=False, settled_at__isnull=False) & ~Q(reason=""),
                name="a_settled_reset_says_who_and_how",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=models.F("account")),
                name="nobody_resets_his_own_factor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.state}"
