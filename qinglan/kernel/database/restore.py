"""`qinglan db restore`: a home from a backup, whole or not at all.

Everything is built beside what is there, in `.restore-…` inside the home (so that a home may be a
mount point), checked, synced to disk, and then put in place by renames that are written down
first: killed before that note, nothing has happened; killed after it, the next start or restore
finishes the renames. What was there before is kept in `before-restore-…`.

On an external server the database is replaced in one transaction; what it held is dumped into
`before-restore-….dump` first.
"""

import json
import os
import secrets
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

import qinglan

from .archive import DUMP, FOLDERS, extract, read_manifest
from .backup import dump_into, program_access
from .binaries import installation, program_environment
from .cluster import server_programs
from .external import describe
from .location import (
    ROLE_NAMES,
    cluster_directory,
    connection_params,
    data_directory,
    embedded_params,
    files_directory,
    is_external,
    keys_directory,
    socket_directory,
)
from .locks import sole_holder
from .passwords import write_durably
from .problems import DatabaseProblem, Say, silently
from .process import postmaster
from .roles import without_default_rights
from .server import Server
from .staging import NOTE, finish_interrupted_restore, leftovers


def restore_backup(home: Path, source: Path, *, force: bool = False, say: Say = silently) -> None:
    """Put the backup `source` in the place of what `home` holds.

    Raises `DatabaseProblem` on a damaged or newer backup, while a server of `home` runs, and on a
    home (or external database) that is not empty unless `force` is given.
    """
    manifest = read_manifest(source)
    _check_release(source, manifest)
    home.mkdir(parents=True, exist_ok=True)
    busy = "Qinglan is running on this home; stop it before restoring"
    with (
        sole_holder(home / "lock", busy),
        sole_holder(cluster_directory(home) / "lock", busy),
    ):
        if found := postmaster(data_directory(home)):
            raise DatabaseProblem(
                f"The database of {home} is running (process {found.pid}); stop it first: qinglan db stop."
            )
        finish_interrupted_restore(home)
        for old in leftovers(home):
            shutil.rmtree(old)
        external = connection_params("owner") if is_external() else None
        if not force and not _is_empty(home, external):
            raise DatabaseProblem(
                f"{home} is not empty: --force replaces its content and keeps the old beside it."
            )
        _restore(home, source, manifest, external, force=force, say=say)


def _check_release(source: Path, manifest: dict[str, Any]) -> None:
    written_by = str(manifest.get("qinglan", "0"))
    if _numbers(written_by) > _numbers(qinglan.__version__):
        raise DatabaseProblem(
            f"{source} was written by Qinglan {written_by}, newer than this {qinglan.__version__}."
        )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _is_empty(home: Path, external: dict[str, Any] | None) -> bool:
    files = files_directory(home)
    if files.is_dir() and any(files.iterdir()):
        return False
    if external is None:
        return not data_directory(home).exists()
    describe(external)
    with psycopg.connect(**external) as connection:
        question = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        return connection.execute(question).fetchone() == (0,)


def _restore(
    home: Path,
    source: Path,
    manifest: dict[str, Any],
    external: dict[str, Any] | None,
    *,
    force: bool,
    say: Say,
) -> None:
    staging = home / f".restore-{secrets.token_hex(4)}"
    staging.mkdir(mode=0o711)
    aside = home / datetime.now(UTC).strftime("before-restore-%Y%m%dT%H%M%SZ")
    try:
        extract(source, staging)
        say("The backup is undamaged.")
        for folder in FOLDERS:
            (staging / folder).mkdir(mode=0o700, exist_ok=True)
        keep_rights = bool(manifest.get("our_roles"))
        if external is None:
            _build_cluster(staging, keep_rights=keep_rights, say=say)
        else:
            if force:
                kept = aside.with_suffix(".dump")
                with kept.open("xb") as output:
                    dump_into(external, lambda stream: shutil.copyfileobj(stream, output))
                say(f"What the database held is kept in {kept}.")
            _keep_passwords(keys_directory(home), keys_directory(staging))
            _replace_external(external, staging / DUMP, keep_rights=keep_rights, clean=force)
        (staging / DUMP).unlink()
        _sync_tree(staging)
        places = [*FOLDERS] if external else ["database/data", *FOLDERS]
        note = {"aside": aside.name, "places": places}
        write_durably(staging / NOTE, json.dumps(note).encode())
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    finish_interrupted_restore(home)
    if aside.exists():
        say(f"What was there before is kept in {aside}.")


def _keep_passwords(present: Path, fresh: Path) -> None:
    """An embedded server that rests in this home must keep its passwords."""
    for path in present.glob("database-*") if present.is_dir() else ():
        write_durably(fresh / path.name, path.read_bytes())


def _build_cluster(staging: Path, *, keep_rights: bool, say: Say) -> None:
    """A cluster inside `staging` with the dump loaded, stopped and safe on disk."""
    # Without fsync while loading, several times faster; the sync at the end makes up for it.
    server = Server(staging, durable=False)
    try:
        server.start(tied=True)
        owner = embedded_params(staging, ROLE_NAMES["owner"])
        _load(owner, staging / DUMP, keep_rights=keep_rights, options=["--jobs=2"])
        _begin_epoch(owner)
        with psycopg.connect(**owner, autocommit=True) as connection:
            connection.execute("ANALYZE")
    finally:
        server.stop(patience=600.0)
        shutil.rmtree(socket_directory(staging), ignore_errors=True)
    initdb, run_as = server_programs(staging)
    subprocess.run(
        [initdb, "--sync-only", f"--pgdata={data_directory(staging)}"],
        check=True,
        capture_output=True,
        cwd="/",
        env=program_environment({"HOME": "/"}),
        **run_as,
    )
    say("The database is rebuilt.")


def _replace_external(params: dict[str, Any], dump: Path, *, keep_rights: bool, clean: bool) -> None:
    with psycopg.connect(**params) as connection:
        wanted = [ROLE_NAMES["app"], ROLE_NAMES["reader"], ROLE_NAMES["owner"]]
        row = connection.execute("SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [wanted]).fetchone()
    keep_rights = keep_rights and row == (len(wanted),)
    options = ["--single-transaction"] + (["--clean", "--if-exists"] if clean else [])
    _load(params, dump, keep_rights=keep_rights, options=options)
    _begin_epoch(params)


def _begin_epoch(owner: dict[str, Any]) -> None:
    """Transaction numbers begin anew: the change log's positions must be told apart (docs/outbox.md)."""
    with psycopg.connect(**owner) as connection:
        there = connection.execute("SELECT to_regprocedure('outbox_new_epoch(text)') IS NOT NULL").fetchone()
        if there == (True,):
            connection.execute("SELECT outbox_new_epoch('restored from a backup')")


def _load(params: dict[str, Any], dump: Path, *, keep_rights: bool, options: list[str]) -> None:
    """`pg_restore` as the owner; extensions are left out, they are there and need an administrator."""
    target, environment = program_access(params)
    program = installation().program("pg_restore")
    listed = subprocess.run(
        [program, "--list", str(dump)], capture_output=True, text=True, check=False, env=environment
    )
    if listed.returncode:
        raise DatabaseProblem("The database dump in the backup can't be read.")
    wanted = [
        line
        for line in listed.stdout.splitlines()
        if " EXTENSION " not in line and " COMMENT - EXTENSION " not in line
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as contents:
        contents.write("\n".join(wanted) + "\n")
        contents.flush()
        command = [program, "--no-owner", "--exit-on-error", "--no-password", *options]
        command += [f"--use-list={contents.name}", f"--dbname={target}"]
        command += [] if keep_rights else ["--no-privileges"]
        with ExitStack() as stack:
            if keep_rights:
                connection = stack.enter_context(psycopg.connect(**params, autocommit=True))
                stack.enter_context(without_default_rights(connection))
            done = subprocess.run(
                [*command, str(dump)], capture_output=True, text=True, check=False, env=environment
            )
    if done.returncode:
        first = (done.stderr.strip().splitlines() or ["no message"])[0]
        raise DatabaseProblem(f"The database could not be restored: {first}")


def _sync_tree(folder: Path) -> None:
    """Make the names of all that was unpacked survive a power cut (contents already do)."""
    for name in FOLDERS:
        for parent, _folders, _files in os.walk(folder / name):
            descriptor = os.open(parent, os.O_RDONLY | os.O_DIRECTORY)
            os.fsync(descriptor)
            os.close(descriptor)
