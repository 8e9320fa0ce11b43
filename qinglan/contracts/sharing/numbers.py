"""Numbers of inventions and conversions, and how shares are written."""

from typing import Any

from django.db import connection

_DIGITS = 6


def next_number(prefix: str, model: Any, year: int) -> str:
    """The next of the year, such as ``ZH-2026-000001``; who numbers meanwhile waits for the other's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"contracts.number.{prefix}"])
    begins = f"{prefix}-{year}-"
    rows = model.objects.filter(number__startswith=begins).order_by("-number")
    last = rows.values_list("number", flat=True).first()
    return f"{begins}{int(last.removeprefix(begins)) + 1 if last else 1:0{_DIGITS}d}"


def percent(share: int) -> str:
    """Ten-thousandths as percent.

    >>> percent(7000), percent(3333)
    ('70 %', '33.33 %')
    """
    whole, rest = divmod(share, 100)
    return f"{whole}.{rest:02d} %" if rest else f"{whole} %"
