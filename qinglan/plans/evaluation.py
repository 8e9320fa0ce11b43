"""How a target stands: a pure function of what the plan asks and what was measured.

Sources: a plain number counts as reached at or above it and a surplus is shown, never failed
(practice of the offices); a range is met at its lower bound; a soft target is shown, never failed
(default of the system, decided by the city).
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qinglan.kernel.measures.result import Result, Standing


class State(StrEnum):
    """Where a target stands on a day."""

    REACHED = "reached"
    SURPLUS = "surplus"
    REACHED_LATE = "reached_late"
    UNDER_WAY = "under_way"
    MISSED = "missed"
    SOFT_OPEN = "soft_open"
    NO_DATA = "no_data"
    NOT_COMPARABLE = "not_comparable"
    WITHHELD = "withheld"


_DEADLINE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
WITHOUT_VALUE = {
    Standing.NO_DATA: State.NO_DATA,
    Standing.NOT_COMPARABLE: State.NOT_COMPARABLE,
    Standing.WITHHELD: State.WITHHELD,
}
MET = {State.REACHED, State.SURPLUS, State.REACHED_LATE}


@dataclass(frozen=True)
class Aim:
    """What the plan asks: comparator, value (and upper value of a range), firm or soft, by when.

    `deadline` is the last day on which it can be reached in time; None where the plan sets none.
    """

    comparator: str
    value: Decimal
    upper: Decimal | None
    soft: bool
    deadline: date | None


@dataclass(frozen=True)
class Evaluation:
    """The standing on a day. `rate` is actual ÷ target in %; `distance` what is still lacking."""

    state: State
    actual: Decimal | None
    rate: Decimal | None
    distance: Decimal
    on: date

    @property
    def is_met(self) -> bool:
        """Whether the target is reached, in time or late."""
        return self.state in MET


def last_day(deadline: str) -> date | None:
    """The last day of a deadline printed as a year, a month or a day; None for "" or other text.

    >>> last_day("2022")
    datetime.date(2022, 12, 31)
    """
    found = _DEADLINE.fullmatch(deadline)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 12, 31)
        return date(year, month, monthrange(year, month)[1] if day is None else day)
    except ValueError:  # No such month or day.
        return None


def is_ceiling(aim: Aim) -> bool:
    """Whether less is better: 以内, 低于, and 零增长 (a plain zero)."""
    return aim.comparator in ("le", "lt") or (aim.comparator in ("eq", "approx") and aim.value == 0)


def is_met(aim: Aim, actual: Decimal) -> bool:
    """Whether `actual` (in the aim's unit) meets the aim.

    A plain number, 左右 and a range are met at or above the (lower) value; 超过 only above it.
    """
    if is_ceiling(aim):
        return actual < aim.value if aim.comparator == "lt" else actual <= aim.value
    return actual > aim.value if aim.comparator == "gt" else actual >= aim.value


def is_surplus(aim: Aim, actual: Decimal) -> bool:
    """Whether `actual` lies beyond what was asked: above a number, or above a range's upper end."""
    if is_ceiling(aim):
        return actual < aim.value and aim.comparator != "lt"
    if aim.comparator in ("ge", "gt"):
        return False
    return actual > (aim.upper if aim.upper is not None else aim.value)


def evaluate(aim: Aim, now: Result, at_deadline: Result | None, on: date) -> Evaluation:
    """The standing on day `on`.

    `now` is the measure on that day, `at_deadline` the measure on the last day of the deadline
    where that day has passed, else None.
    """
    if now.value is None:
        state = WITHOUT_VALUE.get(now.standing, State.NO_DATA)
        return Evaluation(state, None, None, Decimal(0), on)
    if at_deadline is not None and at_deadline.standing == Standing.WITHHELD:
        return Evaluation(State.WITHHELD, None, None, Decimal(0), on)
    actual = now.value
    rate = (actual / aim.value * 100).quantize(Decimal("0.1")) if aim.value and not is_ceiling(aim) else None
    distance = Decimal(0) if is_met(aim, actual) else abs(aim.value - actual)
    return Evaluation(_state(aim, actual, at_deadline, on), actual, rate, distance, on)


def _state(aim: Aim, actual: Decimal, at_deadline: Result | None, on: date) -> State:
    over = aim.deadline is not None and on > aim.deadline
    in_time = not over or (
        at_deadline is not None and at_deadline.value is not None and is_met(aim, at_deadline.value)
    )
    if over and in_time:
        assert at_deadline is not None
        assert at_deadline.value is not None
        return State.SURPLUS if is_surplus(aim, at_deadline.value) else State.REACHED
    if is_met(aim, actual):
        if over:
            return State.REACHED_LATE
        return State.SURPLUS if is_surplus(aim, actual) else State.REACHED
    if aim.soft:
        return State.SOFT_OPEN
    return State.MISSED if over else State.UNDER_WAY
