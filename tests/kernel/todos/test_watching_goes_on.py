"""A to-do that can't be written stops neither the reminders nor the marks of the others."""

from datetime import timedelta
from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.jobs.queries import open_faults
from qinglan.kernel.todos.addressee import to_user
from qinglan.kernel.todos.domain.watching import flag_overdue, send_reminders
from qinglan.kernel.todos.models import Todo
from tests.kernel.todos.kinds import opened
from tests.support.people import person
from tests.support.poison import poison


@pytest.mark.django_db(transaction=True)
def test_the_watch_goes_on_after_a_broken_row(fresh_database: Any) -> None:
    li, now = person("li", "officer"), clock.now()
    todos = [opened(li, to_user(li), number, due_at=now + timedelta(days=9)) for number in (1, 2, 3)]
    Todo.objects.filter(pk__in=[one.pk for one in todos]).update(next_reminder_at=now)
    poison(fresh_database, todos[1])
    assert send_reminders(acting_user=li) == 2
    Todo.objects.filter(pk__in=[todos[0].pk, todos[2].pk]).update(due_at=now)
    assert flag_overdue(acting_user=li) == 2
    assert [(one.loop, one.row) for one in open_faults()] == [
        ("todos.watch/remind", f"todos.todo:{todos[1].pk}")
    ]
