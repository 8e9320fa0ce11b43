"""Files that were brought in: how far each is, and which rows were refused, with the reason."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qinglan.parties.models import Organisation


class ImportRun(models.Model):
    """One file, brought in one way. `rows_done` is where a broken run goes on; counts are of rows.

    The same file (`digest`) with the same `settings_digest` (side, source, mapping, owner, state) is one run.
    """

    side = models.CharField(max_length=10, choices=[("technology", _("Technology")), ("need", _("Need"))])
    source = models.CharField(_("source"), max_length=60)
    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(max_length=64)
    settings_digest = models.CharField(max_length=64)
    mapping = models.CharField(max_length=60, blank=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    publishes = models.BooleanField(default=False)
    rows_done = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["digest", "settings_digest"], name="a_file_is_brought_in_once_each_way"
            ),
            models.CheckConstraint(
                condition=Q(rows_done=F("new") + F("changed") + F("same") + F("refused")),
                name="every_row_of_a_file_is_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportFault(models.Model):
    """A row that was refused: where, and why in the language of whoever brought the file in. Only grows."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="faults")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=400)

    class Meta:
        ordering: ClassVar[list[str]] = ["run_id", "row", "id"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
