"""Where a period ends: Civil Code (民法典), articles 201 to 203.

The first day is not counted. A last day that is no working day moves on to the next one. The day
ends at 24:00, or at the closing hour where one is stated. Legal days are days in Asia/Shanghai.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from qinglan.kernel.periods.calendar import Calendar, Coverage
from qinglan.kernel.periods.length import ONE_DAY, Length, Unit
from qinglan.kernel.periods.stops import Stop, stands, stands_for_good

SHANGHAI = ZoneInfo("Asia/Shanghai")
_LATEST = date(2999, 12, 31)


@dataclass(frozen=True)
class Deadline:
    """The result of counting.

    `last_day` and `ends_at` are None while the clock stands; then `counted` days have run so far.
    `ends_at` is the first moment that is too late: an act counts when its time is before it.
    `moved` tells that the last day was moved on from a day off. `coverage` tells whether the holiday
    notices of all its years are known.
    """

    start: date
    length: Length
    last_day: date | None
    ends_at: datetime | None
    counted: int
    moved: bool
    coverage: Coverage

    @property
    def is_stopped(self) -> bool:
        """Whether the clock stands, so that no end is known."""
        return self.last_day is None

    @property
    def is_provisional(self) -> bool:
        """Whether a holiday notice that is not out yet may still move the end."""
        return self.coverage.is_provisional

    def is_over(self, moment: datetime) -> bool:
        """Whether an act at `moment` (with time zone) is too late; never while the clock stands."""
        return self.ends_at is not None and moment >= self.ends_at


def end(
    start: date,
    length: Length,
    calendar: Calendar,
    *,
    closing: time | None = None,
    stops: Iterable[Stop] = (),
    moves_on: bool = True,
) -> Deadline:
    """Where the period that begins to run with the event on `start` ends.

    `closing` is the stated closing hour of the last day (Shanghai time), None for 24:00. `moves_on`
    is False for the rare period whose rule says that it does not move from a holiday (a deadline
    that a court or a statute fixes to a date). Raises OverflowError for an end after the year 2999.
    """
    halts = tuple(stops)
    working = length.unit is Unit.WORKING_DAY
    wanted = length.number if working else length.natural_days_after(start)
    day, counted = start, 0
    while counted < wanted:
        day = _next(day)
        if stands_for_good(halts, day):
            return Deadline(start, length, None, None, counted, False, calendar.coverage(start, day))
        if not stands(halts, day) and (not working or calendar.is_working(day)):
            counted += 1
    reached = day
    while moves_on and (not calendar.is_working(day) or stands(halts, day)):
        day = _next(day)
        if stands_for_good(halts, day):
            return Deadline(start, length, None, None, counted, False, calendar.coverage(start, day))
    return Deadline(
        start, length, day, end_of_day(day, closing), counted, day != reached, calendar.coverage(start, day)
    )


def _next(day: date) -> date:
    if day >= _LATEST:
        raise OverflowError("the period ends after the year 2999")
    return day + ONE_DAY


def end_of_day(day: date, closing: time | None = None) -> datetime:
    """The first moment that is too late for `day`: its closing hour, or 24:00."""
    if closing is None:
        return datetime.combine(day + ONE_DAY, time(0), SHANGHAI)
    return datetime.combine(day, closing, SHANGHAI)


def legal_day(moment: datetime) -> date:
    """The legal day of `moment`, which must have a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone has no legal day")
    return moment.astimezone(SHANGHAI).date()


def working_days_between(start: date, last: date, calendar: Calendar) -> int:
    """How many working days lie after `start` up to and including `last`; 0 when `last` is not after it."""
    return sum(calendar.is_working(start + ONE_DAY * step) for step in range(1, (last - start).days + 1))


def latest_start(before: date, length: Length, calendar: Calendar, *, closing: time | None = None) -> date:
    """The last day on which a notice of `length` must be posted so that it ends before the day `before`.

    For a notice that must have stood for a time before an auction or a meeting.
    """
    day = before - ONE_DAY
    while True:
        deadline = end(day, length, calendar, closing=closing)
        if deadline.last_day is not None and deadline.last_day < before:
            return day
        day -= ONE_DAY
