"""What time it is. Legal days are days in Asia/Shanghai.

All processes read one clock, the database's function ``qinglan_now()``. On a training site it may run
ahead and faster than time; in production it is true time (see `domain.setting`). While demonstration
data tells what happened on a day, the clock tells that day to who tells it, and to nobody else (`story`).
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from qinglan.kernel.clock.story import told

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The time of this statement, with its time zone: one clock for all processes."""
    story = told()
    if story is not None:
        return story
    with connection.cursor() as cursor:
        cursor.execute("SELECT qinglan_now()")
        row = cursor.fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment


def today() -> date:
    """The legal day (Asia/Shanghai) of this moment."""
    return now().astimezone(SHANGHAI).date()
