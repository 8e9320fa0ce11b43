"""What time it is. Legal days are days in Asia/Shanghai."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone


def now() -> datetime:
    """The database's time of this statement, with its time zone: one clock for all processes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment


def today() -> date:
    """The legal day (Asia/Shanghai) of this moment."""
    return timezone.localdate()
