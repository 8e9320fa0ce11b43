"""How many days before its end one is reminded of a to-do: ``todos.yaml`` of the packs."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import Field

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.periods.count import end_of_day, legal_day
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import read_yaml
from qinglan.kernel.todos.kinds import KINDS

HOUR = time(9)
"""Reminders go out at nine in the morning, Beijing time."""
UNSAID = (30, 15, 3)
"""Days before the end, where no pack says otherwise."""


class RemindersFile(Strict):
    """``todos.yaml``: natural days before the end, for all kinds and for single ones; and for what comes
    every year the last day, as ``MM-DD``.
    """

    source: str
    remind_days_before: list[int] = Field(max_length=12)
    by_kind: dict[str, list[int]] = Field(default_factory=dict)
    yearly_end: dict[str, str] = Field(default_factory=dict)


def check_reminders(path: Path, content: RemindersFile) -> list[str]:
    """Days that make no sense, and kinds that nobody registers, as ``file:line: reason``."""
    lists = {"remind_days_before": content.remind_days_before, **content.by_kind}
    faults = [
        f"{path}:1: {name}: days are whole numbers from 0 to 365, each once"
        for name, days in lists.items()
        if len(set(days)) != len(days) or not all(0 <= day <= 365 for day in days)
    ]
    faults += [
        f"{path}:1: yearly_end: {kind}: {day} is no day of a year as MM-DD"
        for kind, day in content.yearly_end.items()
        if _last_day(day, 2001) is None
    ]
    named = [*content.by_kind, *content.yearly_end]
    return faults + [f"{path}:1: no kind of to-do is called {kind}" for kind in named if kind not in KINDS]


def load_reminders(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """The file is read whenever it changed; this only proves that it can be."""
    content = read_yaml(path, RemindersFile)
    return 1 + len(content.by_kind)


def days_before(kind: str) -> tuple[int, ...]:
    """The days before the end on which one is reminded of a to-do of `kind`, the most distant first."""
    found: tuple[int, ...] = UNSAID
    for content in _contents():
        found = tuple(content.by_kind.get(kind, content.remind_days_before))
    return tuple(sorted(found, reverse=True))


def yearly_end(kind: str, year: int) -> datetime | None:
    """The end in `year` of what is to be done every year: the day of the packs, at 24:00; None without one."""
    day = next((one.yearly_end[kind] for one in _contents() if kind in one.yearly_end), "")
    last = _last_day(day, year)
    return end_of_day(last) if last else None


def _last_day(text: str, year: int) -> date | None:
    try:
        return date.fromisoformat(f"{year}-{text}")
    except ValueError:
        return None


def _contents() -> tuple[RemindersFile, ...]:
    """The files of all packs, read anew when one changed; a later one prevails."""
    paths = sorted(Path(settings.PACKS).glob("*/todos.yaml"))
    return _read(tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[RemindersFile, ...]:
    return tuple(read_yaml(path, RemindersFile) for path, _changed in files)


def next_reminder(kind: str, due_at: datetime | None, after: datetime) -> datetime | None:
    """When one is next reminded of a to-do of `kind` that is due at `due_at`; None when no more.

    Days are counted from the last legal day before `due_at`: what ends at 24:00 of a day ends on that day.

    >>> from datetime import UTC
    >>> next_reminder("", datetime(2026, 11, 26, 9, 30, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC))
    datetime.datetime(2026, 11, 23, 9, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Shanghai'))
    """
    if due_at is None:
        return None
    day = legal_day(due_at - timedelta(microseconds=1))
    for days in days_before(kind):
        moment = datetime.combine(day - timedelta(days=days), HOUR, SHANGHAI)
        if after < moment < due_at:
            return moment
    return None


register(
    FileKind(
        "reminders of to-dos", "todos.yaml", RemindersFile, load_reminders, order=95, check=check_reminders
    )
)
