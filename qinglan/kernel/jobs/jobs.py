"""The jobs that look after the jobs."""

import logging

from django.utils.translation import gettext_lazy as _
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from qinglan.kernel import job_titles

job_titles.register("jobs.rescue_stalled", _("Take up the jobs of workers that died"))
job_titles.register("jobs.tidy", _("Delete finished jobs after a month"))

logger = logging.getLogger(__name__)

SILENCE = 60.0
"""Seconds without a sign of life after which a worker counts as dead, and its jobs as stalled."""
MOST_RESCUES = 5
"""A job that was rescued so often kills its workers; it fails, so that the operator sees it."""
KEPT_HOURS = 24 * 30
"""Hours for which finished jobs are kept."""


@app.periodic(cron="* * * * *")
@app.task(name="jobs.rescue_stalled", queueing_lock="jobs.rescue_stalled", pass_context=True)
async def rescue_stalled(context: JobContext, timestamp: int) -> int:
    """Queue the jobs of dead workers again; how many. Jobs are written so that running twice does no harm."""
    manager = context.app.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE))
    for job in stalled:
        await _rescue(context, job)
    await manager.prune_stalled_workers(SILENCE)
    return len(stalled)


async def _rescue(context: JobContext, job: Job) -> None:
    manager = context.app.job_manager
    if job.attempts >= MOST_RESCUES:
        logger.error("job %s (%s) stalled %s times and is given up", job.id, job.task_name, job.attempts)
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return
    logger.warning("job %s (%s) stalled and is queued again", job.id, job.task_name)
    await manager.retry_job(job)


@app.periodic(cron="20 18 * * *")
@app.task(name="jobs.tidy", queueing_lock="jobs.tidy", pass_context=True)
async def tidy(context: JobContext, timestamp: int) -> None:
    """Delete jobs that ended well a month ago, at 02:20 Beijing time; failed ones stay."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS, include_cancelled=True)
