"""A clock that was set back, and the jobs that time starts."""

import io
from datetime import timedelta

import pytest
from django.db import connection

from qinglan.kernel.events.algorithms import digest_with
from qinglan.kernel.events.canonical import encode
from qinglan.kernel.events.domain.anchor import make_anchor
from qinglan.kernel.events.header import Header
from qinglan.kernel.events.jobs import anchor_day
from qinglan.kernel.events.models import Anchor
from qinglan.kernel.events.verification import verify_stream
from qinglan.kernel.outbox.jobs import trim_log
from tests.kernel.events.log import add, exported, run_script, script


@pytest.mark.django_db
def test_a_time_before_that_of_the_predecessor_is_sound_and_said(tmp_path):
    last = add()
    payload, algorithm = encode({}), "sha-256"
    earlier = last.time - timedelta(hours=1)
    digest = digest_with(algorithm)(payload)
    header = Header("test:a", 2, earlier, "system", "tests.happened", digest, last.hash, algorithm)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_event VALUES ('test:a', 2, %s, 'system', 'tests.happened', %s, %s, %s, %s)",
            [earlier, payload, last.hash, header.digest(), algorithm],
        )
    add()
    finding = verify_stream("test:a")
    assert (finding.sound, finding.checked, finding.turned_back) == (True, 3, 1)
    assert script().verify(io.BytesIO(exported()), []).turned_back == 1
    path = tmp_path / "events.jsonl"
    path.write_bytes(exported())
    status, output = run_script(path)
    assert (status, output.splitlines()[-1]) == (
        0,
        "Note: 1 events bear a time before that of their predecessor (a clock set back).",
    )


@pytest.mark.django_db
def test_the_hourly_job_makes_one_anchor_a_day():
    anchor_day(0)
    anchor_day(3600)
    assert Anchor.objects.count() == 1
    assert make_anchor()[1] is False


def test_time_starts_the_jobs():
    from procrastinate.contrib.django import app

    found = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert (found[anchor_day.name], found[trim_log.name]) == ("10 * * * *", "25 * * * *")
