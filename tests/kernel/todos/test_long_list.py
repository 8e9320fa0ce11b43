"""The full list of to-dos: its pages by index are those that sorting everything would give."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from qinglan.kernel import clock
from qinglan.kernel.todos import queries
from qinglan.kernel.todos.addressee import to_role, to_user
from qinglan.kernel.todos.holdings import holdings_of
from tests.kernel.todos.kinds import opened
from tests.support.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def li() -> Any:
    """An officer with seventy to-dos: some of his own, some of his role, some without an end."""
    user, now = person("li", "officer"), clock.now()
    for number in range(70):
        to = to_user(user) if number % 3 == 0 else to_role("officer")
        due = now + timedelta(hours=(number * 37) % 60) if number % 5 else None
        opened(user, to, number + 1, due_at=due)
    return user


@pytest.mark.parametrize(("start", "end"), [(0, 30), (30, 60), (60, 90), (0, 1), (69, 70)])
def test_a_page_by_reasons_is_the_page_of_the_whole(li: Any, start: int, end: int) -> None:
    whole = list(queries.due_from(li))
    held = holdings_of(li)
    assert queries.by_reasons(li, held, queries.due_from(li, held), "due_at", start, end) == whole[start:end]


def test_the_list_shows_each_once_in_order_page_by_page(li: Any) -> None:
    client = Client()
    client.force_login(li)
    shown = []
    for page in (1, 2, 3):
        shown += [row["todo"].pk for row in client.get("/desk/todos/", {"page": page}).context["list"].items]
    assert shown == [row.pk for row in queries.due_from(li)]
    own = client.get("/desk/todos/", {"mine": 1}).context["list"].items
    assert [row["todo"].pk for row in own] == [row.pk for row in queries.due_from(li).filter(user=li)]
    old = client.get("/desk/todos/", {"sort": "old"}).context["list"].items
    assert [row["todo"].pk for row in old] == [
        row.pk for row in queries.due_from(li).order_by("opened_at", "pk")[:30]
    ]
