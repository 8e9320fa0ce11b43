"""An external server: what is checked and how it is said."""

import pytest

from qinglan.kernel.database.external import describe
from qinglan.kernel.database.location import connection_params, django_database
from qinglan.kernel.database.problems import DatabaseProblem
from tests.support import server
from tests.support.server import TestDatabase


@pytest.fixture
def without_vector(empty_database: TestDatabase) -> TestDatabase:
    with server.maintenance() as connection:
        params = {**connection.info.get_parameters(), "dbname": empty_database.name}
        params["password"] = connection.info.password
        import psycopg

        with psycopg.connect(**params, autocommit=True) as inside:
            inside.execute("DROP EXTENSION vector")
    return empty_database


def test_a_server_with_all_we_need_is_described(empty_database: TestDatabase) -> None:
    params = empty_database.params("owner")
    line = describe(params)
    assert line.startswith(f"PostgreSQL 18 at {params['host']}, database {empty_database.name}, vector 0.")


def test_an_extension_that_may_be_created_is_created(without_vector: TestDatabase) -> None:
    with server.maintenance() as connection:
        params = {**connection.info.get_parameters(), "password": connection.info.password}
    assert ", vector 0." in describe({**params, "dbname": without_vector.name})
    assert ", vector 0." in describe(without_vector.params("reader"))


@pytest.mark.skipif(bool(server.TEST_URL), reason="the named server has one account for all roles")
def test_an_extension_that_is_lacking_is_named(without_vector: TestDatabase) -> None:
    with pytest.raises(DatabaseProblem, match=r"lacks the extension vector.*CREATE EXTENSION vector"):
        describe(without_vector.params("owner"))


def test_another_encoding_is_refused() -> None:
    with server.maintenance() as connection:
        connection.execute(
            "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
        )
        try:
            params = {**connection.info.get_parameters(), "password": connection.info.password}
            with pytest.raises(DatabaseProblem, match="is in LATIN1; UTF8 is needed"):
                describe({**params, "dbname": "latin"})
        finally:
            connection.execute("DROP DATABASE latin")


def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(DatabaseProblem) as caught:
        describe({"host": "127.0.0.1", "port": 1, "dbname": "x", "user": "y", "password": "secret"})
    assert "can't be reached" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_urls_give_each_role_its_account() -> None:
    environ = {
        "QINGLAN_DATABASE_URL": "postgresql://app:p%40ss@db.example:5433/city?sslmode=require",
        "QINGLAN_DATABASE_OWNER_URL": "postgresql://owner@db.example/city",
    }
    app = {
        "user": "app",
        "password": "p@ss",
        "host": "db.example",
        "port": "5433",
        "dbname": "city",
        "sslmode": "require",
    }
    assert connection_params("app", environ) == app
    assert connection_params("reader", environ) == app
    assert connection_params("owner", environ) == {
        "user": "owner",
        "host": "db.example",
        "dbname": "city",
    }
    assert django_database("app", environ) == {
        "ENGINE": "qinglan.kernel.database.backend",
        "NAME": "city",
        "USER": "app",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_bad_url_is_named_without_its_content() -> None:
    with pytest.raises(ValueError, match="QINGLAN_DATABASE_URL is not") as caught:
        connection_params("app", {"QINGLAN_DATABASE_URL": "postgresql://a:secret@[bad"})
    assert "secret" not in str(caught.value)
