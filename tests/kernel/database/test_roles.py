"""What the three roles may and must not do."""

import psycopg
import pytest
from psycopg import errors

from qinglan.kernel.database.location import Role
from tests.support import server
from tests.support.server import TestDatabase

pytestmark = pytest.mark.skipif(
    bool(server.TEST_URL), reason="the named server has one account for all roles"
)


@pytest.fixture
def tables(empty_database: TestDatabase) -> TestDatabase:
    """A database with a plain table, one that only grows, and one with a trigger."""
    with empty_database.connect("owner") as owner:
        owner.execute("CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY, n int)")
        owner.execute("INSERT INTO plain (n) VALUES (1)")
        owner.execute("CREATE TABLE grows (n int)")
        owner.execute("REVOKE UPDATE, DELETE ON grows FROM qinglan_app")
        owner.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'refused'; END $$"
        )
        owner.execute("CREATE TRIGGER never BEFORE UPDATE ON grows EXECUTE FUNCTION refuse()")
        owner.execute("CREATE SCHEMA later CREATE TABLE later.more (n int)")
    return empty_database


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "INSERT INTO plain (n) VALUES (2) RETURNING id"),
        ("app", "UPDATE plain SET n = 3 RETURNING n"),
        ("app", "DELETE FROM plain RETURNING n"),
        ("app", "INSERT INTO grows VALUES (1) RETURNING n"),
        ("app", "INSERT INTO later.more VALUES (1) RETURNING n"),
        ("app", "SELECT '[1,2]'::vector <-> '[1,2]'"),
        ("reader", "SELECT n FROM plain"),
        ("reader", "SELECT count(*) FROM later.more"),
        ("owner", "ALTER TABLE plain ADD more int; SELECT 1"),
    ],
)
def test_what_a_role_may(tables: TestDatabase, role: Role, statement: str) -> None:
    with tables.connect(role, autocommit=True) as connection:
        cursor = connection.execute(statement)
        while cursor.nextset():
            pass
        assert cursor.rowcount == 1


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("app", "CREATE TABLE mine (n int)"),
        ("app", "CREATE SCHEMA mine"),
        ("app", "ALTER TABLE plain ADD more int"),
        ("app", "DROP TABLE plain"),
        ("app", "TRUNCATE plain"),
        ("app", "UPDATE grows SET n = 2"),
        ("app", "DELETE FROM grows"),
        ("app", "TRUNCATE grows"),
        ("app", "ALTER TABLE grows DISABLE TRIGGER never"),
        ("app", "SET session_replication_role = replica"),
        ("app", "CREATE TRIGGER mine BEFORE UPDATE ON plain EXECUTE FUNCTION refuse()"),
        ("app", "SET ROLE qinglan_owner"),
        ("app", "CREATE ROLE mine"),
        ("app", "ALTER ROLE qinglan_app SUPERUSER"),
        ("app", "SELECT * FROM pg_authid"),
        ("app", "COPY plain TO PROGRAM 'true'"),
        ("app", "SELECT pg_read_file('PG_VERSION')"),
        ("app", "DROP EXTENSION vector"),
        ("app", "ALTER SYSTEM SET fsync = off"),
        ("reader", "INSERT INTO plain (n) VALUES (2)"),
        ("reader", "UPDATE plain SET n = 2"),
        ("reader", "SET ROLE qinglan_app"),
        ("reader", "CREATE TABLE mine (n int)"),
        ("owner", "CREATE ROLE mine"),
        ("owner", "CREATE DATABASE mine"),
        ("owner", "SET ROLE qinglan_superuser"),
        ("owner", "COPY plain TO PROGRAM 'true'"),
        ("owner", "SELECT * FROM pg_authid"),
    ],
)
def test_what_a_role_must_not(tables: TestDatabase, role: Role, statement: str) -> None:
    with tables.connect(role, autocommit=True) as connection:
        # A reader who turns his default off still lacks the rights themselves.
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedFile)):
            connection.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["app", "reader", "owner"])
@pytest.mark.parametrize("system", ["postgres", "template1"])
def test_no_role_gets_into_the_system_databases(
    empty_database: TestDatabase, role: Role, system: str
) -> None:
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(**{**empty_database.params(role), "dbname": system})


def test_the_reader_reads_only_by_default(tables: TestDatabase) -> None:
    with (
        tables.connect("reader") as reader,
        pytest.raises(errors.ReadOnlySqlTransaction),
    ):
        reader.execute("DELETE FROM plain")
