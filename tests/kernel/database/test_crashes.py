"""kill -9 of any database process: no committed row is lost, the next start recovers by itself."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from qinglan.kernel.database import server as server_module
from qinglan.kernel.database.location import Role
from qinglan.kernel.database.process import postmaster, processes_in
from qinglan.kernel.database.server import Server

Connect = Callable[[Role], psycopg.Connection]


def _make_table(connect: Connect) -> None:
    with connect("owner") as owner:
        owner.execute("CREATE TABLE kept (n int PRIMARY KEY)")


class _Writer(threading.Thread):
    """Inserts 1, 2, 3 … one commit each, until the connection breaks; knows what was committed."""

    def __init__(self, connection: psycopg.Connection) -> None:
        super().__init__()
        self.connection = connection
        self.committed = 0

    def run(self) -> None:
        try:
            while True:
                self.connection.execute("INSERT INTO kept VALUES (%s)", [self.committed + 1])
                self.committed += 1
        except psycopg.OperationalError:
            self.connection.close()


def _rows(connect: Connect) -> list[int]:
    with connect("reader") as reader:
        return [n for (n,) in reader.execute("SELECT n FROM kept ORDER BY n")]


def _kill_while_writing(connect: Connect, victim: psutil.Process) -> int:
    writer = _Writer(connect("app"))
    writer.start()
    while writer.committed < 100:
        time.sleep(0.01)
    victim.kill()
    writer.join(10)
    assert not writer.is_alive()
    return writer.committed


def _holds_all(rows: list[int], committed: int) -> bool:
    """All that was acknowledged, and at most one more whose acknowledgement was lost."""
    return rows in (list(range(1, committed + 1)), list(range(1, committed + 2)))


def test_kill_of_the_postmaster(server: Server, connect: Connect) -> None:
    server.start()
    _make_table(connect)
    victim = postmaster(server.data)
    assert victim is not None
    committed = _kill_while_writing(connect, victim)
    assert server.start() == "started"
    assert _holds_all(_rows(connect), committed)


def test_kill_of_the_postmaster_with_a_backend_that_does_not_notice(server: Server, connect: Connect) -> None:
    server.start()
    _make_table(connect)
    with connect("app") as app:
        app.execute("INSERT INTO kept VALUES (1)")
        victim, stuck = postmaster(server.data), psutil.Process(app.info.backend_pid)
        assert victim is not None
        stuck.suspend()
        victim.kill()
        assert server.start() == "started"
        assert stuck not in list(processes_in(server.data))
    assert _rows(connect) == [1]


def test_kill_of_a_backend(server: Server, connect: Connect) -> None:
    server.start()
    _make_table(connect)
    before = server.status()
    connection = connect("app")
    victim = psutil.Process(connection.info.backend_pid)
    connection.close()
    with connect("app") as other:
        victim = psutil.Process(other.info.backend_pid)
        committed = _kill_while_writing(connect, victim)
    assert server.start() == "adopted"
    assert server.status() == before
    assert _holds_all(_rows(connect), committed)


def test_a_stale_pid_file_whose_number_belongs_to_somebody_else(server: Server, connect: Connect) -> None:
    server.start()
    _make_table(connect)
    victim = postmaster(server.data)
    assert victim is not None
    victim.kill()
    server.alive()  # Collects our dead child.
    owner = server.data.stat().st_uid
    # The worst case: a living process of the very account, which PostgreSQL takes for the server.
    with subprocess.Popen(["sleep", "60"], user=owner, cwd="/") as bystander:
        pid_file = server.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        assert server.start() == "started"
        assert bystander.poll() is None
        assert server.stop()
        assert bystander.poll() is None
        bystander.kill()


def test_a_tied_server_stops_when_its_starter_is_killed(home: Path) -> None:
    start = (
        "import sys, time, pathlib; from qinglan.kernel.database.server import Server;"
        "Server(pathlib.Path(sys.argv[1])).start(tied=True); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", start, str(home)], stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        starter.stdout.readline()
        server = Server(home)
        assert server.alive()
        starter.kill()
    deadline = time.monotonic() + 3
    while list(processes_in(server.data)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(processes_in(server.data)) == []
    assert server.start() == "started"


def test_a_long_recovery_is_waited_for(
    server: Server, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    with connect("owner") as owner:
        owner.execute("CREATE TABLE many AS SELECT n, n::text AS t FROM generate_series(1, 300000) n")
        owner.execute("CREATE INDEX ON many (t)")
    victim = postmaster(server.data)
    assert victim is not None
    victim.kill()
    said: list[str] = []
    monkeypatch.setattr(server_module, "TELL_EVERY", 0.3)
    again = Server(server.home, say=said.append)
    starter = threading.Thread(target=again.start)
    starter.start()
    recovering = None
    while recovering is None and starter.is_alive():
        for process in processes_in(server.data):
            if process.pid != victim.pid and "startup" in " ".join(process.cmdline()):
                process.suspend()
                recovering = process
    assert recovering is not None
    time.sleep(1.5)
    assert starter.is_alive()
    assert [line for line in said if line.startswith("PostgreSQL is recovering")]
    recovering.resume()
    starter.join(20)
    assert not starter.is_alive()
    with connect("reader") as reader:
        assert reader.execute("SELECT count(*) FROM many").fetchone() == (300000,)
