"""What runs, what waits, what failed, and what runs by the clock."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils.functional import Promise
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinatePeriodicDefer

from qinglan.kernel.job_titles import title_of
from qinglan.kernel.jobs.models import Fault

_COUNTS = """
SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
 GROUP BY queue_name, status ORDER BY queue_name
"""
STATES = ("todo", "doing", "failed", "succeeded", "cancelled", "aborted")


@dataclass(frozen=True)
class Queue:
    """A queue and how many jobs of each state it holds."""

    name: str
    counts: dict[str, int]


@dataclass(frozen=True)
class Periodic:
    """A job that runs by the clock: names for machines and people, when (cron, UTC), when last queued."""

    name: str
    cron: str
    last: datetime | None
    title: str | Promise


def open_faults() -> QuerySet[Fault]:
    """The rows that jobs leave out for now, the one that was tried last on top."""
    return Fault.objects.filter(ended_at__isnull=True)


def queues() -> list[Queue]:
    """Every queue with its counts."""
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        for name, state, count in cursor.fetchall():
            found.setdefault(name, dict.fromkeys(STATES, 0))[state] = count
    return [Queue(name, counts) for name, counts in found.items()]


def periodic_jobs() -> list[Periodic]:
    """Every job that an app registered to run by the clock, by name."""
    last: dict[str, int] = {}
    for row in ProcrastinatePeriodicDefer.objects.all():
        last[row.task_name] = max(row.defer_timestamp or 0, last.get(row.task_name, 0))
    registered = app.periodic_registry.periodic_tasks.values()
    rows = {
        task.task.name: Periodic(
            task.task.name,
            task.cron,
            datetime.fromtimestamp(last[task.task.name]).astimezone() if task.task.name in last else None,
            title_of(task.task.name),
        )
        for task in registered
    }
    return [rows[name] for name in sorted(rows)]
