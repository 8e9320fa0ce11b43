"""What a PostgreSQL server that is not ours must offer."""

from typing import Any

import psycopg

from .location import connection_params
from .problems import DatabaseProblem

OLDEST_VERSION = 16


def external_description() -> str:
    """Check the server of `QINGLAN_DATABASE_URL` and return one line about it.

    Raises `DatabaseProblem` naming what lacks: the connection itself, the version, the encoding,
    or the extension `vector` (which is created if the owner may).
    """
    try:
        params = connection_params("owner")
    except ValueError as error:
        raise DatabaseProblem(str(error)) from None
    return describe(params)


def describe(params: dict[str, Any]) -> str:
    """`external_description` for the connection parameters `params` of the owner."""
    where = f"{params.get('host', 'localhost')}, database {params.get('dbname', '?')}"
    try:
        with psycopg.connect(**{"connect_timeout": 10, **params}, autocommit=True) as connection:
            version = connection.info.server_version // 10000
            if version < OLDEST_VERSION:
                raise DatabaseProblem(
                    f"The server at {where} is PostgreSQL {version}; {OLDEST_VERSION} or newer is needed."
                )
            encoding = connection.info.parameter_status("server_encoding")
            if encoding != "UTF8":
                raise DatabaseProblem(f"The database at {where} is in {encoding}; UTF8 is needed.")
            return f"PostgreSQL {version} at {where}, vector {_vector(connection, where)}"
    except psycopg.OperationalError as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[-1]
        raise DatabaseProblem(f"The server at {where} can't be reached: {reason}") from None


def _vector(connection: psycopg.Connection, where: str) -> str:
    """The version of the extension `vector`, created if it is available."""
    question = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"
    if row := connection.execute(question).fetchone():
        return str(row[0])
    available = "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"
    if connection.execute(available).fetchone() is None:
        raise DatabaseProblem(f"The server at {where} lacks the extension vector: install pgvector.")
    try:
        connection.execute("CREATE EXTENSION vector")
    except psycopg.Error:
        raise DatabaseProblem(
            f"The database at {where} lacks the extension vector, and its owner may not create it: "
            "have an administrator run CREATE EXTENSION vector there."
        ) from None
    row = connection.execute(question).fetchone()
    return str(row[0]) if row else "unknown"
