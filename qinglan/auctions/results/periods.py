"""When periods after the result end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import Lot
from qinglan.kernel.periods import Length, end_of_period
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.packs import national_calendar


@dataclass(frozen=True)
class End:
    """The last day of a period, and the first moment that is too late."""

    last_day: date
    moment: datetime


def end_after(lot: Lot, moment: datetime, length: Length) -> End:
    """The end of `length` from `moment` on: the legal period, a few seconds a day for a training lot."""
    if lot.is_training:
        ends = moment + length.number * timedelta(seconds=auctions().training.seconds_a_day)
        return End(legal_day(ends), ends)
    found = end_of_period(legal_day(moment), length, national_calendar())
    assert found.last_day is not None
    assert found.ends_at is not None
    return End(found.last_day, found.ends_at)
