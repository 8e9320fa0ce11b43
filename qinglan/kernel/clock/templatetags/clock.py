"""The banner of a training site whose clock does not show true time."""

from typing import Any

from django import template
from django.conf import settings
from django.db import DatabaseError, connection

from qinglan.kernel.clock import reading

register = template.Library()


@register.inclusion_tag("clock/banner.html")
def clock_banner() -> dict[str, Any]:
    """The banner with the shown time and the factor; nothing where the clock is true.

    One query, in demonstration mode only. A database that can't be read leaves the banner out: the
    page that reports the fault must still be shown.
    """
    if not settings.DEMONSTRATION or connection.needs_rollback:
        return {"setting": None}
    try:
        setting = reading.read()
        if setting.is_true:
            return {"setting": None}
        with connection.cursor() as cursor:
            cursor.execute("SELECT qinglan_now()")
            row = cursor.fetchone()
    except DatabaseError:
        return {"setting": None}
    assert row is not None
    return {"setting": setting, "shown": row[0]}
