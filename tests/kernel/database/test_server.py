"""Starting, adopting and stopping the embedded server."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from qinglan.kernel.database import location
from qinglan.kernel.database.configuration import LOCAL_FILE
from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.process import postmaster, processes_in
from qinglan.kernel.database.roles import connect_as_superuser
from qinglan.kernel.database.server import Server

Connect = Callable[[location.Role], psycopg.Connection]

_START = (
    "import sys, pathlib; from qinglan.kernel.database.server import Server;"
    "print(Server(pathlib.Path(sys.argv[1])).start())"
)


def test_the_first_start_makes_a_database_as_we_want_it(server: Server, home: Path) -> None:
    assert server.start() == "started"
    settings = (
        "data_checksums",
        "fsync",
        "full_page_writes",
        "wal_level",
        "password_encryption",
        "listen_addresses",
        "server_encoding",
        "TimeZone",
    )
    with connect_as_superuser(home, location.DATABASE_NAME) as connection:
        found = [connection.execute(f"SHOW {name}").fetchone() for name in settings]
        assert found == [
            ("on",),
            ("on",),
            ("on",),
            ("replica",),
            ("scram-sha-256",),
            ("",),
            ("UTF8",),
            ("UTC",),
        ]
        database = connection.execute(
            "SELECT pg_get_userbyid(datdba), datlocprovider, datlocale FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        assert database == ("qinglan_owner", "b", "C.UTF-8")
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,"
            " rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolcanlogin ORDER BY rolname"
        ).fetchall()
        assert roles == [
            ("qinglan_app", False, False, False, False, False, True),
            ("qinglan_owner", False, False, False, False, False, True),
            ("qinglan_reader", False, False, False, False, False, True),
            ("qinglan_superuser", True, True, True, True, True, True),
        ]
        extensions = connection.execute("SELECT extname FROM pg_extension ORDER BY 1").fetchall()
        assert extensions == [("plpgsql",), ("vector",)]


def test_secrets_are_ours_alone(server: Server, home: Path) -> None:
    server.start()
    keys = location.keys_directory(home)
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in keys.iterdir()} == {
        f"database-{role}": 0o600 for role in ("superuser", "owner", "app", "reader")
    }
    assert stat.S_IMODE(location.socket_directory(home).stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_a_second_start_adopts_the_running_server(server: Server, home: Path) -> None:
    server.start()
    before = server.status()
    assert Server(home).start() == "adopted"
    assert server.status() == before
    assert before.state == "running"


def test_starts_at_once_make_one_server(home: Path) -> None:
    starts = [
        subprocess.Popen([sys.executable, "-c", _START, str(home)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = sorted(start.communicate()[0].strip() for start in starts)
    assert said == ["adopted", "adopted", "started"]
    postmasters = [
        process for process in processes_in(location.data_directory(home)) if "-D" in process.cmdline()
    ]
    assert len(postmasters) == 1


def test_stop_ends_every_process_and_can_be_repeated(server: Server, connect: Connect) -> None:
    server.start()
    with connect("app") as busy:
        busy.execute("SELECT 1")
        assert server.stop()
    assert list(processes_in(server.data)) == []
    assert server.status().state == "stopped"
    assert not server.stop()


def test_only_the_unix_socket_is_open_unless_tcp_is_asked_for(server: Server, home: Path) -> None:
    server.start()
    assert _listening(server) == []
    server.stop()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    open_server = Server(home, tcp=port)
    open_server.start()
    assert _listening(open_server) == [("127.0.0.1", port)]
    assert open_server.status().tcp_port == port
    params = location.embedded_params(home, "qinglan_app")
    for way in ({}, {"host": "127.0.0.1", "port": port}):
        with psycopg.connect(**{**params, **way}) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("qinglan_app",)
    open_server.stop()
    Server(home).start()
    assert _listening(server) == []
    with pytest.raises(DatabaseProblem, match=f"without TCP port {port}"):
        Server(home, tcp=port).start()


def _listening(server: Server) -> list[tuple[str, int]]:
    process = postmaster(server.data)
    assert process is not None
    return [(found.laddr.ip, found.laddr.port) for found in process.net_connections("inet")]


def test_a_wrong_password_is_refused(server: Server, home: Path) -> None:
    server.start()
    for user in ("qinglan_app", "qinglan_superuser"):
        wrong = {**location.embedded_params(home, user), "password": "wrong"}
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**wrong)


def test_a_long_path_moves_the_socket_to_a_short_one(homes: Path) -> None:
    deep = homes / ("path-" + "x" * 100)
    assert location.socket_directory(deep).parent == Path("/tmp")
    server = Server(deep)
    server.start()
    with psycopg.connect(**location.embedded_params(deep, "qinglan_app")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_settings_of_the_operator_win(server: Server, home: Path) -> None:
    server.start()
    (server.data / LOCAL_FILE).write_text("work_mem = '7MB'\n")
    (server.data / LOCAL_FILE).chmod(0o644)
    server.stop()
    server.start()
    with connect_as_superuser(home) as connection:
        assert connection.execute("SHOW work_mem").fetchone() == ("7MB",)


def test_a_server_that_is_not_ours_is_left_alone(server: Server, home: Path) -> None:
    server.start()
    server.stop()
    elsewhere = location.socket_directory(home) / "elsewhere"
    elsewhere.mkdir()
    owner = server.data.stat()
    os.chown(elsewhere, owner.st_uid, owner.st_gid)
    (server.data / LOCAL_FILE).write_text(f"unix_socket_directories = '{elsewhere}'\n")
    (server.data / LOCAL_FILE).chmod(0o644)
    with pytest.raises(DatabaseProblem):
        server.start(pause=_give_up_after(2.0))
    found = postmaster(server.data)
    assert found is not None
    assert server.status().state == "foreign"
    refusal = f"belongs to another running server \\(process {found.pid}\\)"
    with pytest.raises(DatabaseProblem, match=refusal):
        Server(home).start()
    with pytest.raises(DatabaseProblem, match="was not started by us"):
        server.stop()
    assert psutil.pid_exists(found.pid)
    found.terminate()
    found.wait(5)


def _give_up_after(seconds: float) -> Callable[[float], None]:
    import time

    ends = time.monotonic() + seconds

    def pause(duration: float) -> None:
        if time.monotonic() > ends:
            raise DatabaseProblem("given up")
        time.sleep(duration)

    return pause


def test_processes_that_we_cannot_see_keep_the_directory(server: Server, home: Path) -> None:
    """As when another container on this machine runs a server on the same directory."""
    server.start()
    server.stop()
    hold = (
        "import fcntl, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX);"
        "print('held', flush=True); sys.stdin.read()"
    )
    lock = location.cluster_directory(home) / "alive"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(DatabaseProblem, match="belongs to another running server"):
            server.start()
        holder.communicate()
    assert server.start() == "started"


def test_a_data_directory_of_another_version_is_refused(server: Server) -> None:
    server.start()
    server.stop()
    (server.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(DatabaseProblem, match="written by PostgreSQL 16"):
        server.start()


def test_a_lost_password_is_made_anew(server: Server, home: Path, connect: Connect) -> None:
    server.start()
    before = location.password_file(home, "qinglan_app").read_text()
    location.password_file(home, "qinglan_app").unlink()
    server.start()
    assert location.password_file(home, "qinglan_app").read_text() != before
    with connect("app") as app:
        assert app.execute("SELECT current_user").fetchone() == ("qinglan_app",)


def test_a_lost_password_of_the_superuser_is_one_line(server: Server, home: Path) -> None:
    server.start()
    location.password_file(home, "qinglan_superuser").unlink()
    with pytest.raises(DatabaseProblem, match=r"does not let us in: .*password authentication failed"):
        server.start()
