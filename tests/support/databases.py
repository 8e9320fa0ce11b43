"""Fixtures: the database of a worker, and a fresh one for each test that really commits."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from . import server
from .run_directory import run_directory, worker_name
from .template import ensure_template, use

_numbers = itertools.count(1)


def database_name(suffix: str) -> str:
    """A name of this run and worker alone: other runs may use the same server."""
    return f"qinglan_{run_directory().name.rsplit('-', 1)[-1]}_{worker_name()}_{suffix}"


class Databases:
    """Which database the tests of this process stand on."""

    def __init__(self) -> None:
        self.template = ensure_template()
        self.shared = database_name("shared")
        self.fresh: str | None = None
        server.drop(self.shared)
        server.clone(self.template, self.shared)
        use(server.params("app", self.shared))

    def enter_fresh(self) -> None:
        """Clone a new database and stand on it."""
        self.fresh = database_name(str(next(_numbers)))
        server.clone(self.template, self.fresh)
        use(server.params("app", self.fresh))

    def leave_fresh(self) -> None:
        """Drop the new database and stand on the shared one again."""
        use(server.params("app", self.shared))
        if self.fresh is not None:
            server.drop(self.fresh)
            self.fresh = None

    @contextmanager
    def standing_on(self, dbname: str) -> Iterator[None]:
        """Within, Django stands on the database `dbname` in the place of the shared one."""
        use(server.params("app", dbname))
        try:
            yield
        finally:
            use(server.params("app", self.shared))

    def close(self) -> None:
        """Drop everything that this process made."""
        self.leave_fresh()
        server.drop(self.shared)


def _commit_for_real(databases: Databases, patch: pytest.MonkeyPatch) -> None:
    """Let Django's `TransactionTestCase` take a fresh clone instead of emptying the tables.

    Append-only tables refuse TRUNCATE, and the app role has no right to it.
    """
    from django.test import TestCase, TransactionTestCase

    inherited_setup = TransactionTestCase.__dict__["_fixture_setup"].__func__

    def setup(cls: type[TransactionTestCase]) -> None:
        if not issubclass(cls, TestCase):
            databases.enter_fresh()
        inherited_setup(cls)

    def teardown(case: TransactionTestCase) -> None:
        if not isinstance(case, TestCase):
            databases.leave_fresh()

    patch.setattr(TransactionTestCase, "_fixture_setup", classmethod(setup))
    patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[Databases]:
    """Replaces pytest-django's: template, clone, and fresh clones for committing tests."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock():
        databases = Databases()
        _commit_for_real(databases, patch)
    yield databases
    patch.undo()
    with django_db_blocker.unblock():
        databases.close()


@pytest.fixture
def fresh_database(transactional_db: None, django_db_setup: Databases) -> server.TestDatabase:
    """A database of this test alone, on which Django stands too; commits are real."""
    assert django_db_setup.fresh is not None
    return server.TestDatabase(django_db_setup.fresh)


@pytest.fixture
def empty_database() -> Iterator[server.TestDatabase]:
    """A database with roles and extension and without tables, in which Django takes no part."""
    name = database_name(f"empty{next(_numbers)}")
    server.drop(name)
    server.make_empty_database(name)
    yield server.TestDatabase(name)
    server.drop(name)


def is_shared_server_external() -> bool:
    """Whether the run uses a server that was named by its URL."""
    return bool(os.environ.get("QINGLAN_TEST_DATABASE_URL"))
