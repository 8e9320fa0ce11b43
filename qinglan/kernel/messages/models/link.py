"""A link to one task, for somebody who is on the road with a telephone."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TaskLink(models.Model):
    """A link that opens one task until it expires or was used; an act through it needs a code.

    Token and code are stored as digests only: who reads the database can open nothing.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    url = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="task_link_expires_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.subject}"
