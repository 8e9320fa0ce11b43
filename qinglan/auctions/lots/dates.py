"""When what ends: the disclosure of a lot as a legal period, and the moments that follow from it."""

from datetime import datetime, time, timedelta

from qinglan.auctions.lots.pack import auctions
from qinglan.auctions.models import ASCENDING, OPEN_BIDDING, SEALED, Lot, LotMode
from qinglan.kernel import clock
from qinglan.kernel.periods import Length, end_of_period
from qinglan.kernel.periods.count import legal_day
from qinglan.kernel.periods.length import ONE_DAY
from qinglan.kernel.periods.packs import national_calendar

_MORNING = time(10)
_BIDDING = timedelta(hours=2)
_STANDING = timedelta(days=30)


def period_end(lot: Lot, length: Length, since: datetime) -> datetime:
    """The first moment after a period of `length` that begins to run at `since`; a training day takes seconds."""
    if lot.is_training:
        return since + timedelta(seconds=length.number * auctions().training.seconds_a_day)
    end = end_of_period(legal_day(since), length, national_calendar()).ends_at
    assert end is not None  # no stops, so the clock runs
    return end


def disclosed_until(lot: Lot, since: datetime) -> datetime:
    """When the disclosure of `lot`, begun at `since`, has stood long enough."""
    disclosure = auctions().rules_of(lot.mode).disclosure
    return period_end(lot, disclosure.length(lot.disclosure_days), since)


def bound_by_disclosure(lot: Lot) -> str:
    """The moment that lies no earlier than the end of the disclosure.

    Sealed bids come in while it stands and end after it; open ones begin after it.
    """
    return "bids_until" if lot.mode in SEALED else "bids_from"


def plan(lot: Lot, since: datetime) -> dict[str, datetime | None]:
    """The moments of `lot`, disclosed at `since`: those that the owner named, else by the usual course.

    Applications end with the disclosure, bids begin at ten on the next working day and last two hours (a fixed
    price thirty days, a standing offer without end); sealed bids begin at once and end with the disclosure.
    """
    if lot.mode == LotMode.AGREED:  # its notice is that of the result
        return {"applications_until": None, "bids_from": None, "bids_until": None}
    ends = disclosed_until(lot, since)
    sealed = lot.mode in SEALED
    begin = lot.bids_from or (since if sealed else _next_morning(lot, ends))
    until = lot.bids_until or (ends if sealed else _usual_end(lot, begin))
    return {
        "applications_until": None if sealed or lot.mode in (LotMode.FIXED, LotMode.OPEN_LICENCE)
        else lot.applications_until or min(ends, begin),
        "bids_from": begin,
        "bids_until": until,
    }  # fmt: skip


def latest_application(lot: Lot) -> datetime | None:
    """Until when organisations may apply to bid; None for modes where they may as long as bids are taken."""
    return lot.applications_until or lot.bids_until


def _usual_end(lot: Lot, begin: datetime) -> datetime | None:
    if lot.mode == LotMode.OPEN_LICENCE:
        return None
    if lot.mode == LotMode.DUTCH:
        assert lot.start_price and lot.floor_price  # noqa: PT018 - a falling price has them
        assert lot.step and lot.step_seconds  # noqa: PT018 - as above
        falls = -(-(lot.start_price - lot.floor_price) // lot.step) + 1
        return begin + timedelta(seconds=falls * lot.step_seconds)
    lasting = _BIDDING if lot.mode in ASCENDING else _STANDING
    if lot.is_training:
        lasting = timedelta(seconds=20 * auctions().training.seconds_a_day)
    return begin + lasting


def _next_morning(lot: Lot, ends: datetime) -> datetime:
    if lot.is_training or lot.mode not in OPEN_BIDDING:
        return ends
    day, calendar = legal_day(ends), national_calendar()
    while not calendar.is_working(day) or datetime.combine(day, _MORNING, clock.SHANGHAI) < ends:
        day += ONE_DAY
    return datetime.combine(day, _MORNING, clock.SHANGHAI)
