"""On a training site a public notice of five working days runs through while one watches."""

import time
from datetime import timedelta
from typing import Any

from django.template import engines

from qinglan.kernel import clock
from qinglan.kernel.clock.domain.setting import LEAD, change_clock
from qinglan.kernel.periods import end_of_period
from qinglan.kernel.periods.length import working_days
from qinglan.kernel.periods.packs import national_calendar
from tests.support.people import assign


def banner() -> str:
    return engines["django"].from_string("{% load clock %}{% clock_banner %}").render().strip()


def test_a_notice_of_five_working_days_ends_within_seconds_under_a_banner(
    transactional_db: None, django_user_model: Any
) -> None:
    admin = django_user_model.objects.create(username="administrator")
    assign(admin, "administrator")
    posted = clock.today()
    notice = end_of_period(posted, working_days(5), national_calendar())
    assert notice.ends_at is not None
    assert (notice.is_over(clock.now()), banner()) == (False, "")
    # As fast as lets the rest of the notice pass in two seconds of the wall clock.
    left = notice.ends_at - clock.now()
    assert left > timedelta(days=5)
    factor = int(left.total_seconds() / 2) + 1
    change_clock(acting_user=admin, ahead=timedelta(), factor=factor, reason="rehearsal of a notice")
    time.sleep(LEAD.total_seconds())
    assert not notice.is_over(clock.now())
    assert 'role="note"' in banner()
    began = time.monotonic()
    while not notice.is_over(clock.now()):
        assert time.monotonic() - began < 30
        time.sleep(0.1)
    assert clock.today() > notice.last_day
    assert 'role="note"' in banner()
