"""The supervisor with a tiny site: restarts, stops, being killed."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from qinglan.kernel.database.location import embedded_params
from qinglan.kernel.database.server import Server
from tests.support.running import Running, alive, free_port, wait_for

Start = Callable[..., Running]

_STREAMS = 20


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts a supervisor on `home` with options of `tests.support.tiny_run`."""
    started: list[Running] = []

    def begin(*options: str, port: int | None = None) -> Running:
        port = port or free_port()
        command = ["-m", "tests.support.tiny_run", str(home), str(port), *options]
        started.append(Running(command, port))
        return started[-1]

    yield begin
    for running in started:
        running.clear_up()


def _get(port: int, path: str = "/") -> str:
    """The body of an answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = b""
        while block := connection.recv(65536):
            answer += block
    return answer.partition(b"\r\n\r\n")[2].decode()


def _open_streams(port: int) -> list[socket.socket]:
    streams = []
    for _ in range(_STREAMS):
        stream = socket.create_connection(("127.0.0.1", port), timeout=10)
        stream.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n")
        assert stream.recv(4096).startswith(b"HTTP/1.1 200")
        streams.append(stream)
    return streams


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_with_open_streams(start: Start, number: signal.Signals) -> None:
    running = start()
    running.wait_until_said("up")
    streams = _open_streams(running.port)
    family = running.family()
    duration = running.stop(number)
    for stream in streams:
        stream.close()
    assert duration < 5
    assert running.process.returncode == 0
    assert alive(family) == []
    assert running.said == ["Database started.", "step done", "up", "Stopping."]


def test_a_program_that_does_not_listen_is_killed_in_time(start: Start) -> None:
    running = start("stubborn")
    running.wait_until_said("up")
    family = running.family()
    assert running.stop() < 5
    assert alive(family) == []


def test_a_killed_web_server_comes_back_and_loses_no_connection(start: Start) -> None:
    running = start()
    running.wait_until_said("up")
    victim = running.child("qinglan.kernel.supervisor.web")
    assert _get(running.port) == str(victim.pid)
    victim.kill()
    victim.wait(5)
    # Nobody serves at this moment; the connection waits in the socket.
    successor = _get(running.port)
    assert successor != str(victim.pid)
    assert successor == str(running.child("qinglan.kernel.supervisor.web").pid)
    assert "The web server ended (SIGKILL); starting it again." in running.said


def test_a_killed_worker_comes_back(start: Start) -> None:
    running = start()
    running.wait_until_said("up")
    victim = running.child("time.sleep")
    victim.kill()
    running.wait_until_said("The worker ended (SIGKILL)")
    wait_for(
        lambda: any("time.sleep" in part for each in running.family() for part in each.cmdline()),
        "a new worker",
    )
    assert running.child("time.sleep").pid != victim.pid


def test_a_killed_database_comes_back_with_all_its_rows(start: Start, home: Path) -> None:
    running = start()
    running.wait_until_said("up")
    params = embedded_params(home, "qinglan_owner")
    with psycopg.connect(**params) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 42 AS n")
    victim = running.child("bin/postgres")
    victim.kill()
    running.wait_until_said("The database ended")

    def rows() -> bool:
        try:
            with psycopg.connect(**params) as owner:
                return owner.execute("SELECT n FROM kept").fetchall() == [(42,)]
        except psycopg.OperationalError:
            return False

    wait_for(rows, "the database with its row")
    assert running.child("bin/postgres").pid != victim.pid


def test_a_killed_supervisor_takes_all_with_it_and_can_start_again(start: Start) -> None:
    running = start()
    running.wait_until_said("up")
    streams = _open_streams(running.port)
    family = running.family()
    running.process.kill()
    wait_for(lambda: alive(family[1:]) == [], "the end of all children", 4)
    for stream in streams:
        stream.close()
    begin = time.monotonic()
    again = start(port=running.port)
    again.wait_until_said("up")
    assert time.monotonic() - begin < 8


def test_a_database_that_runs_already_is_adopted_watched_and_stopped(start: Start, home: Path) -> None:
    server = Server(home)
    server.start()
    running = start()
    running.wait_until_said("up")
    assert running.said[0] == "Database adopted."
    victim = psutil.Process(server.status().pid)
    victim.kill()
    server.alive()  # It is our child, so we have to collect it.
    running.wait_until_said("The database ended")
    wait_for(server.answers, "a new database")
    assert running.stop() < 5
    assert server.status().state == "stopped"


def test_a_failing_step_ends_the_start(start: Start, home: Path) -> None:
    running = start("failing-step")
    assert running.process.wait(30) == 1
    wait_for(lambda: len(running.said) == 2, "what it says")
    assert running.said == ["Database started.", "The step failed."]
    assert Server(home).status().state == "stopped"


def test_a_start_can_be_broken_off(start: Start, home: Path) -> None:
    running = start("long-step")
    running.wait_until_said("long")
    family = running.family()
    assert running.stop() < 5
    assert alive(family) == []
    assert running.said[-1] == "Stopping."


def test_a_program_that_fails_at_once_is_restarted_ever_later(start: Start) -> None:
    running = start("hasty")
    running.wait_until_said("up")
    begin = len(running.said)
    time.sleep(2.5)
    restarts = [line for line in running.said[begin:] if line.startswith("The worker ended (exit code 7)")]
    assert 1 <= len(restarts) <= 4


def test_a_second_start_finds_its_port_taken(start: Start) -> None:
    running = start()
    running.wait_until_said("up")
    with pytest.raises(AssertionError, match="is taken by another program"):
        start(port=running.port).wait_until_said("up")
