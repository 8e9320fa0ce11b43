"""Dates and deadlines in words. Days are legal days in Asia/Shanghai."""

from datetime import date, datetime, time, timedelta
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from qinglan.kernel.web.quantities import english

Style = Literal["table", "prose"]
Moment = date | datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local(moment: Moment) -> Moment:
    """A moment in the legal time zone; a date as it is."""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


def machine(moment: Moment) -> str:
    """The value of ``<time datetime>``: 2026-11-21 or 2026-11-21T17:30+08:00."""
    here = local(moment)
    return here.isoformat(timespec="minutes") if isinstance(here, datetime) else here.isoformat()


def day(moment: Moment, style: Style = "table") -> str:
    """The day: 2026-11-21 in tables; 2026年11月21日 or 21 November 2026 in prose."""
    here = local(moment)
    if style == "table":
        return f"{here.year:04d}-{here.month:02d}-{here.day:02d}"
    if english():
        return f"{here.day} {MONTHS[here.month - 1]} {here.year}"
    return f"{here.year}年{here.month}月{here.day}日"


def minute(moment: datetime, style: Style = "table") -> str:
    """Day and clock: 2026-11-21 17:30, 2026年11月21日 17:30, 21 November 2026, 17:30."""
    here = local(moment)
    assert isinstance(here, datetime)
    separator = ", " if style == "prose" and english() else " "
    return f"{day(here, style)}{separator}{here:%H:%M}"


def end(moment: datetime) -> str:
    """An end with its clock: 2026-11-21 17:30; at midnight the day that ends then: 2026-11-21 24:00."""
    here = local(moment)
    assert isinstance(here, datetime)
    return f"{day(here - timedelta(days=1))} 24:00" if here.time() == time() else minute(here)


def short(moment: Moment) -> str:
    """A near day without its year: 11 月 26 日 (with 17:30 for a moment), 26 November 17:30."""
    here = local(moment)
    text = f"{here.day} {MONTHS[here.month - 1]}" if english() else f"{here.month} 月 {here.day} 日"
    return f"{text} {here:%H:%M}" if isinstance(here, datetime) else text


def days_left(working_days: int, until: Moment) -> str:
    """“还剩 3 个工作日（至 11 月 26 日 17:30）”.

    `working_days` comes from the caller's calendar: the working days after today up to and with the
    day of `until`; 0 is today, a negative number that many working days ago.
    """
    when = short(until)
    if working_days > 0:
        text = ngettext(
            "{n} working day left (until {when})", "{n} working days left (until {when})", working_days
        )
    elif working_days == 0:
        text = gettext("Due today (until {when})")
    else:
        text = ngettext(
            "{n} working day overdue (since {when})",
            "{n} working days overdue (since {when})",
            -working_days,
        )
    return text.format(n=abs(working_days), when=when)


def urgency(working_days: int, soon: int = 5) -> Literal["late", "due", "idle"]:
    """The light for a deadline: late once past, due within `soon` working days, else idle."""
    if working_days < 0:
        return "late"
    return "due" if working_days <= soon else "idle"
