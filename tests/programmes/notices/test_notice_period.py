"""Periods of notices against a plain count of days, and the case's own clock that stands meanwhile."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.periods import Length, Stop, Unit
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.periods.packs import national_calendar
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.domain import flow
from qinglan.programmes.notices.period import period

ONE = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2026, 10, 31))


def counted(start: date, number: int, unit: str, stops: tuple[Stop, ...] = ()) -> date:
    """The last day, one day after another."""
    calendar, day, left = national_calendar(), start, number

    def stands(one: date) -> bool:
        return any(stop.covers(one) for stop in stops)

    while left:
        day += ONE
        left -= not stands(day) and (unit == "day" or calendar.is_working(day))
    while not calendar.is_working(day) or stands(day):
        day += ONE
    return day


@given(DAYS, st.integers(1, 20), st.sampled_from(["day", "working_day"]), st.one_of(st.none(), st.times()))
def test_a_notice_ends_on_a_working_day_after_all_its_days(
    start: date, number: int, unit: str, closing: time | None
) -> None:
    closing = closing.replace(microsecond=0, fold=0) if closing else None
    found = period(start, [Length(number, Unit(unit))], closing)
    assert found.last_day == counted(start, number, unit)
    assert found.ends_at == end_of_day(found.last_day, closing)


@given(
    DAYS,
    st.sets(st.builds(Length, st.integers(1, 20), st.sampled_from([Unit.DAY, Unit.WORKING_DAY])), min_size=1),
)
def test_cases_of_several_versions_stand_for_the_longest(start: date, lengths: set[Length]) -> None:
    found = period(start, lengths, None)
    assert found.last_day == max(counted(start, one.number, one.unit.value) for one in lengths)


@given(DAYS, st.integers(1, 60), st.integers(0, 30), st.integers(0, 20))
def test_the_days_of_a_notice_do_not_count_for_the_case(
    start: date, number: int, after: int, stood: int
) -> None:
    stop = Stop(start + after * ONE, start + (after + stood) * ONE)
    within = LengthForm(number=number, unit="working_day")
    found = flow.deadline(start, within, (stop,))
    assert found.last_day == counted(start, number, "working_day", (stop,))
