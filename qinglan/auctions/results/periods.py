"""When periods after the result end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qinglan.auctions.lots.dates import period_end
from qinglan.auctions.models import Lot
from qinglan.kernel.periods import Length
from qinglan.kernel.periods.count import legal_day

_ONE_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class End:
    """The last day of a period, and the first moment that is too late."""

    last_day: date
    moment: datetime


def end_after(lot: Lot, moment: datetime, length: Length) -> End:
    """The end of `length` from `moment` on, as `lots.dates.period_end` has it."""
    ends = period_end(lot, length, moment)
    return End(legal_day(ends - _ONE_INSTANT), ends)
