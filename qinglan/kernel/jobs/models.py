"""Rows that a job by the clock had to leave out."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Fault(models.Model):
    """A row on which a loop of a job failed, until it goes well again or needs nothing any more (`ended_at`).

    `loop` is the code name of the job, and of its loop where it has several (``programmes.watch_awards/expire``).
    `row` is the row as machines say it, `subject` as people do. `reason` is the first line of what went wrong.
    Written by `one_by_one` alone.
    """

    loop = models.CharField(max_length=100)
    row = models.CharField(max_length=100)
    subject = models.CharField(max_length=200)
    url = models.CharField(max_length=300, blank=True)
    error = models.CharField(max_length=80)
    reason = models.CharField(max_length=300)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_at", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["loop", "row"],
                condition=Q(ended_at__isnull=True),
                name="one_open_fault_per_loop_and_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loop} {self.row}"
