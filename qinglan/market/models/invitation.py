"""Asking organisations whether they can meet a need for which nothing fitting is offered."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from qinglan.market.models.need import Need
from qinglan.parties.models import Organisation


class SupplierInvitation(models.Model):
    """An officer asked `organisation` whether it can meet `need`, once. Only grows."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-invited_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["need", "organisation"], name="an_organisation_is_asked_about_a_need_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.need} – {self.organisation}"
