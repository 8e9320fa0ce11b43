"""How much time is left until a moment, in working days, as pages say it."""

from dataclasses import dataclass
from datetime import datetime

from qinglan.kernel import clock
from qinglan.kernel.periods import working_days_between
from qinglan.kernel.periods.packs import national_calendar


@dataclass(frozen=True)
class Left:
    """Working days left and the moment itself; negative once it is over."""

    working_days: int
    until: datetime


def days_left(until: datetime | None) -> Left | None:
    """The time left; None where there is no end."""
    if until is None:
        return None
    now = clock.now()
    first, last = now.astimezone(clock.SHANGHAI).date(), until.astimezone(clock.SHANGHAI).date()
    if until <= now:
        return Left(-1, until)
    return Left(working_days_between(first, last, national_calendar()), until)
