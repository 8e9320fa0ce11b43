"""A reported amount."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.history.track import tracked
from qinglan.kernel.measures.models.record import Record


@tracked()
class Figure(Record):
    """An amount for a year, in the indicator's unit."""

    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "subject_name", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-recorded_at"], name="figure_by_time_of_record")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["indicator", "territory", "subject_code", "subject_name", "year"],
                condition=Q(closed_at__isnull=True),
                name="one_current_figure_per_subject_and_year",
            ),
            models.UniqueConstraint(
                fields=["indicator", "subject_code", "year"],
                condition=Q(closed_at__isnull=True) & ~Q(subject_code=""),
                name="one_current_figure_per_code_and_year",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closing_reason=""), name="closed_figure_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.indicator} {self.year} {self.subject}: {self.value.normalize():f} {self.indicator.unit}"
        )
