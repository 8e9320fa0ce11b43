"""When the steps of a case happen: office hours of days that lie evenly between a beginning and an end."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from qinglan.kernel.clock import SHANGHAI
from qinglan.kernel.periods.count import Deadline
from qinglan.programmes.definition.manifest import LengthForm
from qinglan.programmes.definition.steps import Step
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.demonstration.plot import HAPPY
from qinglan.programmes.domain import flow
from qinglan.programmes.notices import period as notice_period

HOURS = timedelta(hours=2)
"""Between two steps at least, and between the last of them and now."""
NOTICE_DAYS = 10.0
"""About how many days a public notice takes, from waiting to its end."""


def working(day: date) -> date:
    """The day itself, or the Monday after it: offices do nothing on a weekend."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in Beijing."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def day_of(moment: datetime) -> date:
    """The legal day of a moment."""
    return moment.astimezone(SHANGHAI).date()


@lru_cache(maxsize=4096)
def deadline(start: date, within: LengthForm) -> Deadline:
    """As `flow.deadline`, asked once for each day."""
    return flow.deadline(start, within)


@lru_cache(maxsize=512)
def notice_end(start: date, definition_key: str, length: Any) -> Deadline:
    """When a notice ends that was posted on `start`."""
    return notice_period.period(start, {length}, None)


def posted_at(opened: datetime) -> datetime:
    """When the notice of cases is posted that came to it at `opened`: the next morning."""
    return at(working(day_of(opened) + timedelta(days=1)), 10)


def way(definition: Definition) -> list[Step]:
    """The steps of a case that is granted."""
    steps, found = {one.id: one for one in definition.steps.steps}, []
    here = definition.steps.start
    while here in steps:
        found.append(steps[here])
        here = steps[here].next[HAPPY[steps[here].type]]
    return found


def schedule(
    definition: Definition, start: datetime, end: datetime, upto: int, now: datetime
) -> list[datetime]:
    """When each step of the way is opened, and last when the last one is left.

    The form is handed in at `start`, and step number `upto` of the way is opened at about `end`.
    """
    steps = way(definition)
    notices = sum(step.type == "public_notice" for step in steps[1:upto])
    others = max(upto - 1 - notices, 1)
    gap = max((end - start).total_seconds() / 86400 - NOTICE_DAYS * notices, others * 0.6) / others
    opened, ideal = [start - timedelta(days=9), start], start
    for number, step in enumerate(steps[1:], 1):
        before = opened[-1]
        if step.type == "public_notice":
            posted = posted_at(before)
            length = notice_period.length_of(definition, step.id)
            ends = notice_end(day_of(posted), definition.manifest.slug, length).ends_at
            assert ends is not None
            opened.append(ends + timedelta(minutes=1))
            ideal = opened[-1]
        else:
            ideal += timedelta(days=gap)
            moment = max(at(working(day_of(ideal)), 9 + number % 8, 7 * number % 60), before + HOURS)
            opened.append(max(min(moment, now - HOURS), before + timedelta(minutes=number)))
    return opened
