"""Progress of a long transaction, told by a second connection while the first has not committed."""

import time
from collections.abc import Callable

from django.db import connections

PAUSE = 0.5
"""Seconds between two reports."""
_UPSERT = (
    "INSERT INTO sheets_progress (token, done, total) VALUES (%s, %s, %s)"
    " ON CONFLICT (token) DO UPDATE SET done = excluded.done, total = excluded.total"
)


def reporter(token: str) -> Callable[[int, int], None]:
    """A function (done, total) that writes at most every `PAUSE` seconds, and never for short work."""
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PAUSE:
            last = time.monotonic()
            _execute(_UPSERT, [token, done, total])

    return report


def clear(token: str) -> None:
    """The work is over."""
    _execute("DELETE FROM sheets_progress WHERE token = %s", [token])


def _execute(statement: str, values: list[str | int]) -> None:
    beside = connections.create_connection("default")
    try:
        with beside.cursor() as cursor:
            cursor.execute(statement, values)
    finally:
        beside.close()
