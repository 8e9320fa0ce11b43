"""How long a period is."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What a period is counted in."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}


@dataclass(frozen=True)
class Length:
    """A number of days (日 / 自然日), working days (工作日), weeks, months or years; at least one."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"a period lasts at least one day, not {self.number}")

    def natural_days_after(self, start: date) -> int:
        """How many natural days the period has when it begins to run after `start`.

        Months and years end on the corresponding day, or on the last of a month that has none
        (Civil Code, article 202). Raises ValueError for working days.
        """
        if self.unit is Unit.DAY:
            return self.number
        if self.unit is Unit.WEEK:
            return 7 * self.number
        if self.unit is Unit.WORKING_DAY:
            raise ValueError("working days have no number of natural days")
        return (months_later(start, self.number * _MONTHS[self.unit]) - start).days


def months_later(start: date, months: int) -> date:
    """The same day `months` later, or the last of that month (Civil Code, article 202).

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def days(number: int) -> Length:
    """`number` natural days."""
    return Length(number, Unit.DAY)


def working_days(number: int) -> Length:
    """`number` working days."""
    return Length(number, Unit.WORKING_DAY)


ONE_DAY = timedelta(days=1)
