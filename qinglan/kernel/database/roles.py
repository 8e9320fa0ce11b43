"""Roles, databases and rights inside the embedded server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from .location import DATABASE_NAME, ROLE_NAMES, SUPERUSER, embedded_params, password_file

_RIGHTS = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {app};
GRANT CONNECT ON DATABASE {database} TO {reader};
CREATE EXTENSION IF NOT EXISTS vector;
"""

# What every new object of the owner gives to the other roles. No "IN SCHEMA": a schema made later
# is covered too. TRUNCATE is given to nobody, and a migration takes UPDATE and DELETE back where a
# table only grows.
_DEFAULT_RIGHTS = """
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE ON SCHEMAS TO {app}, {reader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO {reader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app};
"""
_NO_DEFAULT_RIGHTS = """
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON SCHEMAS FROM {app}, {reader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON TABLES FROM {app}, {reader};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} REVOKE ALL ON SEQUENCES FROM {app}, {reader};
"""


@contextmanager
def without_default_rights(connection: psycopg.Connection) -> Iterator[None]:
    """Within, new objects give no rights to other roles; `connection` is the owner's, in autocommit.

    A dump grants what a table gives, and never revokes what it does not give: loaded among the
    default rights, an append-only table would come back open to UPDATE and DELETE.
    """
    names = _names(DATABASE_NAME)
    connection.execute(sql.SQL(_NO_DEFAULT_RIGHTS).format(**names))
    try:
        yield
    finally:
        connection.execute(sql.SQL(_DEFAULT_RIGHTS).format(**names))


def connect_as_superuser(
    home: Path, dbname: str = "postgres", *, host: Path | None = None
) -> psycopg.Connection:
    """A connection of the maintenance role in autocommit mode (`host` overrides the socket's place)."""
    params = embedded_params(home, SUPERUSER, dbname)
    if host is not None:
        params["host"] = str(host)
    return psycopg.connect(**params, autocommit=True, connect_timeout=10)


def _names(dbname: str) -> dict[str, sql.Composable]:
    roles: dict[str, sql.Composable] = {role: sql.Identifier(name) for role, name in ROLE_NAMES.items()}
    return {**roles, "database": sql.Identifier(dbname)}


def _verifier(connection: psycopg.Connection, role: str, password: str) -> sql.Literal:
    """The SCRAM verifier of `password`, computed here so that the server never sees the password."""
    digest = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return sql.Literal(digest.decode())


def _can_sign_in(home: Path, role: str) -> bool:
    """Whether our password of `role` is the server's; a server in trouble is not asked to change it."""
    try:
        psycopg.connect(**embedded_params(home, role), connect_timeout=10).close()
    except psycopg.OperationalError as error:
        return "authentication failed" not in str(error)
    return True


def ensure_roles(connection: psycopg.Connection, home: Path) -> None:
    """Create the roles that are missing, and set the passwords that do not fit our files (lost keys)."""
    present = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for name in ROLE_NAMES.values():
        role = sql.Identifier(name)
        if name not in present:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION").format(role)
            )
            connection.execute(sql.SQL("ALTER ROLE {} SET search_path = public").format(role))
        if name not in present or not _can_sign_in(home, name):
            password = password_file(home, name).read_text(encoding="ascii").strip()
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, _verifier(connection, name, password))
            )
    if ROLE_NAMES["reader"] not in present:
        for system in ("postgres", "template1"):
            connection.execute(
                sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(system))
            )
        reader = sql.Identifier(ROLE_NAMES["reader"])
        for setting in ("default_transaction_read_only = on", "statement_timeout = '60s'"):
            connection.execute(sql.SQL("ALTER ROLE {} SET " + setting).format(reader))


def ensure_database(
    connection: psycopg.Connection,
    home: Path,
    dbname: str = DATABASE_NAME,
    *,
    host: Path | None = None,
) -> None:
    """Create the database `dbname` when missing, with extension `vector` and the roles' rights."""
    there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname]).fetchone()
    if there is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {database} OWNER {owner} TEMPLATE template0").format(**_names(dbname))
        )
    with connect_as_superuser(home, dbname, host=host) as inside:
        ready = inside.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone()
        if ready is None:
            # One transaction: a kill midway leaves nothing half granted.
            with inside.transaction():
                inside.execute(sql.SQL(_RIGHTS + _DEFAULT_RIGHTS).format(**_names(dbname)))
