"""A version that was read in waits for an officer until it is published or withdrawn."""

from typing import Any

import pytest

from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import due_from
from qinglan.plans.domain.item import confirm_all
from qinglan.plans.domain.version import withdraw_version
from qinglan.plans.todos import SUBJECT
from tests.plans import sample

pytestmark = pytest.mark.django_db


def kinds(user: Any) -> list[tuple[str, str]]:
    return [(row.kind, row.subject) for row in due_from(user)]


def test_a_reading_is_confirmed_then_published_or_taken_back(db: None) -> None:
    city = sample.make_city()
    officer = sample.person("officer", "officer")
    version = sample.take_in_plan(officer, city)
    title = version.plan.title
    seen = [kinds(officer)]
    confirm_all(acting_user=officer, version=version)
    seen.append(kinds(officer))
    withdraw_version(acting_user=officer, version=version, reason="错误", seen_revision=version.revision)
    seen.append(kinds(officer))
    assert seen == [[("plans.confirm", title)], [("plans.publish", title)], []]
    closed = Todo.objects.filter(subject_type=SUBJECT, subject_key=str(version.pk)).order_by("pk")
    assert [(row.kind, row.state, row.closed_by_act) for row in closed] == [
        ("plans.confirm", "done", "plans.confirm"),
        ("plans.publish", "done", "plans.withdraw"),
    ]
