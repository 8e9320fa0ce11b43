"""Which days are worked: weekends, and what the yearly notice of the State Council changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
_NOTICE_REACHES_BACK = timedelta(days=3)
"""A notice may move the last three days of the year before (it did for 2007, 2008 and 2019)."""


class NoCalendar(ValueError):
    """A calendar is contradictory; the message says why."""


@dataclass(frozen=True)
class Year:
    """One yearly notice: its number where known, days off, weekend days that are worked."""

    year: int
    days_off: frozenset[date]
    worked: frozenset[date]
    document: str = ""


@dataclass(frozen=True)
class Coverage:
    """Whether the calendar knows the notices that a result stands on.

    `missing` holds the years without one: for them only weekends are free, and the result is provisional.
    """

    missing: tuple[int, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Whether a later notice can still change the result."""
        return bool(self.missing)


class Calendar:
    """The notices of all known years. Immutable; every question is answered from sets."""

    def __init__(self, years: Iterable[Year]) -> None:
        """Raises NoCalendar for a year given twice or a day that is both free and worked."""
        self.years: dict[int, Year] = {}
        for year in years:
            if year.year in self.years:
                raise NoCalendar(f"the year {year.year} stands twice")
            self.years[year.year] = year
        self._off = frozenset[date]().union(*(year.days_off for year in self.years.values()))
        self._worked = frozenset[date]().union(*(year.worked for year in self.years.values()))
        if both := self._off & self._worked:
            raise NoCalendar(f"{min(both)} is both a day off and a make-up working day")

    def is_working(self, day: date) -> bool:
        """Whether `day` is worked. Without a notice: Monday to Friday."""
        if day in self._worked:
            return True
        return day not in self._off and day.weekday() < _SATURDAY

    def missing(self, day: date) -> int | None:
        """The year whose notice would be needed to be sure of `day`; None when it is known."""
        for year in (day.year, (day + _NOTICE_REACHES_BACK).year):
            if year not in self.years:
                return year
        return None

    def coverage(self, first: date, last: date) -> Coverage:
        """Which notices are missing for the days from `first` to `last`, both included."""
        ends = {first, last, *(date(year, 12, 31) for year in range(first.year, last.year))}
        days = ends | {date(year, 7, 1) for year in range(first.year + 1, last.year)}
        return Coverage(tuple(sorted({year for day in days if (year := self.missing(day)) is not None})))
