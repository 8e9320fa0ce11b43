"""The periods of a table: a year, a quarter or a month, the same of the year before, and what the public sees of it."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from qinglan.kernel.periods.length import months_later

Kind = Literal["year", "quarter", "month"]
_FORM = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """From the month of `first` to that of `last` (both the first day), in one year; it runs until it is over."""

    kind: Kind
    first: date
    last: date
    is_running: bool = False

    @property
    def key(self) -> str:
        """As in an address: ``2026``, ``2026-Q1``, ``2026-03``."""
        if self.kind == "year":
            return str(self.first.year)
        if self.kind == "quarter":
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}"

    @property
    def words(self) -> str:
        """For headings."""
        values = {"year": self.first.year, "quarter": (self.first.month + 2) // 3, "month": self.first.month}
        if self.kind == "quarter":
            return _("quarter %(quarter)s of %(year)s") % values
        if self.kind == "month":
            return _("%(year)s-%(month)s") % (values | {"month": f"{self.first:%m}"})
        if self.last.month < 12:
            return _("%(year)s, to month %(month)s") % (values | {"month": self.last.month})
        return _("%(year)s as a whole") % values

    @property
    def before(self) -> "Period":
        """The same of the year before."""
        year = self.first.year - 1
        return Period(self.kind, self.first.replace(year=year), self.last.replace(year=year))


def period_of(key: str, today: date) -> Period:
    """The period of an address; the current year to date for what is none or lies ahead."""
    found = _FORM.fullmatch(key)
    year = int(found["year"]) if found else today.year
    if found is None or year > today.year:
        return _year(today.year, today)
    if found["quarter"]:
        first = 3 * int(found["quarter"]) - 2
        return _period("quarter", date(year, first, 1), date(year, first + 2, 1), today)
    if found["month"]:
        month = date(year, int(found["month"]), 1)
        return _period("month", month, month, today)
    return _year(year, today)


def public_period(key: str, today: date) -> Period | None:
    """What the public sees: whole years, of this one its finished quarters; None before the first is finished."""
    found = period_of(key, today)
    last = last_public_month(found.first.year, today)
    return None if last is None else Period("year", date(found.first.year, 1, 1), last)


def last_public_month(year: int, today: date) -> date | None:
    """The last month of a year that the public sees: that of its last finished quarter."""
    if year < today.year:
        return date(year, 12, 1)
    finished = (today.month - 1) // 3
    return date(year, 3 * finished, 1) if finished and year == today.year else None


def _year(year: int, today: date) -> Period:
    last = today.replace(day=1) if year == today.year else date(year, 12, 1)
    return _period("year", date(year, 1, 1), last, today)


def _period(kind: Kind, first: date, last: date, today: date) -> Period:
    return Period(kind, first, last, today < months_later(last, 1))
