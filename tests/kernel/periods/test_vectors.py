"""Periods with known ends."""

from datetime import UTC, date, datetime, time

import pytest

from qinglan.kernel.periods import Coverage, Deadline, Length, Stop, Unit, end_of_period, working_days_between
from qinglan.kernel.periods.count import SHANGHAI, latest_start, legal_day
from qinglan.kernel.periods.length import days, working_days
from qinglan.kernel.periods.packs import national_calendar

CALENDAR = national_calendar()


def last_day(start: str, length: Length, *stops: Stop) -> str:
    return str(end_of_period(date.fromisoformat(start), length, CALENDAR, stops=stops).last_day)


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (
            "2026-09-28",
            working_days(5),
            "2026-10-10",
        ),  # National Day in between, a make-up Saturday at the end
        ("2026-09-16", days(15), "2026-10-08"),  # falls on 1 October, moves on
        ("2026-09-16", days(14), "2026-09-30"),
        ("2026-02-13", working_days(1), "2026-02-14"),  # a make-up Saturday
        ("2026-02-14", working_days(1), "2026-02-24"),
        ("2019-04-29", days(2), "2019-05-05"),  # a Sunday that is worked
        ("2020-01-23", working_days(1), "2020-02-03"),  # the prolonged Spring Festival
        ("2018-12-28", working_days(1), "2018-12-29"),  # moved by next year's notice
        ("2026-08-31", Length(1, Unit.MONTH), "2026-09-30"),  # no 31st: the last day of the month
        ("2024-02-29", Length(1, Unit.YEAR), "2025-02-28"),
        ("2026-01-31", Length(1, Unit.MONTH), "2026-02-28"),  # a Saturday that is worked
        ("2026-06-05", Length(2, Unit.WEEK), "2026-06-22"),  # falls on Dragon Boat, moves on to Monday
    ],
)
def test_a_period_ends_on_its_day(start, length, end):
    assert last_day(start, length) == end


def test_a_deadline_says_all_that_it_stands_on():
    assert end_of_period(date(2026, 9, 16), days(15), CALENDAR, closing=time(17, 30)) == Deadline(
        start=date(2026, 9, 16),
        length=Length(15, Unit.DAY),
        last_day=date(2026, 10, 8),
        ends_at=datetime(2026, 10, 8, 17, 30, tzinfo=SHANGHAI),
        counted=15,
        moved=True,
        coverage=Coverage(),
    )


def test_a_day_ends_at_midnight_in_shanghai():
    deadline = end_of_period(date(2026, 9, 28), working_days(5), CALENDAR)
    last, late = (
        datetime(2026, 10, 10, 15, 59, 59, 999999, tzinfo=UTC),
        datetime(2026, 10, 10, 16, tzinfo=UTC),
    )
    assert [deadline.is_over(last), deadline.is_over(late)] == [False, True]


def test_at_the_closing_hour_it_is_too_late():
    deadline = end_of_period(date(2026, 9, 28), working_days(1), CALENDAR, closing=time(17))
    last = datetime(2026, 9, 29, 8, 59, 59, tzinfo=UTC)
    assert [deadline.is_over(last), deadline.is_over(last.replace(hour=9, second=0, minute=0))] == [
        False,
        True,
    ]


def test_a_clock_stops_for_a_correction_and_runs_on():
    correction = Stop(date(2026, 3, 4), date(2026, 3, 10))
    assert last_day("2026-03-02", working_days(5), correction) == "2026-03-16"
    assert last_day("2026-03-02", days(5), correction) == "2026-03-16"  # the 14th is a Saturday
    assert (
        last_day("2026-03-02", days(5), correction, Stop(date(2026, 3, 9), date(2026, 3, 11))) == "2026-03-16"
    )


def test_a_clock_that_stands_has_no_end_and_says_how_far_it_ran():
    deadline = end_of_period(date(2026, 3, 2), working_days(5), CALENDAR, stops=[Stop(date(2026, 3, 5))])
    assert (deadline.is_stopped, deadline.counted, deadline.last_day) == (True, 2, None)
    assert deadline.is_over(datetime(2100, 1, 1, tzinfo=UTC)) is False


def test_a_year_without_notice_is_provisional():
    cases = [
        ("2026-12-01", working_days(5)),
        ("2026-12-21", working_days(6)),  # 29 December: next year's notice may reach back
        ("2026-12-21", working_days(20)),
        ("2003-12-01", days(5)),
        ("2026-06-01", Length(3, Unit.YEAR)),
    ]
    found = [
        end_of_period(date.fromisoformat(start), length, CALENDAR).coverage.missing for start, length in cases
    ]
    assert found == [(), (2027,), (2027,), (2003,), (2027, 2028, 2029, 2030)[:3]]


def test_working_days_are_counted_between_two_days():
    pairs = [("2026-09-28", "2026-10-10"), ("2026-10-10", "2026-09-28"), ("2026-10-10", "2026-10-10")]
    assert [
        working_days_between(date.fromisoformat(a), date.fromisoformat(b), CALENDAR) for a, b in pairs
    ] == [5, 0, 0]


def test_the_latest_day_to_post_a_notice_lets_it_end_before_the_event():
    assert latest_start(date(2026, 10, 11), working_days(5), CALENDAR) == date(2026, 9, 28)
    assert latest_start(date(2026, 10, 10), working_days(5), CALENDAR) == date(2026, 9, 27)


def test_a_legal_day_is_shanghais():
    assert legal_day(datetime(2026, 9, 28, 16, tzinfo=UTC)) == date(2026, 9, 29)
    with pytest.raises(ValueError, match="without time zone"):
        legal_day(datetime(2026, 9, 28))  # noqa: DTZ001 - what is refused


def test_nonsense_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        Length(0, Unit.DAY)
    with pytest.raises(ValueError, match="before it stopped"):
        Stop(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(OverflowError):
        end_of_period(date(2999, 12, 30), days(5), CALENDAR)
