"""A restore that is killed midway leaves the old or the new, never a mixture."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from qinglan.kernel.database import location
from qinglan.kernel.database.backup import write_backup
from qinglan.kernel.database.server import Server
from qinglan.kernel.database.staging import NOTE, finish_interrupted_restore

PLACES = ["database/data", "files", "keys"]


def _tree(root: Path) -> dict[str, str]:
    return {str(path.relative_to(root)): path.read_text() for path in root.rglob("*") if path.is_file()}


def _prepare(home: Path, *, done: int, half: bool) -> dict[str, str]:
    """A home as a kill leaves it after `done` places, or `half` through the next; the end expected."""
    staging = home / ".restore-test"
    expected = {}
    for index, place in enumerate(PLACES):
        moved_aside = index < done or (half and index == done)
        old = home / ("aside" if moved_aside else "") / place
        new = (home if index < done else staging) / place
        for directory, content in ((old, "old"), (new, "new")):
            directory.mkdir(parents=True)
            (directory / "content").write_text(content)
        expected[f"{place}/content"] = "new"
        expected[f"aside/{place}/content"] = "old"
    (staging / NOTE).parent.mkdir(parents=True, exist_ok=True)
    (staging / NOTE).write_text(json.dumps({"aside": "aside", "places": PLACES}))
    return expected


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("done", [0, 1, 2, 3])
def test_a_noted_restore_is_finished_from_wherever_it_stood(tmp_path: Path, done: int, half: bool) -> None:
    expected = _prepare(tmp_path, done=done, half=half and done < len(PLACES))
    finish_interrupted_restore(tmp_path)
    assert _tree(tmp_path) == expected
    finish_interrupted_restore(tmp_path)
    assert _tree(tmp_path) == expected


def test_a_restore_without_a_note_has_not_happened(tmp_path: Path) -> None:
    _prepare(tmp_path, done=0, half=False)
    (tmp_path / ".restore-test" / NOTE).unlink()
    before = _tree(tmp_path)
    finish_interrupted_restore(tmp_path)
    assert _tree(tmp_path) == before


def _content(home: Path) -> tuple[int, bool]:
    """Rows of the table, and whether the file that only the new state has is there."""
    Server(home, durable=False).start()
    params = location.embedded_params(home, "qinglan_reader")
    with psycopg.connect(**params) as reader:
        row = reader.execute("SELECT count(*) FROM kept").fetchone()
    assert row is not None
    return row[0], (location.files_directory(home) / "new").exists()


def _fill(home: Path, rows: int) -> None:
    Server(home, durable=False).start()
    params = location.embedded_params(home, "qinglan_owner")
    with psycopg.connect(**params) as owner:
        owner.execute("CREATE TABLE kept AS SELECT n FROM generate_series(1, %s) n", [rows])


def test_kill_at_any_moment_leaves_old_or_new(home: Path, homes: Path) -> None:
    source = homes / "source"
    _fill(source, 2000)
    (location.files_directory(source) / "new").write_text("x")
    archive = homes / "backup.tar"
    write_backup(source, archive)
    _fill(home, 10)
    Server(home).stop()
    restore = (
        "import sys, pathlib; from qinglan.kernel.database.restore import restore_backup;"
        "restore_backup(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), force=True)"
    )
    seen = set()
    for delay in (0.3, 0.5, 0.7, 0.9, 30.0):
        victim = homes / f"victim-{delay}"
        shutil.copytree(home, victim, symlinks=True)
        with subprocess.Popen([sys.executable, "-c", restore, str(victim), str(archive)]) as process:
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
        # The server inside, which was loading, ends by itself with its parent.
        time.sleep(0.2)
        found = _content(victim)
        assert found in {(10, False), (2000, True)}
        seen.add(found)
        Server(victim).stop()
    assert seen == {(10, False), (2000, True)}
