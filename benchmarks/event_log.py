"""How fast events are appended, checked and exported, and how soon a change reaches a live page.

    python -m benchmarks.event_log

Runs on a server of its own with fsync on, as in production, and removes it.
"""
# ruff: noqa: PLC0415 - Django may be loaded only when the home is chosen

import asyncio
import io
import os
import shutil
import statistics
import tempfile
import threading
import time
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="qinglan-bench-"))
os.environ["QINGLAN_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "qinglan.settings"

APPENDS = 1000
WRITERS = 8
BATCH = 20_000


def prepare() -> None:
    """Start the server and make the tables."""
    import django
    from django.core.management import call_command
    from django.db import connections

    from qinglan.kernel.database.location import django_database
    from qinglan.kernel.database.server import Server

    Server(HOME).start()
    django.setup()
    connections["default"].settings_dict.update(django_database("owner"))
    call_command("migrate", verbosity=0)
    connections["default"].close()
    connections["default"].settings_dict.update(django_database("app"))
    from qinglan.kernel import events, outbox

    events.register_prefix("bench", "Bench")
    events.register_kind("bench.done", "A step of the benchmark.")
    outbox.register_kind("bench.changed", "A step of the benchmark.")


def append(stream: str, number: int) -> None:
    """One transaction with one event and one change."""
    from django.db import transaction

    from qinglan.kernel import events, outbox

    with transaction.atomic():
        outbox.enqueue("bench.changed", stream)
        events.append(
            stream=stream, kind="bench.done", payload={"number": number, "what": "绿色技术"}, actor="system"
        )


def appends() -> None:
    """Transactions a second: one writer, eight on their own streams, eight on one stream."""
    from django.db import connection

    def write(stream: str, count: int) -> None:
        for number in range(count):
            append(stream, number)
        connection.close()

    begun = time.perf_counter()
    write("bench:alone", APPENDS)
    print(f"one writer: {APPENDS / (time.perf_counter() - begun):.0f} transactions a second")
    for name, stream in (("their own streams", "bench:own-{}"), ("one stream", "bench:shared")):
        threads = [
            threading.Thread(target=write, args=(stream.format(n), APPENDS // WRITERS))
            for n in range(WRITERS)
        ]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = APPENDS / (time.perf_counter() - begun)
        print(f"{WRITERS} writers on {name}: {rate:.0f} transactions a second")


def checks() -> None:
    """A long stream: appended at once, checked in the database, exported, checked by the script."""
    import importlib.util

    from django.db import transaction

    from qinglan.kernel import events
    from qinglan.kernel.events import export
    from qinglan.kernel.events.verification import verify_stream

    spec = importlib.util.spec_from_file_location("verify_events", export.SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    def timed(name: str, work: object) -> object:
        begun = time.perf_counter()
        done = work()  # type: ignore[operator]
        print(f"{name}: {BATCH / (time.perf_counter() - begun):.0f} events a second")
        return done

    entries = [events.Entry("bench.done", {"number": n, "what": "绿色技术"}) for n in range(BATCH)]
    with transaction.atomic():
        timed(
            "appended in one act",
            lambda: events.append_all(stream="bench:long", entries=entries, actor="system"),
        )
    timed("checked in the database", lambda: verify_stream("bench:long"))
    content = timed("exported", lambda: b"".join(export.lines("bench:long")))
    assert isinstance(content, bytes)
    timed("checked by the script", lambda: script.verify(io.BytesIO(content)))
    print(f"an event in an export: {len(content) / BATCH:.0f} bytes")


def latencies() -> None:
    """From commit to a live page, in another process (as by a worker) and in the same."""
    import psycopg
    from django.db import connection

    from qinglan.kernel.database.location import connection_params
    from qinglan.kernel.outbox import live

    def measure(name: str, put: object, pause: float, count: int) -> None:
        sent: list[float] = []
        delays: list[float] = []

        def write() -> None:
            time.sleep(0.3)
            for number in range(count):
                time.sleep(pause)
                sent.append(time.perf_counter())
                put(str(number))  # type: ignore[operator]
            connection.close()

        async def read() -> None:
            stream = live.changes_of({"bench.changed"})
            writing = asyncio.create_task(asyncio.to_thread(write))
            async for change in stream:
                if change.key.isdecimal():
                    delays.append((time.perf_counter() - sent[int(change.key)]) * 1000)
                if len(delays) == count:
                    break
            await writing
            await stream.aclose()

        asyncio.run(read())
        delays.sort()
        print(
            f"{name}: median {statistics.median(delays):.0f} ms,"
            f" 95 % within {delays[int(len(delays) * 0.95)]:.0f} ms, longest {delays[-1]:.0f} ms"
        )

    def here(key: str) -> None:
        from django.db import transaction

        from qinglan.kernel import outbox

        with transaction.atomic():
            outbox.enqueue("bench.changed", key)

    with psycopg.connect(**connection_params("app"), autocommit=True) as other:

        def there(key: str) -> None:
            other.execute("INSERT INTO outbox_change (kind, key) VALUES ('bench.changed', %s)", [key])

        measure("commit of another process, idle (one a second)", there, 1.037, 30)
        measure("commit of another process, busy (fifty a second)", there, 0.02, 300)
    measure("commit of the same process, idle (one a second)", here, 1.037, 15)


def main() -> None:
    """Run all and clear up."""
    from qinglan.kernel.database.server import Server

    try:
        prepare()
        appends()
        checks()
        latencies()
    finally:
        from django.db import connections

        connections.close_all()
        Server(HOME).stop()
        shutil.rmtree(HOME, ignore_errors=True)


if __name__ == "__main__":
    main()
