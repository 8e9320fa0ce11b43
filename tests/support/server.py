"""The PostgreSQL server on which the tests run.

By default an embedded one without fsync, one for the whole run. `QINGLAN_TEST_DATABASE_URL` names
another server instead, whose account must be able to create databases and the extension `vector`.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from qinglan.kernel.database.location import ROLE_NAMES, Role, embedded_params
from qinglan.kernel.database.roles import connect_as_superuser, ensure_database
from qinglan.kernel.database.server import Server

from .run_directory import run_directory

TEST_URL = os.environ.get("QINGLAN_TEST_DATABASE_URL", "")


def home() -> Path:
    """The home of the run's embedded server."""
    return run_directory() / "server"


def embedded() -> Server:
    """The run's embedded server."""
    return Server(home(), durable=False)


def params(role: Role, dbname: str) -> dict[str, Any]:
    """The libpq parameters of `role` in the database `dbname` of the tests' server."""
    if TEST_URL:
        return {**conninfo_to_dict(TEST_URL), "dbname": dbname}
    return embedded_params(home(), ROLE_NAMES[role], dbname)


@contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """A connection that may create and drop databases."""
    if TEST_URL:
        with psycopg.connect(TEST_URL, autocommit=True) as connection:
            yield connection
    else:
        with connect_as_superuser(home()) as connection:
            yield connection


def make_empty_database(dbname: str) -> None:
    """A database with the extension and the roles' rights and no tables, as production makes it."""
    with maintenance() as connection:
        if TEST_URL:
            name = sql.Identifier(dbname)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
            with psycopg.connect(**params("owner", dbname), autocommit=True) as inside:
                inside.execute("CREATE EXTENSION vector")
        else:
            ensure_database(connection, home(), dbname)


def exists(dbname: str) -> bool:
    """Whether the database `dbname` is there."""
    with maintenance() as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname])
        return found.fetchone() is not None


def drop(dbname: str) -> None:
    """Drop `dbname` if it is there, ending its sessions."""
    with maintenance() as connection:
        name = sql.Identifier(dbname)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def rename(old: str, new: str) -> None:
    """Rename a database."""
    with maintenance() as connection:
        command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        connection.execute(command.format(sql.Identifier(old), sql.Identifier(new)))


def clone(template: str, dbname: str) -> None:
    """Copy `template` to the new database `dbname`.

    FILE_COPY: 120 tables take 17 ms, by WAL_LOG 88 ms (fsync off, shared buffers of 128 MB).
    """
    with maintenance() as connection:
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        connection.execute(command.format(sql.Identifier(dbname), sql.Identifier(template)))
        if not TEST_URL:
            owner = sql.SQL("ALTER DATABASE {} OWNER TO {}")
            connection.execute(owner.format(sql.Identifier(dbname), sql.Identifier(ROLE_NAMES["owner"])))


@dataclass(frozen=True)
class TestDatabase:
    """A database made for tests."""

    __test__ = False  # Not a test class, whatever pytest makes of the name.

    name: str

    def params(self, role: Role = "app") -> dict[str, Any]:
        """The libpq parameters of `role`."""
        return params(role, self.name)

    def connect(self, role: Role = "app", **options: Any) -> psycopg.Connection:
        """A new connection as `role`; close it, or use it in a `with` statement."""
        return psycopg.connect(**self.params(role), **options)

    def environment(self) -> dict[str, str]:
        """The variables by which another process of Qinglan works on this database."""
        variables = {
            "QINGLAN_DATABASE_URL": "app",
            "QINGLAN_DATABASE_OWNER_URL": "owner",
            "QINGLAN_DATABASE_READER_URL": "reader",
        }
        roles: dict[str, Role] = {"app": "app", "owner": "owner", "reader": "reader"}
        return {
            variable: psycopg.conninfo.make_conninfo(**self.params(roles[role]))
            for variable, role in variables.items()
        }


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Only one process of the run at a time is inside."""
    with (run_directory() / f"{name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
