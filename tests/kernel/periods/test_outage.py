"""Certified outages and what they do to a deadline."""

from datetime import date, datetime, time, timedelta

import pytest

from qinglan.kernel.periods import Outage, OutageRule, Stop, end_of_period, extended
from qinglan.kernel.periods.count import SHANGHAI
from qinglan.kernel.periods.length import working_days
from qinglan.kernel.periods.packs import national_calendar

CALENDAR = national_calendar()
RULE = OutageRule(at_least=timedelta(minutes=30), within=timedelta(hours=8))
DEADLINE = end_of_period(
    date(2026, 9, 28), working_days(2), CALENDAR, closing=time(17)
)  # 30 September, 17:00


def outage(day: str, begin: str, end: str) -> Outage:
    first, last = (datetime.fromisoformat(f"{day}T{hour}:00+08:00") for hour in (begin, end))
    return Outage(first, last)


def ends(*outages: Outage, rule: OutageRule = RULE) -> datetime | None:
    return extended(DEADLINE, outages, rule, CALENDAR).ends_at


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_a_short_or_early_outage_changes_nothing():
    assert ends(outage("2026-09-30", "16:31", "17:00")) == at(9, 30, 17)
    assert ends(outage("2026-09-30", "06:00", "09:00")) == at(9, 30, 17)
    assert ends() == at(9, 30, 17)


def test_half_an_hour_moves_the_end_to_the_next_working_day():
    assert ends(outage("2026-09-30", "16:30", "17:00")) == at(10, 8, 17)


def test_minutes_add_up_and_overlaps_count_once():
    assert ends(outage("2026-09-30", "10:00", "10:15"), outage("2026-09-30", "15:00", "15:15")) == at(
        10, 8, 17
    )
    assert ends(outage("2026-09-30", "10:00", "10:20"), outage("2026-09-30", "10:05", "10:25")) == at(
        9, 30, 17
    )


def test_a_second_outage_on_the_new_last_day_moves_it_again():
    assert ends(outage("2026-09-30", "16:00", "17:00"), outage("2026-10-08", "09:00", "12:00")) == at(
        10, 9, 17
    )


def test_lost_time_is_given_back():
    rule = OutageRule(at_least=timedelta(minutes=5), within=timedelta(hours=1), move="lost_time")
    assert ends(outage("2026-09-30", "16:40", "16:52"), rule=rule) == at(9, 30, 17, 12)
    assert ends(outage("2026-09-30", "16:50", "17:06"), rule=rule) == at(9, 30, 17, 16)


def test_an_outage_across_the_end_gives_back_what_lay_before_each_new_end():
    rule = OutageRule(at_least=timedelta(minutes=5), within=timedelta(hours=1), move="lost_time")
    assert ends(outage("2026-09-30", "16:50", "17:30"), rule=rule) == at(9, 30, 17, 40)


def test_an_end_at_midnight_stays_at_midnight():
    deadline = end_of_period(date(2026, 9, 28), working_days(2), CALENDAR)
    moved = extended(deadline, [outage("2026-09-30", "20:00", "22:00")], RULE, CALENDAR)
    assert (moved.last_day, moved.ends_at) == (date(2026, 10, 8), at(10, 9, 0))


def test_a_standing_clock_stays():
    standing = end_of_period(date(2026, 9, 28), working_days(5), CALENDAR, stops=[Stop(date(2026, 9, 29))])
    assert extended(standing, [outage("2026-09-30", "10:00", "17:00")], RULE, CALENDAR) == standing


def test_an_outage_ends_after_it_begins():
    with pytest.raises(ValueError, match="ends after"):
        outage("2026-09-30", "10:00", "10:00")
