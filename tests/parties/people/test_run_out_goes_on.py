"""A term or invitation that can't be closed holds up no other."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.jobs.queries import open_faults
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.departure import close_run_out
from qinglan.parties.models import Assignment
from tests.support.people import assign, person
from tests.support.poison import poison


@pytest.mark.django_db(transaction=True)
def test_the_daily_job_goes_on_after_a_broken_row(fresh_database: Any) -> None:
    yesterday = clock.today() - timedelta(days=1)
    guests = [
        assign(person(f"guest-{number}"), "inspector", valid_to=yesterday, purpose="审计（演示）")
        for number in range(3)
    ]
    poison(fresh_database, guests[1])
    assert close_run_out(acting_user=system_user()) == 2
    ended = Assignment.objects.filter(ended_at__isnull=False).order_by("pk")
    assert list(ended) == [guests[0], guests[2]]
    assert [(one.loop, one.row) for one in open_faults()] == [
        ("people.close_run_out/assignment", f"parties.assignment:{guests[1].pk}")
    ]
