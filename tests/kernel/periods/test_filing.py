"""Days of filing with a tax office: as the tax administration published them, and by crossing out days on a wall."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.periods import Calendar, Coverage, Year
from qinglan.kernel.periods.filing import FilingDay, filing_day
from qinglan.kernel.periods.packs import national_calendar

CALENDAR = national_calendar()
PUBLISHED = {
    2013: {1: 18, 2: 22, 3: 15, 4: 18},
    2021: {1: 20, 2: 23, 3: 15, 4: 20, 5: 21, 6: 18, 7: 15, 8: 16, 9: 15, 10: 26},
    2022: {1: 19, 2: 23, 3: 15, 4: 20, 5: 19, 6: 20, 7: 15, 8: 15, 9: 20, 10: 25, 11: 15, 12: 15},
    2024: {1: 15, 2: 23, 3: 15, 4: 18, 5: 22, 6: 19, 7: 15, 8: 15, 9: 18, 10: 24, 11: 15, 12: 16},
}
"""Year → month → last day, of the tables that were published for these years."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_days_are_those_that_the_tax_administration_published(year: int) -> None:
    found = {month: filing_day(date(year, month, 15), CALENDAR, run=3).last_day for month in PUBLISHED[year]}
    assert found == {month: date(year, month, day) for month, day in PUBLISHED[year].items()}


def test_a_day_off_moves_on_and_a_holiday_prolongs() -> None:
    august = filing_day(date(2026, 8, 15), CALENDAR, run=3)
    assert august == FilingDay(date(2026, 8, 15), date(2026, 8, 17), 0, Coverage())
    october = filing_day(date(2026, 10, 15), CALENDAR, run=3)
    assert october == FilingDay(date(2026, 10, 15), date(2026, 10, 26), 7, Coverage())
    assert (october.moved, october.ends_at.isoformat()) == (True, "2026-10-27T00:00:00+08:00")
    july = filing_day(date(2026, 7, 15), CALENDAR, run=3)
    assert (july.last_day, july.moved) == (date(2026, 7, 15), False)


def test_without_the_notice_of_the_year_only_weekends_count_and_the_day_is_provisional() -> None:
    calendar = Calendar([year for year in CALENDAR.years.values() if year.year < 2026])
    found = filing_day(date(2026, 10, 15), calendar, run=3)
    assert (found.last_day, found.is_provisional, found.coverage.missing) == (
        date(2026, 10, 15), True, (2026,),
    )  # fmt: skip
    assert not filing_day(date(2025, 10, 15), calendar, run=3).is_provisional


def on_the_wall(named: date, off: frozenset[date], worked: frozenset[date]) -> date:
    """The same by crossing out, with lists instead of counters."""

    def free(day: date) -> bool:
        return day in off or (day.weekday() > 4 and day not in worked)

    days = [named.replace(day=number) for number in range(1, named.day + 1)]
    marks = "".join("x" if free(day) else " " for day in days)
    prolonged = sum(len(run) for run in marks.split() if len(run) >= 3)
    after = [named + timedelta(days=step) for step in range(1, 90)]
    working = [day for day in after if not free(day)]
    if prolonged:
        return working[prolonged - 1]
    return working[0] if free(named) else named


@given(
    month=st.integers(1, 12),
    day=st.integers(1, 28),
    marked=st.sets(st.integers(0, 364), max_size=40),
    make_up=st.sets(st.integers(0, 364), max_size=10),
)
def test_it_is_what_a_wall_calendar_says(month: int, day: int, marked: set[int], make_up: set[int]) -> None:
    first = date(2026, 1, 1)
    off = frozenset(first + timedelta(days=step) for step in marked - make_up)
    worked = frozenset(first + timedelta(days=step) for step in make_up)
    calendar = Calendar([Year(2026, off, worked)])
    named = date(2026, month, day)
    assert filing_day(named, calendar, run=3).last_day == on_the_wall(named, off, worked)
