"""How much time is left until a moment, in working days, as pages say it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from qinglan.kernel import clock
from qinglan.kernel.periods import working_days_between
from qinglan.kernel.periods.calendar import Calendar
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.web import dates


@dataclass(frozen=True)
class Left:
    """Working days left, and until when: a moment, or the last day where it ends at midnight. Negative once over."""

    working_days: int
    until: date


def days_left(
    until: datetime | None, now: datetime | None = None, calendar: Calendar | None = None
) -> Left | None:
    """The time left; None where there is no end. A list asks clock and calendar once and gives both."""
    if until is None:
        return None
    now, end = now or clock.now(), _end(until)
    last = (until - timedelta(microseconds=1)).astimezone(clock.SHANGHAI).date()
    first = now.astimezone(clock.SHANGHAI).date()
    if until <= now:
        return Left(-max(1, working_days_between(last, first, national_calendar())), end)
    return Left(working_days_between(first, last, calendar or national_calendar()), end)


def end_words(until: datetime) -> str:
    """The end in words: the last day where it ends at midnight, else day and hour."""
    end = _end(until)
    return dates.minute(end) if isinstance(end, datetime) else dates.day(end)


def _end(until: datetime) -> date:
    local = until.astimezone(clock.SHANGHAI)
    return (local - timedelta(microseconds=1)).date() if local.time() == time() else local
