"""The demonstration, loaded once for all tests of this folder; each of them leaves it as it was."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass
class Loaded:
    """What the load of the demonstration data took: processor seconds of this process, and SQL statements."""

    seconds: float
    statements: int
    counts: dict[str, int]


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """All packs with their demonstration data, in a transaction that ends with the module."""
    from django.conf import settings
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

    with django_db_blocker.unblock(), transaction.atomic():
        before, settings.DEMONSTRATION = settings.DEMONSTRATION, True
        load_all(PACKS, acting_user=system_user())
        begin = time.process_time()
        with connection.execute_wrapper(count):
            counts = load_all(PACKS, acting_user=open_accounts(), stage="demonstration")
        yield Loaded(time.process_time() - begin, said, counts)
        settings.DEMONSTRATION = before
        transaction.set_rollback(True)
