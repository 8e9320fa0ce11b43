"""A reported entry of a list."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.kernel.measures.models.record import Record


class Level(models.TextChoices):
    """Which authority keeps the list."""

    DISTRICT = "district", _("district")
    MUNICIPAL = "municipal", _("municipal")
    PROVINCIAL = "provincial", _("provincial")
    NATIONAL = "national", _("national")


@tracked()
class Entry(Record):
    """Something that is on a list from one day to another: a recognised firm, a finished project.

    An event without duration (a person trained, a result applied) has no end.
    """

    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    stage = models.CharField(_("stage"), max_length=40, blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    valid_from = models.DateField(_("on the list from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-valid_from", "subject_name", "id"]
        verbose_name_plural = "entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-recorded_at"], name="entry_by_time_of_record")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="entry_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closing_reason=""), name="closed_entry_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["indicator", "subject_code", "subject_name", "level", "stage", "valid_from"],
                condition=Q(closed_at__isnull=True),
                name="one_current_entry_per_subject_and_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.subject} {self.valid_from}"
