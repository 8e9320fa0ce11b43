"""Documents as they are stored: derived, and made anew at any time."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredDocument(models.Model):
    """A document of `source` and `key`, in both languages; `words` is what is searched."""

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    url = models.CharField(max_length=500)
    title_zh = models.TextField()
    title_en = models.TextField()
    context_zh = models.TextField(blank=True)
    context_en = models.TextField(blank=True)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    words = models.TextField()

    class Meta:
        verbose_name = _("document that can be found")
        ordering: ClassVar[list[str]] = ["source", "key", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["source", "key", "position"], name="one_document_per_place_of_a_key"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["kind", "source", "key", "position"])]

    def __str__(self) -> str:
        return self.title_zh
