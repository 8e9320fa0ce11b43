"""A file that somebody gave in or that the system made."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """A file: its name, what it is, whose it is. The bytes lie in the store under their digest.

    The key is random (122 bits), and whoever knows it still needs the permission of the holder.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    declared_type = models.CharField(_("type as declared"), max_length=120, blank=True)
    media_type = models.CharField(_("type as found"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    digest = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    flags = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    holder = models.CharField(max_length=60)
    holder_key = models.CharField(max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("given in by")
    )
    stored_at = models.DateTimeField(_("given in"))

    class Meta:
        ordering: ClassVar[list[str]] = ["-stored_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["holder", "holder_key"], name="files_of_a_holder"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="file_digest_is_a_sha256"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="stored_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_encrypted(self) -> bool:
        """Whether it needs a password to be read."""
        return "encrypted" in self.flags

    @property
    def is_shown_inline(self) -> bool:
        """Whether browsers show it by themselves: PDF and images, without scripts or password."""
        shown = self.media_type == "application/pdf" or self.media_type.startswith("image/")
        return shown and not set(self.flags) & {"encrypted", "script"}

    def get_absolute_url(self) -> str:
        """The download."""
        return reverse("documents:file", args=[self.pk])
