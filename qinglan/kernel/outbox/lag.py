"""How far each consumer is behind, and what holds the log back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from qinglan.kernel.outbox.consumers import CONSUMERS

_LAG = """
SELECT consumer.name, consumer.moved_at, consumer.failures, consumer.error, behind.count,
       clock_timestamp() - behind.oldest
  FROM outbox_consumer AS consumer
 CROSS JOIN LATERAL (
       SELECT count(*) AS count, min(change.at) AS oldest
         FROM (SELECT at FROM outbox_change
                WHERE (epoch, xid, id) > (consumer.epoch, consumer.xid, consumer.id)
                ORDER BY epoch, xid, id LIMIT %s) AS change) AS behind
 ORDER BY consumer.name
"""
COUNTED = 10_000
"""More changes than these are not counted one by one."""
SLOW = timedelta(seconds=60)


@dataclass(frozen=True)
class Lag:
    """One consumer: changes it has yet to pass (at most `COUNTED`), and how old the oldest of them is."""

    name: str
    moved_at: datetime
    failures: int
    error: str
    behind: int
    age: timedelta
    registered: bool

    @property
    def well(self) -> bool:
        """Whether it keeps up."""
        return self.failures == 0 and self.age < SLOW


def lags() -> list[Lag]:
    """Every consumer that ever ran here, by name; a registered one that never ran is not among them."""
    with connection.cursor() as cursor:
        cursor.execute(_LAG, [COUNTED])
        return [
            Lag(
                name,
                moved_at,
                failures,
                error,
                count,
                max(age or timedelta(), timedelta()),
                name in CONSUMERS,
            )
            for name, moved_at, failures, error, count, age in cursor.fetchall()
        ]


def oldest_transaction() -> timedelta:
    """For how long this database's oldest writing transaction runs: nothing newer can be read so long."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(clock_timestamp() - xact_start) FROM pg_stat_activity"
            " WHERE backend_xid IS NOT NULL AND datname = current_database() AND pid <> pg_backend_pid()"
        )
        row = cursor.fetchone()
    return (row[0] if row else None) or timedelta()


def kept() -> tuple[int, datetime | None]:
    """About how many changes the log holds, and the time of the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM (SELECT FROM outbox_change LIMIT %s) AS counted),"
            " (SELECT at FROM outbox_change ORDER BY epoch, xid, id LIMIT 1)",
            [COUNTED * 10],
        )
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1]
