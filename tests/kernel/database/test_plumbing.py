"""The fixtures on which all other tests stand."""

import pytest
from django.db import connection

from tests.support import server
from tests.support.server import TestDatabase


def _who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        row: tuple[str, str] = cursor.fetchone()
        return row


@pytest.mark.skipif(bool(server.TEST_URL), reason="the named server has one account for all roles")
@pytest.mark.django_db
def test_tests_are_the_app_role() -> None:
    assert _who()[0] == "qinglan_app"


def test_a_fresh_database_holds_real_commits(fresh_database: TestDatabase) -> None:
    with fresh_database.connect("owner") as owner:
        owner.execute("CREATE TABLE kept (a int)")
    with fresh_database.connect("app") as app:
        app.execute("INSERT INTO kept VALUES (1)")
    with connection.cursor() as cursor:
        cursor.execute("SELECT a FROM kept")
        assert cursor.fetchall() == [(1,)]
    assert _who()[1] == fresh_database.name


def test_the_next_fresh_database_knows_nothing_of_it(fresh_database: TestDatabase) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('kept')")
        assert cursor.fetchone() == (None,)


@pytest.mark.django_db
def test_a_rolled_back_test_stands_on_the_shared_database() -> None:
    assert _who()[1].endswith("_shared")
