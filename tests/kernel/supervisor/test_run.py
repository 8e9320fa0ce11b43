"""`qinglan run` with the real site and no packs: start, faults, restarts, stop."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qinglan.cli import run
from qinglan.kernel.database.server import Server
from qinglan.kernel.supervisor.listening import listen
from qinglan.settings import env
from tests.support.running import Running, alive, free_port, wait_for
from tests.support.server import TestDatabase

_MAIN = ["-c", "from qinglan.cli.main import main; main()"]

Start = Callable[..., Running]


@pytest.fixture
def environment(home: Path, homes: Path) -> dict[str, str]:
    """A home of its own and no packs: those are tested elsewhere."""
    (homes / "packs").mkdir()
    return {
        "QINGLAN_HOME": str(home),
        "QINGLAN_PACKS": str(homes / "packs"),
        "QINGLAN_PORT": str(free_port()),
    }


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Starts `qinglan run`."""
    started: list[Running] = []

    def begin(**more: str) -> Running:
        variables = {**environment, **more}
        port = int(variables["QINGLAN_PORT"])
        started.append(Running([*_MAIN, "run"], port, variables))
        return started[-1]

    yield begin
    for running in started:
        running.clear_up()


def _health(port: int) -> dict[str, Any]:
    """The answer of /healthz, {} while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
    except urllib.error.HTTPError as error:
        found = json.load(error)
    except OSError:
        return {}
    return found


def _is_well(port: int) -> bool:
    return _health(port).get("status") == "ok"


def _qinglan(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *_MAIN, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_life_of_the_system(start: Start, environment: dict[str, str], home: Path) -> None:
    running = start()
    running.wait_until_said(
        "Qinglan is running: ", patience=90
    )  # every table of every app, on a machine that does other things
    port = running.port
    wait_for(lambda: _is_well(port), "all parts well")

    refused = _qinglan(environment, "run")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"Error: Qinglan is already running on {home} (process {running.process.pid}).\n"
    )
    status = _qinglan(environment, "db", "status")
    assert (status.returncode, status.stdout.splitlines()[0]) == (
        0,
        f"running: {home}/database/data",
    )

    for victim in ("qinglan.kernel.supervisor.web", "bin/postgres", "import main"):
        running.child(victim).kill()
        wait_for(lambda: _is_well(port), f"recovery from the death of {victim}")

    family = running.family()
    assert running.stop() < 5
    assert running.process.returncode == 0
    assert alive(family) == []
    assert Server(home).status().state == "stopped"

    again = start()
    assert again.wait_until_said("Qinglan is running: ", patience=60) < 60
    assert again.stop() < 5
    assert not [line for line in again.said if "Migrating" in line or "Loading" in line]


def test_a_taken_port_is_one_line_and_nothing_is_begun(environment: dict[str, str], home: Path) -> None:
    port = int(environment["QINGLAN_PORT"])
    with listen("127.0.0.1", port):
        refused = _qinglan(environment, "run")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"Error: Port {port} on 127.0.0.1 is taken by another program: stop it or set QINGLAN_PORT.\n"
    )
    assert [path.name for path in home.iterdir()] == ["lock"]


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("QINGLAN_PORT", "http", "QINGLAN_PORT must be a whole number"),
        ("QINGLAN_DATABASE_TCP_PORT", "80", "QINGLAN_DATABASE_TCP_PORT must be a number"),
        ("QINGLAN_DATABASE_URL", "postgresql://a:secret@127.0.0.1:1/x", "can't be reached"),
    ],
)
def test_a_wrong_setting_is_one_line(
    environment: dict[str, str], variable: str, value: str, said: str
) -> None:
    refused = _qinglan({**environment, variable: value}, "run")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert said in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert "secret" not in refused.stderr


def test_the_address_is_as_the_settings_declare_it() -> None:
    assert (env.HOST.default, env.PORT.default) == (run.DEFAULT_HOST, run.DEFAULT_PORT)


def test_an_external_database_is_used_brought_up_to_date_and_none_is_started(
    start: Start, fresh_database: TestDatabase, home: Path
) -> None:
    with fresh_database.connect("owner") as owner:  # as the version before the drafts left it
        owner.execute("DROP TABLE drafts_draft, drafts_sending")
        owner.execute("DELETE FROM django_migrations WHERE app = 'drafts'")
    running = start(**fresh_database.environment())
    running.wait_until_said("Qinglan is running: ", patience=90)
    wait_for(lambda: _is_well(running.port), "all parts well")
    assert running.said[0].startswith("Database: PostgreSQL 18 at ")
    assert "Migrating the database." in running.said
    with fresh_database.connect("app") as app:
        assert app.execute("SELECT count(*) FROM drafts_draft").fetchone() == (0,)
    assert not Server(home).data.exists()
    assert running.stop() < 5


def test_db_commands(environment: dict[str, str], homes: Path) -> None:
    def first_line(*arguments: str, code: int = 0) -> str:
        done = _qinglan(environment, "db", *arguments)
        assert done.returncode == code, done.stderr
        said = [line for line in done.stderr.splitlines() if not line.startswith("The account ")]
        return (done.stdout.splitlines() or said)[0]

    data = f"{environment['QINGLAN_HOME']}/database/data"
    archive = str(homes / "backup.tar")
    assert first_line("status", code=3) == f"stopped: {data}"
    assert first_line("start") == f"Started: {data}"
    assert first_line("start") == f"Already running: {data}"
    assert first_line("backup", archive).startswith(f"{archive}: ")
    assert first_line("backup", archive, code=1) == (
        f"Error: {archive} exists already; a backup is never overwritten."
    )
    assert first_line("restore", archive, code=1).startswith("Error: The database of ")
    assert first_line("stop") == "Stopped."
    assert first_line("stop") == "It was not running."
    assert first_line("restore", archive, "--force") == "Restored."
