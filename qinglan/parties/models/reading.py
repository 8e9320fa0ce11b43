"""The log of looks at personal data: who read what of whom, when, and why."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reading(models.Model):
    """One look. The table only grows; it holds keys and never what was read.

    `field` is a name of `qinglan.parties.sensitive`, `subject` the key of the record (``expert:5``),
    `person` the account that it is about, where there is one.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    field = models.CharField(_("what"), max_length=40)
    subject = models.CharField(_("of which record"), max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="readings",
        verbose_name=_("about whom"),
    )
    reason = models.CharField(_("why"), max_length=200, blank=True)
    read_at = models.DateTimeField(_("when"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-id"], name="readings_about_a_person"),
            models.Index(fields=["subject", "-id"], name="readings_of_a_record"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.subject}"
