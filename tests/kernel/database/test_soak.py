"""Longer trials, by `make soak`: random kills while many write, starts raced against kills."""

import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import psycopg
import pytest

from qinglan.kernel.database.location import embedded_params
from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.process import postmaster, processes_in
from qinglan.kernel.database.server import Server

_ROUNDS = 25
_WRITERS = 4

pytestmark = pytest.mark.soak


def _write(home: Path, number: int, committed: list[tuple[int, int]], stop: threading.Event) -> None:
    """Insert (number, 0), (number, 1) … one commit each; connect anew after a failure."""
    params = embedded_params(home, "qinglan_app")
    n = 0
    while not stop.is_set():
        try:
            with psycopg.connect(**params, autocommit=True, connect_timeout=2) as connection:
                while not stop.is_set():
                    connection.execute("INSERT INTO kept VALUES (%s, %s) ON CONFLICT DO NOTHING", [number, n])
                    committed.append((number, n))
                    n += 1
        except psycopg.Error:
            stop.wait(0.02)


def test_random_kills_lose_no_committed_row(home: Path) -> None:
    dice = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    server = Server(home)
    server.start()
    with psycopg.connect(**embedded_params(home, "qinglan_owner")) as owner:
        owner.execute("CREATE TABLE kept (writer int, n int, PRIMARY KEY (writer, n))")
    stop = threading.Event()
    committed: list[list[tuple[int, int]]] = [[] for _ in range(_WRITERS)]
    writers = [
        threading.Thread(target=_write, args=(home, number, committed[number], stop))
        for number in range(_WRITERS)
    ]
    for writer in writers:
        writer.start()
    try:
        for _ in range(_ROUNDS):
            time.sleep(dice.uniform(0.05, 0.6))
            family = list(processes_in(server.data))
            leader = postmaster(server.data)
            victim = leader if leader and dice.random() < 0.4 else dice.choice(family)
            try:
                victim.kill()
            except psutil.NoSuchProcess:
                continue
            server.start()
            acknowledged = {row for rows in committed for row in list(rows)}
            with psycopg.connect(**embedded_params(home, "qinglan_reader")) as reader:
                kept = set(reader.execute("SELECT writer, n FROM kept").fetchall())
            assert acknowledged <= kept
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    server.start()
    with psycopg.connect(**embedded_params(home, "qinglan_reader")) as reader:
        kept = set(reader.execute("SELECT writer, n FROM kept").fetchall())
    assert {row for rows in committed for row in rows} <= kept


def test_starts_at_once_with_kills_end_in_one_server(home: Path) -> None:
    dice = random.Random(20261121)  # noqa: S311 - repeatable, not secret
    start = (
        "import sys, pathlib; from qinglan.kernel.database.server import Server;"
        "Server(pathlib.Path(sys.argv[1]), durable=False).start()"
    )
    for _ in range(_ROUNDS):
        starts = [
            subprocess.Popen([sys.executable, "-c", start, str(home)], stderr=subprocess.DEVNULL)
            for _ in range(3)
        ]
        time.sleep(dice.uniform(0.1, 0.8))
        dice.choice(starts).kill()
        if (found := postmaster(Server(home).data)) and dice.random() < 0.3:
            found.kill()
        for each in starts:
            each.wait(60)
        server = Server(home, durable=False)
        try:
            server.start()
        except DatabaseProblem as problem:  # pragma: no cover - the message is the finding
            pytest.fail(str(problem))
        leaders = [each for each in processes_in(server.data) if "-D" in each.cmdline()]
        assert len(leaders) == 1
        with psycopg.connect(**embedded_params(home, "qinglan_app")) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)
        if dice.random() < 0.5:
            server.stop()
