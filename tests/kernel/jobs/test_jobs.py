"""Jobs of dead workers are rescued, failed ones are shown and started again by hand."""

import asyncio
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.job_titles import title_of
from qinglan.kernel.jobs import queries
from qinglan.kernel.jobs.domain.job import cancel_job, retry_job
from qinglan.kernel.jobs.jobs import MOST_RESCUES, rescue_stalled
from qinglan.kernel.jobs.when import in_words
from qinglan.kernel.permissions import PermissionRefused
from tests.support.people import person


def job(status: str = "todo", attempts: int = 0, worker: int | None = None) -> int:
    """A job as it stands in the table after something happened to its worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts, worker_id, priority)"
            " VALUES ('default', 'messages.deliver', '{}', %s, %s, %s, 0) RETURNING id",
            [status, attempts, worker],
        )
        return int(cursor.fetchone()[0])


def worker(age: int) -> int:
    """A worker that gave its last sign of life `age` seconds ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id",
            [age],
        )
        return int(cursor.fetchone()[0])


def states() -> dict[int, tuple[str, int]]:
    return {row.pk: (row.status, row.attempts) for row in ProcrastinateJob.objects.all()}


def rescue() -> None:
    """Run the rescue as the worker runs it: on a connection of its own."""
    from procrastinate import JobContext

    async def run(running: Any) -> None:
        async with running.open_async():
            await rescue_stalled.func(
                JobContext(app=running, job=None, start_timestamp=0, abort_reason=lambda: None), 0
            )  # type: ignore[arg-type,call-arg]

    with app.replace_connector(app.connector.get_worker_connector()) as running:  # type: ignore[attr-defined]
        asyncio.run(run(running))


@pytest.mark.django_db(transaction=True)
def test_jobs_of_dead_workers_are_queued_again_and_at_last_given_up(fresh_database: Any) -> None:
    dead, alive = worker(600), worker(1)
    stalled, running, orphan = job("doing", 0, dead), job("doing", 0, alive), job("doing", 1, None)
    hopeless, waiting = job("doing", MOST_RESCUES, dead), job()
    rescue()
    assert states() == {
        stalled: ("todo", 1),
        running: ("doing", 0),
        orphan: ("todo", 2),
        hopeless: ("failed", MOST_RESCUES + 1),
        waiting: ("todo", 0),
    }


@pytest.mark.django_db
def test_an_administrator_starts_a_failed_job_again_and_cancels_a_waiting_one(client: Any) -> None:
    failed, waiting = job("failed", 3), job()
    client.force_login(person("a", "administrator"))
    page = client.get(reverse("jobs:list") + "?lang=en").content.decode()
    assert ("Start again" in page, "jobs.rescue_stalled" in page, "every minute" in page) == (
        True,
        True,
        True,
    )
    client.post(reverse("jobs:act", args=[failed, "retry"]))
    client.post(reverse("jobs:act", args=[waiting, "cancel"]))
    assert states() == {failed: ("todo", 4), waiting: ("cancelled", 0)}
    assert client.post(reverse("jobs:act", args=[failed, "drop"])).status_code == 404


@pytest.mark.django_db
def test_acts_that_do_not_fit_are_refused() -> None:
    admin = person("a", "administrator")
    for verb, row in ((retry_job, job()), (cancel_job, job("doing")), (retry_job, 0)):
        with pytest.raises(Impossible):
            verb(acting_user=admin, job_id=row)


@pytest.mark.django_db
def test_others_see_and_do_nothing(client: Any) -> None:
    officer, failed = person("o", "officer"), job("failed")
    with pytest.raises(PermissionRefused):
        retry_job(acting_user=officer, job_id=failed)
    client.force_login(officer)
    assert client.get(reverse("jobs:list")).status_code == 403


@pytest.mark.django_db
def test_queues_and_clocks_are_counted() -> None:
    job(), job("failed"), job("failed")
    (queue,) = queries.queues()
    assert (queue.name, queue.counts["todo"], queue.counts["failed"]) == ("default", 1, 2)
    assert {"jobs.rescue_stalled", "jobs.tidy", "messages.digest"} <= {
        one.name for one in queries.periodic_jobs()
    }


def test_every_job_says_what_it_does_in_both_languages() -> None:
    from django.utils import translation

    ours = {name for name in app.tasks if not name.startswith(("builtin:", "procrastinate."))}
    assert ours >= {"jobs.tidy", "messages.deliver"}
    for name in ours:
        with translation.override("en"):
            english = str(title_of(name))
        with translation.override("zh-hans"):
            chinese = str(title_of(name))
        assert english != name, f"{name} has no title: qinglan.kernel.job_titles"
        assert chinese != english, f"{name} has no Chinese title"


def test_a_job_by_the_clock_carries_its_title(db: None) -> None:
    titles = {one.name: str(one.title) for one in queries.periodic_jobs()}
    assert titles["jobs.tidy"] in ("Delete finished jobs after a month", "清理一个月前已完成的任务")


@pytest.mark.parametrize(
    ("cron", "words"),
    [
        ("* * * * *", "every minute"),
        ("*/5 * * * *", "every 5 minutes"),
        ("10 * * * *", "every hour at minute 10"),
        ("20 18 * * *", "every day at 02:20"),
        ("30 0 * * *", "every day at 08:30"),
        ("0 3 * * 1", "0 3 * * 1"),
        ("0,30 3 * * *", "0,30 3 * * *"),
        ("5 */2 * * *", "5 */2 * * *"),
    ],
)
def test_when_a_job_runs_is_said_in_words_and_beijing_time(cron: str, words: str) -> None:
    with translation.override("en"):
        assert in_words(cron) == words


def test_every_job_by_the_clock_has_a_title_in_both_languages() -> None:
    codes = {row.name for row in app.periodic_registry.periodic_tasks.values() for row in (row.task,)}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert [name for name in codes if str(title_of(name)) == name] == []
