"""The holiday table from packs: ``holidays.yaml``."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import Field, model_validator

from qinglan.kernel.periods.calendar import Calendar, NoCalendar, Year
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict, Text
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml

_LONGEST = 12
_WEEKEND = (5, 6)


class FestivalForm(Strict):
    """One festival: the days off from `first` to `last`, and the weekend days worked for them."""

    name: Text
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    make_up: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _plausible(self) -> "FestivalForm":
        if not 0 <= (self.last - self.first).days < _LONGEST:
            raise ValueError(f"from {self.first} to {self.last} is no festival of 1 to {_LONGEST} days")
        for day in self.make_up:
            if day.weekday() not in _WEEKEND:
                raise ValueError(f"the make-up day {day} is worked anyway: it lies in the middle of the week")
        return self

    def days_off(self) -> frozenset[date]:
        """All days off, weekends among them."""
        return frozenset(
            self.first + timedelta(days=step) for step in range((self.last - self.first).days + 1)
        )


class YearForm(Strict):
    """The festivals of one yearly notice; days of the December before belong to it too."""

    year: int
    document: str = ""
    changed_by: str = ""
    festivals: list[FestivalForm]

    @model_validator(mode="after")
    def _in_its_year(self) -> "YearForm":
        for festival in self.festivals:
            for day in (festival.first, festival.last, *festival.make_up):
                if day.year != self.year and (day + timedelta(days=3)).year != self.year:
                    raise ValueError(f"{day} does not belong to the notice for {self.year}")
        return self

    def to_year(self) -> Year:
        """The notice in the calendar's form; of a changed one both numbers."""
        document = "、".join(number for number in (self.document, self.changed_by) if number)
        off = frozenset[date]().union(*(festival.days_off() for festival in self.festivals))
        worked = frozenset(day for festival in self.festivals for day in festival.make_up)
        return Year(self.year, off, worked, document)


class HolidayFile(Strict):
    """``holidays.yaml``: where the table comes from, and its years."""

    source: Text
    years: list[YearForm]

    def calendar(self) -> Calendar:
        """Raises NoCalendar for a contradiction."""
        return Calendar(form.to_year() for form in self.years)


def check_holidays(path: Path, content: HolidayFile) -> list[str]:
    """Contradictions of a table, as ``file:line: reason``."""
    try:
        content.calendar()
    except NoCalendar as error:
        return [f"{path}:1: {error}"]
    return []


def load_holidays(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The table is read from its file whenever it changed; this only proves that it can be."""
    return len(read_yaml(path, HolidayFile).calendar().years)


def national_calendar() -> Calendar:
    """The calendar of the packs of this installation, read anew when a file changed.

    Raises PackError where no pack has a holiday table or it can't be read.
    """
    paths = sorted(Path(settings.PACKS).glob("*/holidays.yaml"))
    if not paths:
        raise PackError([f"{settings.PACKS}: no pack has a holidays.yaml"])
    return _calendar(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=4)
def _calendar(files: tuple[tuple[Path, int], ...]) -> Calendar:
    return Calendar(form.to_year() for path, _changed in files for form in read_yaml(path, HolidayFile).years)


register(
    FileKind("years of holidays", "holidays.yaml", HolidayFile, load_holidays, order=5, check=check_holidays)
)
