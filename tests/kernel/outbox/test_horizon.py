"""The log is read below the oldest transaction of its own database, whatever others on the server do."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from qinglan.kernel import outbox
from qinglan.kernel.database.location import ROLE_NAMES, embedded_params
from qinglan.kernel.database.roles import connect_as_superuser
from qinglan.kernel.database.server import Server
from qinglan.kernel.outbox import changes
from qinglan.kernel.outbox.domain.log import trim
from qinglan.kernel.outbox.lag import oldest_transaction
from tests.kernel.outbox.writers import Writers
from tests.support import server

INSERT = "INSERT INTO outbox_change (kind, key) VALUES ('tests.changed', %s)"
BELOW_ALL = (
    "SELECT key FROM outbox_change WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, id"
)


@contextmanager
def writing_elsewhere(name: str) -> Iterator[None]:
    """A transaction that has written, and goes on, in another database of the server."""
    with psycopg.connect(**server.params("app", name)) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield
        other.rollback()


def keys(after: outbox.Position = changes.BEGINNING) -> list[str]:
    return [change.key for change in changes.read_after(after, 1000)]


def test_a_transaction_of_another_database_holds_nothing_back(
    fresh_database: Any, empty_database: Any
) -> None:
    with writing_elsewhere(empty_database.name):
        with transaction.atomic():
            outbox.enqueue("tests.changed", "a")
        with connection.cursor() as cursor:
            cursor.execute(BELOW_ALL)
            assert cursor.fetchall() == []
        assert keys() == ["a"]
        assert changes.read_after(changes.end(), 10) == []
        with transaction.atomic():
            outbox.enqueue("tests.changed", "b")
        assert oldest_transaction().total_seconds() == 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (outbox_horizon()::text)::bigint > min(xid::text::bigint) FROM outbox_change"
            )
            assert cursor.fetchone() == (True,)
        assert trim(timedelta(0)) == 2
        assert keys() == []


def test_the_crawl_misses_nothing_while_another_database_writes(
    fresh_database: Any, empty_database: Any
) -> None:
    """Eight writers out of order, a reader that crawls, and a long transaction elsewhere."""
    writers = Writers(8, 40)
    seen: list[outbox.Change] = []
    found_meanwhile = 0

    def look() -> None:
        nonlocal found_meanwhile
        batch = changes.read_after(seen[-1].position if seen else changes.BEGINNING, 7)
        seen.extend(batch)
        found_meanwhile += len(batch)

    with writing_elsewhere(empty_database.name):
        writers.during(look)
        assert found_meanwhile > len(writers.committed) / 2
        while batch := changes.read_after(seen[-1].position, 100):
            seen.extend(batch)
    got = [change.key for change in seen]
    assert (len(got), set(got)) == (len(set(got)), writers.committed)
    assert [change.position for change in seen] == sorted(change.position for change in seen)


def test_a_reader_with_a_kept_snapshot_passes_over_nothing(fresh_database: Any) -> None:
    """What ends between his snapshot and his look would be invisible to him, and yet no longer running."""
    with fresh_database.connect() as slow, fresh_database.connect() as reader:
        slow.execute(INSERT, ["slow"])
        with transaction.atomic():
            outbox.enqueue("tests.changed", "fast")
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1 FROM outbox_change").fetchall()
        slow.commit()
        assert reader.execute("SELECT key FROM outbox_read(0, '0', 0, 10)").fetchall() == []
        reader.rollback()
    assert keys() == ["slow", "fast"]


def test_a_list_of_backends_that_was_read_before_is_not_believed(fresh_database: Any) -> None:
    """Within a transaction PostgreSQL reads the list once; a writer who came later is not in it."""
    with fresh_database.connect() as slow, fresh_database.connect() as reader:
        reader.execute("SELECT count(*) FROM pg_stat_activity").fetchall()
        slow.execute(INSERT, ["slow"])
        with transaction.atomic():
            outbox.enqueue("tests.changed", "fast")
        assert reader.execute("SELECT key FROM outbox_read(0, '0', 0, 10)").fetchall() == []
        slow.commit()
        rows = reader.execute("SELECT key FROM outbox_read(0, '0', 0, 10)").fetchall()
    assert rows == [("slow",), ("fast",)]


def test_a_transaction_that_wrote_elsewhere_first_is_waited_for(fresh_database: Any) -> None:
    """It has its number before it comes to the log."""
    with fresh_database.connect() as slow:
        slow.execute("SELECT pg_current_xact_id()")
        with transaction.atomic():
            outbox.enqueue("tests.changed", "fast")
        assert keys() == []
        slow.execute(INSERT, ["slow"])
        slow.commit()
    assert keys() == ["slow", "fast"]


@pytest.mark.parametrize("end", ["COMMIT", "ROLLBACK"])
def test_a_prepared_transaction_is_waited_for(homes: Any, end: str) -> None:
    first = importlib.import_module("qinglan.kernel.outbox.migrations.0001_initial")
    second = importlib.import_module("qinglan.kernel.outbox.migrations.0002_own_horizon")
    home = homes / "prepared"
    Server(home, durable=False).start()
    with connect_as_superuser(home) as root:
        root.execute("ALTER SYSTEM SET max_prepared_transactions = 4")
    Server(home, durable=False).stop()
    Server(home, durable=False).start()
    with psycopg.connect(**embedded_params(home, ROLE_NAMES["owner"]), autocommit=True) as owner:
        for statement in (first.TABLES, first.READ, first.RIGHTS, second.HORIZON, second.READ, second.RIGHTS):
            owner.execute(statement)
    with psycopg.connect(**embedded_params(home, ROLE_NAMES["app"]), autocommit=True) as app:
        app.execute("BEGIN")
        app.execute(INSERT, ["slow"])
        app.execute("PREPARE TRANSACTION 'slow'")
        app.execute(INSERT, ["fast"])
        assert app.execute("SELECT key FROM outbox_read(0, '0', 0, 10)").fetchall() == []
        app.execute(f"{end} PREPARED 'slow'")
        rows = [key for (key,) in app.execute("SELECT key FROM outbox_read(0, '0', 0, 10)")]
    assert rows == (["slow", "fast"] if end == "COMMIT" else ["fast"])
