"""Until when something is filed with a tax office: by a day of a month, prolonged by holidays.

税收征收管理法实施细则 (implementing rules of the law on tax collection), article 109: a last day off moves on to the
day after the days off; where some consecutive days off lie within the period, it is prolonged by their number. The
calendars that the tax administration publishes each year count that number in working days after the last day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from qinglan.kernel.periods.calendar import Calendar, Coverage
from qinglan.kernel.periods.count import end_of_day
from qinglan.kernel.periods.length import ONE_DAY


@dataclass(frozen=True)
class FilingDay:
    """The last day for a filing. `days_off` prolonged it: days of holidays within the period; `named` is its day without them."""

    named: date
    last_day: date
    days_off: int
    coverage: Coverage

    @property
    def ends_at(self) -> datetime:
        """The first moment that is too late."""
        return end_of_day(self.last_day)

    @property
    def moved(self) -> bool:
        """Whether it is another day than the one that the rule names."""
        return self.last_day != self.named

    @property
    def is_provisional(self) -> bool:
        """Whether a holiday notice that is not out yet may still move it."""
        return self.coverage.is_provisional


def filing_day(named: date, calendar: Calendar, *, run: int) -> FilingDay:
    """The last day of the period from the first of a month to the day `named` of it.

    `run` is how many consecutive days off within the period prolong it.

    >>> from qinglan.kernel.periods import Calendar
    >>> filing_day(date(2026, 8, 15), Calendar([]), run=3).last_day
    datetime.date(2026, 8, 17)
    """
    days_off = _days_off(named, calendar, run)
    day, more = named, days_off
    while more > 0 or not calendar.is_working(day):
        day += ONE_DAY
        more -= calendar.is_working(day)
    return FilingDay(named, day, days_off, calendar.coverage(named.replace(day=1), day))


def _days_off(named: date, calendar: Calendar, run: int) -> int:
    """How many days off within the period stand in runs that are long enough."""
    found = length = 0
    for number in range(1, named.day + 1):
        length = 0 if calendar.is_working(named.replace(day=number)) else length + 1
        found += length if length == run else 1 if length > run else 0
    return found
