"""Verbs: start a failed job again, cancel a waiting one."""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible


@transaction.atomic
def retry_job(*, acting_user: Any, job_id: int) -> None:
    """Queue a failed job again. Raises Impossible for a job that did not fail, PermissionRefused."""
    permissions.require(acting_user, "jobs.operate")
    if _state(job_id) != "failed":
        raise Impossible(_("Only a failed job can be started again."))
    app.job_manager.retry_job_by_id(job_id, retry_at=clock.now())


@transaction.atomic
def cancel_job(*, acting_user: Any, job_id: int) -> None:
    """Cancel a job that waits. Raises Impossible for any other, PermissionRefused."""
    permissions.require(acting_user, "jobs.operate")
    if _state(job_id) != "todo" or not app.job_manager.cancel_job_by_id(job_id):
        raise Impossible(_("Only a job that waits can be cancelled."))


def _state(job_id: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job_id])
        row = cursor.fetchone()
    return str(row[0]) if row else ""
