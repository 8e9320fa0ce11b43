"""Files that were checked and wait to be applied."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How a checked file stands."""

    FAULTY = "faulty", _("Has faults")
    READY = "ready", _("Ready to be applied")
    APPLYING = "applying", _("Being applied")
    APPLIED = "applied", _("Applied")


class Upload(models.Model):
    """A file as it was checked: its bytes until it is applied, and what the check found.

    `fingerprint` is a hash over what every row would do: when the data have changed meanwhile, it
    differs, and the file is checked again instead of being applied.
    """

    token = models.CharField(max_length=43, primary_key=True)
    slug = models.SlugField(max_length=60)
    uploader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    checked_at = models.DateTimeField()
    checked_again = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64)
    report = models.JSONField()
    rows = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_rows = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(state=State.APPLIED, applied_at__isnull=False)
                | (~models.Q(state=State.APPLIED) & models.Q(applied_at__isnull=True)),
                name="applied_upload_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Progress(models.Model):
    """How far an upload that is being applied has come; written beside its transaction."""

    token = models.CharField(max_length=43, primary_key=True)
    done = models.PositiveIntegerField()
    total = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.done}/{self.total}"
