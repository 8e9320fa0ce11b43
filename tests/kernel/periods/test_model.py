"""Counting is held equal to a naive walk from day to day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.periods import (
    Calendar,
    Length,
    Outage,
    OutageRule,
    Stop,
    Unit,
    Year,
    end_of_period,
    extended,
)
from qinglan.kernel.periods.outage import lost

DAY = timedelta(days=1)
DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))
WEEKENDS = DAYS.filter(lambda day: day.weekday() >= 5)


@st.composite
def calendars(draw):
    worked = draw(st.frozensets(WEEKENDS, max_size=8))
    off = draw(st.frozensets(DAYS, max_size=40)) - worked
    return Calendar([Year(2026, off, worked)]), off, worked


STOPS = st.lists(
    st.tuples(DAYS, st.integers(0, 20)).map(lambda pair: Stop(pair[0], pair[0] + pair[1] * DAY)), max_size=3
)


def naive_end(start, number, working_only, off, worked, stops):
    """Cross out day after day, as an official does on a wall calendar."""

    def is_worked(day):
        return day in worked or (day not in off and day.isoweekday() <= 5)

    def is_stopped(day):
        return any(stop.first <= day <= stop.last for stop in stops)

    crossed = []
    day = start
    while len(crossed) < number:
        day = day + DAY
        if is_stopped(day):
            continue
        if working_only and not is_worked(day):
            continue
        crossed.append(day)
    while is_stopped(day) or not is_worked(day):
        day = day + DAY
    return day


@given(calendars(), DAYS, st.integers(1, 60), st.sampled_from([Unit.DAY, Unit.WORKING_DAY]), STOPS)
def test_the_end_is_that_of_the_wall_calendar(given_calendar, start, number, unit, stops):
    calendar, off, worked = given_calendar
    deadline = end_of_period(start, Length(number, unit), calendar, stops=stops)
    assert deadline.last_day == naive_end(start, number, unit is Unit.WORKING_DAY, off, worked, stops)


@given(calendars(), DAYS, st.integers(1, 60), st.sampled_from([Unit.DAY, Unit.WORKING_DAY]), STOPS)
def test_a_stop_never_brings_the_end_nearer(given_calendar, start, number, unit, stops):
    calendar = given_calendar[0]
    length = Length(number, unit)
    assert (
        end_of_period(start, length, calendar, stops=stops).last_day
        >= end_of_period(start, length, calendar).last_day
    )


MOMENTS = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 20), timezones=st.just(UTC))  # noqa: DTZ001
OUTAGES = st.lists(
    st.tuples(MOMENTS, st.integers(1, 40)).map(lambda p: Outage(p[0], p[0] + timedelta(hours=p[1]))),
    max_size=4,
)


@given(OUTAGES, MOMENTS, st.integers(0, 200))
def test_lost_time_is_that_of_single_minutes(outages, since, hours):
    whole = [
        Outage(one.began.replace(second=0, microsecond=0), one.ended.replace(second=0, microsecond=0))
        for one in outages
    ]
    begin = since.replace(second=0, microsecond=0)
    end = begin + timedelta(hours=hours)
    minutes = (begin + timedelta(minutes=n) for n in range(hours * 60))
    down = sum(any(one.began <= minute < one.ended for one in whole) for minute in minutes)
    assert lost(whole, begin, end) == timedelta(minutes=down)


@given(OUTAGES, st.sampled_from(["next_working_day", "lost_time"]), st.integers(1, 15))
def test_an_extension_never_shortens_and_comes_to_rest(outages, move, number):
    calendar = Calendar([Year(2026, frozenset(), frozenset())])
    deadline = end_of_period(date(2026, 3, 2), Length(number, Unit.WORKING_DAY), calendar)
    rule = OutageRule(move=move)
    longer = extended(deadline, outages, rule, calendar)
    assert longer.ends_at >= deadline.ends_at
    if not any(
        one.began < deadline.ends_at and one.ended > deadline.ends_at - rule.within for one in outages
    ):
        assert longer == deadline
