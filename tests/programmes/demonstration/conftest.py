"""The demonstration, loaded once in a database of its own; each test leaves it as it was."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.support import server
from tests.support.databases import Databases, database_name


@dataclass
class Loaded:
    """What the load of the demonstration data took: processor seconds of this process, and SQL statements."""

    seconds: float
    statements: int
    counts: dict[str, int]


def _load() -> Loaded:
    """Load all packs, then their demonstration data, in one transaction."""
    from django.db import connection, transaction

    from qinglan.kernel.rulebook.kinds import load_all
    from qinglan.parties.demonstration import open_accounts
    from qinglan.parties.domain.account import system_user
    from tests.packs.reading import PACKS

    said = 0

    def count(execute: Any, *rest: Any) -> Any:
        nonlocal said
        said += 1
        return execute(*rest)

    with transaction.atomic():
        load_all(PACKS, acting_user=system_user())
        begin = time.process_time()
        with connection.execute_wrapper(count):
            counts = load_all(PACKS, acting_user=open_accounts(), stage="demonstration")
        connection.run_on_commit.clear()  # wakes processes that do not run here
    return Loaded(time.process_time() - begin, said, counts)


@pytest.fixture(scope="session")
def demonstration(django_db_setup: Databases, django_db_blocker: Any) -> Iterator[tuple[str, Loaded]]:
    """The name of a database with the demonstration, and what loading it took."""
    from django.conf import settings

    name = database_name("demonstration")
    before, settings.DEMONSTRATION = settings.DEMONSTRATION, True
    with django_db_blocker.unblock():
        server.drop(name)
        server.clone(django_db_setup.template, name)
        with django_db_setup.standing_on(name):
            found = _load()
    settings.DEMONSTRATION = before
    yield name, found
    server.drop(name)


@pytest.fixture(scope="module")
def loaded(
    demonstration: tuple[str, Loaded], django_db_setup: Databases, django_db_blocker: Any
) -> Iterator[Loaded]:
    """All packs with their demonstration data, for the tests of a module."""
    from django.conf import settings

    name, found = demonstration
    before, settings.DEMONSTRATION = settings.DEMONSTRATION, True
    with django_db_blocker.unblock(), django_db_setup.standing_on(name):
        yield found
    settings.DEMONSTRATION = before
