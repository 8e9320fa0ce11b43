"""`qinglan db backup`: database, uploaded files and keys in one file.

The database is dumped by `pg_dump` in its custom format from one snapshot, and not copied as a
cluster by `pg_basebackup`: a dump goes back into another major version, another machine type and
another server, works on an external database where we are not the administrator, reads every row
(so that a broken page is found today and not on the day of need), and is a third of the size. What
it costs: restoring takes longer, since indexes are built anew. (A standby server is the answer
where minutes count; it has nothing to do with this file.)

Why it is consistent while writing goes on: a file is stored under the hash of its content and never
changed; it is on disk before the row that names it commits. The files are copied *after* the dump
has been made, hence every file named by a row of the snapshot is there. A file that came later is
in the backup without a row, which harms nothing. A file deleted meanwhile by the right to deletion
is missing, as it should be.

The backup holds secrets (signing keys) and personal data: it is readable by its owner alone. The
database passwords are left out; a restored home makes new ones.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

import qinglan

from .archive import DUMP, ArchiveWriter, walk
from .binaries import installation, program_environment
from .location import (
    ROLE_NAMES,
    connection_params,
    files_directory,
    is_external,
    keys_directory,
)
from .passwords import sync_directory
from .problems import DatabaseProblem, Say, silently
from .server import Server


def program_access(params: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """A connection string and an environment for PostgreSQL's programs; the password only in the latter."""
    open_part = {key: value for key, value in params.items() if key != "password"}
    secret = {"PGPASSWORD": str(params["password"])} if params.get("password") else {}
    return psycopg.conninfo.make_conninfo(**open_part), program_environment(secret)


@contextmanager
def source_params(home: Path, say: Say) -> Iterator[dict[str, Any]]:
    """The libpq parameters that may read everything; an embedded server that rests is woken for it."""
    if is_external():
        yield connection_params("owner")
        return
    server = Server(home, say=say)
    was_started = server.start() == "started"
    try:
        yield server.superuser_params()
    finally:
        if was_started:
            server.stop(patience=60.0)


def dump_into(params: dict[str, Any], take: Callable[[Any], None]) -> None:
    """Run `pg_dump` on `params` and hand its output stream to `take`; raises `DatabaseProblem`."""
    target, environment = program_access(params)
    command = [installation().program("pg_dump"), "--format=custom", "--no-password"]
    with tempfile.TemporaryFile() as complaints:
        with subprocess.Popen(
            [*command, f"--dbname={target}"],
            stdout=subprocess.PIPE,
            stderr=complaints,
            stdin=subprocess.DEVNULL,
            env=environment,
        ) as process:
            try:
                take(process.stdout)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            complaints.seek(0)
            lines = complaints.read().decode(errors="replace").strip().splitlines()
            raise DatabaseProblem(f"pg_dump failed: {(lines or ['no message'])[-1]}")


def _description(params: dict[str, Any]) -> dict[str, Any]:
    with psycopg.connect(**params) as connection:
        # Rights are only worth restoring where the roles have the names that they have here.
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        return {
            "qinglan": qinglan.__version__,
            "postgresql": connection.info.server_version,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "our_roles": owner is not None and owner[0] == ROLE_NAMES["owner"],
        }


def write_backup(home: Path, target: Path, say: Say = silently) -> None:
    """Back `home` (or the external database with `home`'s files and keys) up into `target`.

    The file appears under its name only when it is whole and on disk. Raises `DatabaseProblem`,
    also where `target` exists already: a backup is never overwritten.
    """
    target = target.absolute()
    if target.exists():
        raise DatabaseProblem(f"{target} exists already; a backup is never overwritten.")
    if not target.parent.is_dir():
        raise DatabaseProblem(f"The directory {target.parent} does not exist.")
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as output:
            writer = ArchiveWriter(output)
            with source_params(home, say) as params:
                description = _description(params)
                dump_into(params, lambda stream: writer.add_stream(DUMP, stream))
            _add_folder(writer, "files", files_directory(home))
            _add_folder(writer, "keys", keys_directory(home))
            writer.close(description)
            output.flush()
            os.fsync(output.fileno())
        try:
            os.link(draft, target)  # Unlike a rename this fails if the name was taken meanwhile.
        except FileExistsError:
            raise DatabaseProblem(f"{target} exists already; nothing was overwritten.") from None
    except OSError as error:
        raise DatabaseProblem(f"{target} can't be written: {error.strerror}.") from None
    finally:
        draft.unlink(missing_ok=True)
    sync_directory(target.parent)
    say(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def _add_folder(writer: ArchiveWriter, name: str, folder: Path) -> None:
    for path in walk(folder):
        inside = path.relative_to(folder).as_posix()
        if name == "keys" and inside.startswith(("database-", ".")):
            continue
        writer.add_file(f"{name}/{inside}", path)
