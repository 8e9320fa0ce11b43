"""When a person last looked at his desk, so that it says what changed since."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from qinglan.kernel import clock

PAUSE = timedelta(minutes=30)
"""Looking again within so long is the same visit."""
FIRST = timedelta(days=14)
"""So far back looks who comes for the first time."""


def note_visit(*, acting_user: Any) -> datetime:
    """Note that a person looks at his desk; since when things are new to him. One statement."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO todos_deskvisit (user_id, seen_at, before) VALUES (%(user)s, %(now)s, %(first)s)"
            " ON CONFLICT (user_id) DO UPDATE SET seen_at = greatest(todos_deskvisit.seen_at, %(now)s),"
            " before = CASE WHEN %(now)s - todos_deskvisit.seen_at > %(pause)s * interval '1 second'"
            " THEN todos_deskvisit.seen_at ELSE todos_deskvisit.before END"
            " RETURNING before",
            {"user": acting_user.pk, "now": now, "first": now - FIRST, "pause": PAUSE.total_seconds()},
        )
        row = cursor.fetchone()
    assert row is not None
    before: datetime = row[0]
    return before
