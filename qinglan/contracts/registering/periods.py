"""Until when an office decides: working days from acceptance, more where experts are asked."""

from datetime import date, datetime

from qinglan.contracts.registering.pack import registration
from qinglan.kernel.periods import end_of_period
from qinglan.kernel.periods.count import end_of_day, working_days_between
from qinglan.kernel.periods.packs import national_calendar


def decide_by(accepted: date, *, with_experts: bool = False) -> date:
    """The last day for a decision on what was accepted on `accepted`."""
    periods = registration().periods
    found = end_of_period(
        accepted, (periods.review if with_experts else periods.decide).length, national_calendar()
    )
    assert found.last_day is not None  # No stops were given.
    return found.last_day


def is_provisional(accepted: date, last_day: date) -> bool:
    """Whether a holiday notice that is not out yet may still move the end."""
    return national_calendar().coverage(accepted, last_day).is_provisional


def moment_after(last_day: date) -> datetime:
    """The first moment that is too late."""
    return end_of_day(last_day)


def days_left(today: date, last_day: date) -> int:
    """Working days from tomorrow to `last_day`."""
    return working_days_between(today, last_day, national_calendar())
