"""The demonstration tells the past, at whatever hour of the week and day of the year it is loaded."""

import time

import pytest

from tests.packs.reading import PACKS
from tests.programmes.demonstration import test_states as states
from tests.programmes.demonstration.conftest import Loaded

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

HOURS = [*range(0, 8 * 24, 5), *(24 * day for day in range(9, 375, 30))]
"""Every hour of the day and day of the week between them, and a day of each month to come."""


@pytest.mark.parametrize("hours", HOURS)
def test_it_tells_the_past_at_any_hour(hours: int) -> None:
    from django.conf import settings
    from django.db import connection

    from qinglan.kernel.clock.domain.setting import LEAD
    from qinglan.kernel.rulebook.kinds import load_all
    from qinglan.parties.demonstration import open_accounts
    from qinglan.parties.domain.account import system_user

    with connection.cursor() as cursor:  # taken back with the test's transaction
        cursor.execute("UPDATE clock_setting SET ahead = make_interval(hours => %s)", [hours])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the clock's own check, which has no patience
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    time.sleep(LEAD.total_seconds() * 2)
    before, settings.DEMONSTRATION = settings.DEMONSTRATION, True
    try:
        load_all(PACKS, acting_user=system_user())
        loaded = Loaded(0, 0, load_all(PACKS, acting_user=open_accounts(), stage="demonstration"))
        states.test_nothing_lies_in_the_future_but_what_is_due(loaded)
        states.test_the_chains_are_sound_and_their_times_run_ahead(loaded)
        states.test_each_scheme_shows_its_life(loaded)
        states.test_together_they_show_every_state(loaded)
        states.test_reviews_end_as_their_scores_say(loaded)
    finally:
        settings.DEMONSTRATION = before
