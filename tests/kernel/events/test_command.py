"""``qinglan events`` as an operator runs it."""

import subprocess
import sys

from tests.kernel.events.log import TAMPER, add, run_script
from tests.support import server


def qinglan(database, *arguments):
    import os

    done = subprocess.run(
        [sys.executable, "-c", "from qinglan.cli.main import main; main()", "events", *map(str, arguments)],
        capture_output=True,
        check=False,
        env={**os.environ, **database.environment()},
    )
    return done.returncode, done.stdout, done.stderr.decode()


def test_export_verify_and_anchor(fresh_database, tmp_path):
    add(2)
    assert qinglan(fresh_database, "verify")[:2] == (
        0,
        b"sound  test:a: 2 events, anchored up to 0\nsound  anchors: 0\n",
    )
    status, output, _errors = qinglan(fresh_database, "anchor")
    assert (status, output.decode().split(":")[0]) == (0, "made")
    assert qinglan(fresh_database, "anchor")[1].startswith(b"there already: anchor 1")
    path = tmp_path / "a.jsonl"
    assert qinglan(fresh_database, "export", "test:a", "--out", path)[0] == 0
    assert run_script(path)[0] == 0
    assert qinglan(fresh_database, "export", "test:a", "--out", path)[0] == 1  # nothing is overwritten
    status, output, _errors = qinglan(fresh_database, "export", "test:a", "--with-personal")
    assert (status, output.count(b"\n"), "张三".encode() in output) == (0, 5, True)
    status, _output, errors = qinglan(fresh_database, "export", "test:none")
    assert (status, "there is no stream 'test:none'" in errors) == (1, True)


def test_verify_names_the_first_bad_event(fresh_database):
    add(3)
    with server.connect_as_superuser(server.home(), fresh_database.name) as connection:
        connection.execute(TAMPER)
        connection.execute("UPDATE events_event SET payload = '{}' WHERE sequence = 2")
    assert qinglan(fresh_database, "verify", "test:a")[:2] == (
        1,
        b"BAD    test:a, event 2: its hash does not fit its content\n",
    )
