"""What an outage that the operator has certified does to a deadline, by a rule that is data."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from qinglan.kernel.periods.calendar import Calendar
from qinglan.kernel.periods.count import SHANGHAI, Deadline, end_of_day
from qinglan.kernel.periods.length import ONE_DAY


@dataclass(frozen=True)
class Outage:
    """The service was not to be reached from `began` to `ended` (moments with time zone)."""

    began: datetime
    ended: datetime

    def __post_init__(self) -> None:
        if self.ended <= self.began:
            raise ValueError("an outage ends after it begins")


@dataclass(frozen=True)
class OutageRule:
    """Which outages extend a deadline, and how.

    Those count that fell, for `at_least` altogether, into the last `within` before the end. Then the
    end moves to the same hour of the next working day, or by the time that was lost.
    """

    at_least: timedelta = timedelta(minutes=30)
    within: timedelta = timedelta(hours=24)
    move: Literal["next_working_day", "lost_time"] = "next_working_day"


def lost(outages: Iterable[Outage], since: datetime, until: datetime) -> timedelta:
    """How much of the time from `since` to `until` was lost; overlapping outages count once."""
    total, reached = timedelta(), since
    for outage in sorted(outages, key=lambda one: one.began):
        begin, finish = max(outage.began, reached), min(outage.ended, until)
        if begin < finish:
            total += finish - begin
            reached = finish
    return total


def extended(deadline: Deadline, outages: Iterable[Outage], rule: OutageRule, calendar: Calendar) -> Deadline:
    """`deadline` after `outages`; looked at again at each new end, as a further outage may lie there.

    What is lost counts once: only what lies after the end that was judged before. A deadline whose
    clock stands is given back as it is.
    """
    known = tuple(outages)
    judged: datetime | None = None
    while deadline.ends_at is not None and deadline.last_day is not None:
        since = deadline.ends_at - rule.within
        missed = lost(known, since if judged is None else max(since, judged), deadline.ends_at)
        if missed < rule.at_least or not missed:
            break
        judged = deadline.ends_at
        deadline = _moved(deadline, missed, rule, calendar)
    return deadline


def _moved(deadline: Deadline, missed: timedelta, rule: OutageRule, calendar: Calendar) -> Deadline:
    assert deadline.ends_at is not None
    assert deadline.last_day is not None
    if rule.move == "lost_time":
        ends_at = deadline.ends_at + missed
        day = (ends_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()
    else:
        day = deadline.last_day + ONE_DAY
        while not calendar.is_working(day):
            day += ONE_DAY
        closes_at_midnight = deadline.ends_at == end_of_day(deadline.last_day)
        ends_at = end_of_day(
            day, None if closes_at_midnight else deadline.ends_at.astimezone(SHANGHAI).time()
        )
    return replace(
        deadline, last_day=day, ends_at=ends_at, moved=True, coverage=calendar.coverage(deadline.start, day)
    )
