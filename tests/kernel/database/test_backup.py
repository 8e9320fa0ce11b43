"""Backup while writing goes on; restore equal on whole tables; damage refused."""

import hashlib
import io
import json
import os
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

import qinglan
from qinglan.kernel.database import location
from qinglan.kernel.database.archive import FORMAT, MANIFEST, ArchiveWriter
from qinglan.kernel.database.backup import write_backup
from qinglan.kernel.database.problems import DatabaseProblem
from qinglan.kernel.database.restore import restore_backup
from qinglan.kernel.database.server import Server
from tests.support import server as test_server
from tests.support.server import TestDatabase

TABLES = ("papers", "grows", "later.more")


def make_tables(owner: psycopg.Connection) -> None:
    """Tables with what a dump may lose: identity, vectors, constraints, triggers, withheld rights."""
    owner.execute(
        "CREATE TABLE papers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL,"
        " sha256 text, place vector(3), at timestamptz DEFAULT now(), amount numeric(20,2),"
        " CONSTRAINT title_is_not_empty CHECK (title <> ''))"
    )
    owner.execute("CREATE UNIQUE INDEX one_paper_per_hash ON papers (sha256) WHERE sha256 IS NOT NULL")
    owner.execute("CREATE TABLE grows (n int REFERENCES papers (id))")
    owner.execute("REVOKE UPDATE, DELETE ON grows FROM qinglan_app")
    owner.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'refused'; END $$"
    )
    owner.execute("CREATE TRIGGER never BEFORE UPDATE OR DELETE ON grows EXECUTE FUNCTION refuse()")
    owner.execute("CREATE SCHEMA later CREATE TABLE later.more (a jsonb)")
    owner.execute(
        "INSERT INTO papers (title, place, amount) SELECT '绿色技术' || n, ARRAY[n, 2, 3]::vector, n / 7.0"
        " FROM generate_series(1, 500) n"
    )
    owner.execute("INSERT INTO grows SELECT id FROM papers WHERE id % 2 = 0")
    owner.execute("INSERT INTO later.more VALUES ('{\"键\": [1, null]}')")


def whole(connection: psycopg.Connection) -> dict[str, Any]:
    """Everything that a restored database must have in common with the saved one."""
    content: dict[str, Any] = {
        table: connection.execute(f"SELECT t::text FROM {table} t ORDER BY 1").fetchall()  # noqa: S608 - our own names
        for table in TABLES
    }
    content["rights"] = connection.execute(
        "SELECT relname, relkind, pg_get_userbyid(relowner),"
        " (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(relacl) a)"
        " FROM pg_class WHERE relnamespace IN ('public'::regnamespace, 'later'::regnamespace)"
        " ORDER BY 1"
    ).fetchall()
    content["default rights"] = connection.execute(
        "SELECT defaclobjtype, pg_get_userbyid(defaclrole), defaclacl::text FROM pg_default_acl ORDER BY 1"
    ).fetchall()
    content["constraints"] = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace ORDER BY 1"
    ).fetchall()
    content["indexes"] = connection.execute(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    content["triggers"] = connection.execute(
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    ).fetchall()
    content["next"] = connection.execute("SELECT last_value FROM papers_id_seq").fetchone()
    return content


def connect(home: Path, role: location.Role) -> psycopg.Connection:
    params = location.embedded_params(home, location.ROLE_NAMES[role])
    return psycopg.connect(**params, autocommit=True)


@pytest.fixture
def full_home(home: Path) -> Path:
    """A home with a running server, tables, a file and a key."""
    Server(home, durable=False).start()
    with connect(home, "owner") as owner:
        make_tables(owner)
    store(home, "第一份".encode())
    (location.keys_directory(home) / "signing").write_bytes(b"\x00secret\xff")
    return home


def store(home: Path, content: bytes) -> str:
    """Keep a file under the hash of its content, as the application does."""
    digest = hashlib.sha256(content).hexdigest()
    path = location.files_directory(home) / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return digest


def files(home: Path) -> dict[str, bytes]:
    folder = location.files_directory(home)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_restored_home_equals_the_saved_one(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    write_backup(full_home, archive)
    with connect(full_home, "owner") as owner:
        saved = whole(owner)
    other = homes / "other"
    restore_backup(other, archive)
    Server(other, durable=False).start()
    with connect(other, "owner") as owner:
        assert whole(owner) == saved
    assert files(other) == files(full_home)
    keys = location.keys_directory(other)
    assert (keys / "signing").read_bytes() == b"\x00secret\xff"
    for role in location.ROLE_NAMES.values():
        own, theirs = (location.password_file(each, role).read_text() for each in (other, full_home))
        assert own != theirs
    assert [path.name for path in other.iterdir() if path.name.startswith(".restore")] == []
    with connect(other, "app") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("DELETE FROM grows")


def test_a_backup_is_private_and_without_database_passwords(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    write_backup(full_home, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    digest = hashlib.sha256("第一份".encode()).hexdigest()
    with tarfile.open(archive) as tar:
        assert tar.getnames() == [
            "database.dump",
            f"files/{digest[:2]}/{digest}",
            "keys/signing",
            "manifest.json",
        ]
    assert [path.name for path in homes.iterdir() if path.name.startswith(".")] == []


def test_a_backup_during_writing_is_one_moment(full_home: Path, homes: Path) -> None:
    """Each row names a file that was stored before it; both must be in the backup."""
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        with connect(full_home, "app") as app:
            while not stop.is_set():
                digest = store(full_home, os.urandom(2000))
                app.execute("INSERT INTO papers (title, sha256) VALUES ('x', %s)", [digest])
                written.append(digest)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 50:
            stop.wait(0.01)
        write_backup(full_home, homes / "backup.tar")
        at_end = len(written)
    finally:
        stop.set()
        writer.join()
    other = homes / "other"
    restore_backup(other, homes / "backup.tar")
    Server(other, durable=False).start()
    with connect(other, "reader") as reader:
        rows = reader.execute("SELECT sha256 FROM papers WHERE sha256 IS NOT NULL ORDER BY id")
        restored = [digest for (digest,) in rows]
    # One writer: a moment is a beginning of what he wrote.
    assert restored == written[: len(restored)]
    assert 50 <= len(restored) <= at_end
    kept = files(other)
    for digest in restored:
        assert hashlib.sha256(kept[f"{digest[:2]}/{digest}"]).hexdigest() == digest


def test_a_backup_is_never_overwritten(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    archive.write_text("precious")
    with pytest.raises(DatabaseProblem, match="exists already"):
        write_backup(full_home, archive)
    assert archive.read_text() == "precious"
    with pytest.raises(DatabaseProblem, match="does not exist"):
        write_backup(full_home, homes / "nowhere" / "backup.tar")


def test_a_resting_server_is_woken_and_put_to_rest(full_home: Path, homes: Path) -> None:
    Server(full_home).stop()
    write_backup(full_home, homes / "backup.tar")
    assert Server(full_home).status().state == "stopped"


def test_a_damaged_archive_is_refused_and_nothing_is_touched(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    write_backup(full_home, archive)
    good = archive.read_bytes()
    damaged = homes / "damaged.tar"
    other = homes / "other"
    offsets = {
        "the dump's header": 600,
        "the middle": len(good) // 2,
        "a key": good.index(b"\x00secret\xff") + 1,
        "a hash": good.index(b'"sha256": "') + 15,
    }
    for offset in offsets.values():
        flipped = bytearray(good)
        flipped[offset] ^= 1
        damaged.write_bytes(flipped)
        with pytest.raises(DatabaseProblem, match="is damaged or no backup"):
            restore_backup(other, damaged)
    for length in (0, 10, 512, len(good) // 2, good.index(b'"members"')):
        damaged.write_bytes(good[:length])
        with pytest.raises(DatabaseProblem, match="is damaged or no backup"):
            restore_backup(other, damaged)
    with pytest.raises(DatabaseProblem, match="can't be read"):
        restore_backup(other, homes / "none.tar")
    assert not location.data_directory(other).exists()
    assert sorted(path.name for path in other.iterdir()) == ["database", "lock"]


def _forged(path: Path, name: str, *, version: int = FORMAT, **description: Any) -> Path:
    with path.open("wb") as output:
        writer = ArchiveWriter(output)
        writer.add_stream(name, io.BytesIO(b"content"))
        writer.close({"qinglan": qinglan.__version__, **description})
    if version != FORMAT:
        old, new = f'"format": {FORMAT}'.encode(), f'"format": {version}'.encode()
        path.write_bytes(path.read_bytes().replace(old, new))
    return path


def test_archives_of_newer_releases_are_refused(homes: Path) -> None:
    newer = _forged(homes / "a.tar", "database.dump", version=FORMAT + 1)
    with pytest.raises(DatabaseProblem, match=f"has format {FORMAT + 1}, newer"):
        restore_backup(homes / "home", newer)
    with pytest.raises(DatabaseProblem, match=r"written by Qinglan 99\.0\.0, newer"):
        restore_backup(homes / "home", _forged(homes / "b.tar", "database.dump", qinglan="99.0.0"))


@pytest.mark.parametrize("name", ["../escape", "files/../../escape", "/escape", "keys", "other/x"])
def test_an_archive_cannot_write_outside_its_places(homes: Path, name: str) -> None:
    with pytest.raises(DatabaseProblem, match="unexpected member"):
        restore_backup(homes / "home", _forged(homes / "a.tar", name))
    assert not (homes / "escape").exists()


def test_a_home_in_use_or_not_empty_is_refused(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    write_backup(full_home, archive)
    with pytest.raises(DatabaseProblem, match="is running"):
        restore_backup(full_home, archive, force=True)
    Server(full_home).stop()
    with pytest.raises(DatabaseProblem, match="--force"):
        restore_backup(full_home, archive)


def test_force_keeps_the_old_home_aside(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    write_backup(full_home, archive)
    with connect(full_home, "app") as app:
        app.execute("INSERT INTO papers (title) VALUES ('after the backup')")
    store(full_home, b"after the backup")
    after = files(full_home)
    Server(full_home).stop()
    restore_backup(full_home, archive, force=True)
    (aside,) = full_home.glob("before-restore-*")
    assert files(aside) == after
    assert len(files(full_home)) == 1
    count = "SELECT count(*) FROM papers"
    Server(full_home, durable=False).start()
    with connect(full_home, "reader") as reader:
        assert reader.execute(count).fetchone() == (500,)
    Server(full_home).stop()
    Server(aside, durable=False).start()
    try:
        with connect(aside, "reader") as reader:
            assert reader.execute(count).fetchone() == (501,)
    finally:
        Server(aside).stop()


@pytest.fixture
def external(
    empty_database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], psycopg.Connection]:
    """The run's server as an external one; gives connections of the owner."""
    for name, value in empty_database.environment().items():
        monkeypatch.setenv(name, value)

    def owner() -> psycopg.Connection:
        return empty_database.connect("owner", autocommit=True)

    return owner


@pytest.mark.skipif(bool(test_server.TEST_URL), reason="needs our roles")
def test_an_external_database_is_saved_and_replaced(
    external: Callable[[], psycopg.Connection], homes: Path
) -> None:
    home = homes / "home"
    store(home, b"a file")
    with external() as owner:
        make_tables(owner)
        saved = whole(owner)
    archive = homes / "backup.tar"
    write_backup(home, archive)
    assert not location.data_directory(home).exists()
    with external() as owner:
        owner.execute("INSERT INTO papers (title) VALUES ('after the backup')")
        owner.execute("DROP TABLE later.more")
    with pytest.raises(DatabaseProblem, match="--force"):
        restore_backup(home, archive)
    restore_backup(home, archive, force=True)
    with external() as owner:
        assert whole(owner) == saved
    assert len(list(home.glob("before-restore-*.dump"))) == 1


@pytest.mark.skipif(bool(test_server.TEST_URL), reason="needs our roles")
def test_a_failed_external_restore_changes_nothing(
    external: Callable[[], psycopg.Connection], homes: Path
) -> None:
    with external() as owner:
        make_tables(owner)
    archive = homes / "backup.tar"
    write_backup(homes / "home", archive)
    with external() as owner:
        # What depends on a table of ours and is not in the backup can't be replaced with it.
        owner.execute("CREATE VIEW mine AS SELECT title FROM papers")
        before = whole(owner)
    with pytest.raises(DatabaseProblem, match="could not be restored"):
        restore_backup(homes / "home", archive, force=True)
    with external() as owner:
        assert whole(owner) == before


def test_the_manifest_tells_where_the_backup_comes_from(full_home: Path, homes: Path) -> None:
    archive = homes / "backup.tar"
    write_backup(full_home, archive)
    with tarfile.open(archive) as tar:
        stream = tar.extractfile(MANIFEST)
        assert stream is not None
        manifest = json.loads(stream.read())
    assert sorted(manifest) == ["created", "format", "members", "our_roles", "postgresql", "qinglan"]
    assert (manifest["format"], manifest["qinglan"]) == (FORMAT, qinglan.__version__)
    assert manifest["postgresql"] // 10000 == 18
    assert manifest["our_roles"] is True
