"""The directory of 100,000 organisations costs hardly more than that of 1,000, with the same queries."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.parties.organisations.many import fill

pytestmark = pytest.mark.soak

PAGES = (
    "/organisations/",
    "/organisations/?sort=verified",
    "/organisations/?kind=bank&territory=990101",
    "/organisations/?q=%E7%AC%AC1%E5%8F%B7",
    "/organisations/?q=%E7%BB%BF%E8%89%B2&green=1",
    "/organisations/?page=40",
)


def times(client: Any, address: str, rounds: int = 30) -> tuple[float, int]:
    """Milliseconds of the fastest of some rounds (other work may share the machine), and the number of queries."""
    client.get(address)
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        taken.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return min(taken), len(queries)


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_a_hundred_times_as_many_cost_at_most_one_and_a_half_times(
    fresh_database: Any, city: Any, officer: Any, client: Any, who: str
) -> None:
    if who == "officer":
        client.force_login(officer)
    fill(officer.pk, 1, 1_000)
    analyze(fresh_database)
    few = {page: times(client, page) for page in PAGES}
    fill(officer.pk, 1_001, 100_000)
    analyze(fresh_database)
    many = {page: times(client, page) for page in PAGES}
    for page in PAGES:
        print(f"{who} {page}: {few[page][0]:.1f} ms, {many[page][0]:.1f} ms, {many[page][1]} queries")  # noqa: T201
    assert {page: n for page, (_, n) in many.items()} == {page: n for page, (_, n) in few.items()}
    slow = {page: many[page][0] / few[page][0] for page in PAGES if many[page][0] > 1.5 * few[page][0]}
    assert slow == {}


def analyze(database: Any) -> None:
    """What autovacuum does: it needs the owner."""
    with database.connect("owner") as owner:
        owner.execute("ANALYZE")
