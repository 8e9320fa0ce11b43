"""Legal periods in natural and working days (Civil Code, articles 200 to 204)."""

from qinglan.kernel.periods.calendar import Calendar, Coverage, NoCalendar, Year
from qinglan.kernel.periods.count import Deadline, working_days_between
from qinglan.kernel.periods.count import end as end_of_period
from qinglan.kernel.periods.length import Length, Unit
from qinglan.kernel.periods.outage import Outage, OutageRule, extended
from qinglan.kernel.periods.stops import Stop

__all__ = [
    "Calendar",
    "Coverage",
    "Deadline",
    "Length",
    "NoCalendar",
    "Outage",
    "OutageRule",
    "Stop",
    "Unit",
    "Year",
    "end_of_period",
    "extended",
    "working_days_between",
]
