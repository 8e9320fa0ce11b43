"""Searches that people keep, to be told when something new fits."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """A search as its address says it. `told_until` is the last day whose publications were told of.

    Somebody's own note, changed by nobody else and without history: what he looks for is personal data.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(max_length=1000)
    tells = models.BooleanField(_("tell me of new ones"), default=True)
    told_until = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "address"], name="a_search_is_saved_once_by_each"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The search itself."""
        return f"{reverse('market:search')}?{self.address}"
