"""Two act on one to-do at the same moment."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from qinglan.kernel.conflicts import StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.addressee import to_role
from qinglan.kernel.todos.domain.todo import take_todo
from qinglan.kernel.todos.models import Todo
from tests.kernel.todos.kinds import opened
from tests.support.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What came of each act, all begun at the same moment."""
    start = threading.Barrier(len(acts))
    outcomes = ["?"] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            act()
            outcomes[place] = "done"
        except (StaleEdit, PermissionRefused) as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_without_the_lock_two_would_take_the_same() -> None:
    people = [person("li", "officer"), person("wang", "officer")]
    todo = opened(people[0], to_role("officer"))
    both_have_read = threading.Barrier(2)

    def carelessly(user: Any) -> None:
        with transaction.atomic():
            row = Todo.objects.get(pk=todo.pk)
            both_have_read.wait()
            if row.state != "open":
                raise StaleEdit([])
            Todo.objects.filter(pk=row.pk).update(state="taken", taken_by=user, taken_at=todo.opened_at)

    assert at_once(*(partial(carelessly, user) for user in people)) == ["done", "done"]


def test_of_two_who_take_the_same_one_gets_it() -> None:
    people = [person("li", "officer"), person("wang", "officer")]
    for number in range(8):
        todo = opened(people[0], to_role("officer"), number)
        outcomes = at_once(*(partial(take_todo, acting_user=user, todo=todo) for user in people))
        assert sorted(outcomes) == ["StaleEdit", "done"]
        assert Todo.objects.get(pk=todo.pk).taken_by == people[outcomes.index("done")]


def test_the_same_opened_twice_at_once_is_one() -> None:
    li = person("li", "officer")
    for number in range(8):
        act = partial(opened, li, to_role("officer"), number)
        assert at_once(act, act) == ["done", "done"]
        assert Todo.objects.filter(subject_type="tests.thing", subject_key=str(number)).count() == 1
