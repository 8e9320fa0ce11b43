"""Verbs: trim the log, forget a consumer, begin a new epoch."""

from datetime import timedelta
from typing import Any

from django.db import connection, transaction

KEEP = timedelta(days=7)
"""What every consumer has passed is kept for so long, for live pages and for whoever joins."""
PORTION = 5000

_TRIM = """
WITH slowest AS (
    SELECT epoch, xid, id FROM outbox_consumer ORDER BY epoch, xid, id LIMIT 1
), horizon AS MATERIALIZED (
    SELECT outbox_horizon() AS xid
), old AS (
    SELECT change.epoch, change.xid, change.id FROM outbox_change AS change
     WHERE change.at < clock_timestamp() - %s * interval '1 second'
       AND (change.epoch < outbox_epoch() OR change.xid < (SELECT xid FROM horizon))
       AND NOT EXISTS (SELECT FROM slowest
                        WHERE (slowest.epoch, slowest.xid, slowest.id) < (change.epoch, change.xid, change.id))
     ORDER BY change.epoch, change.xid, change.id LIMIT %s
)
DELETE FROM outbox_change AS change USING old
 WHERE (change.epoch, change.xid, change.id) = (old.epoch, old.xid, old.id)
"""


def trim(keep: timedelta = KEEP) -> int:
    """Delete changes that are older than `keep` and that every consumer has passed; returns how many.

    Works in portions, each a transaction of its own. Without any consumer, age alone decides.
    """
    total = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TRIM, [keep.total_seconds(), PORTION])
            gone: int = cursor.rowcount
        total += gone
        if gone < PORTION:
            return total


@transaction.atomic
def forget_consumer(name: str) -> bool:
    """Remove the position of a consumer that no longer exists, so that it no longer holds the log.

    Whether there was one. A consumer that is registered begins anew when it runs next.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM outbox_consumer WHERE name = %s", [name])
        return bool(cursor.rowcount)


def new_epoch(connection: Any, reason: str) -> int:
    """Begin a new epoch; returns its number. To be called when a backup has been restored.

    Transaction numbers begin anew in a new cluster, so that positions of before and after can't be
    compared; the epoch stands before them and can. `connection` is a psycopg connection of the
    tables' owner in a transaction (or autocommit): the restore has no Django.
    """
    row = connection.execute("SELECT outbox_new_epoch(%s)", [reason]).fetchone()
    number: int = row[0]
    return number
