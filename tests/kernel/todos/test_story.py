"""To-dos of a story: opened together at its end, each once, without a message."""

from typing import Any

import pytest
from django.db import transaction

from qinglan.kernel.messages.models import Message
from qinglan.kernel.todos.addressee import to_user
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.story import together
from tests.kernel.todos.kinds import opened
from tests.support.people import person

pytestmark = pytest.mark.django_db


def test_they_are_opened_at_the_end_each_once_and_nobody_is_told(settings: Any) -> None:
    settings.DEMONSTRATION = True
    li = person("li", "officer")
    before = Message.objects.count()
    with transaction.atomic(), together():
        for key in (1, 2, 1):
            opened(li, to_user(li), key)
        inside = Todo.objects.filter(user=li).count()
    assert inside == 0
    assert sorted(Todo.objects.filter(user=li).values_list("subject_key", "state")) == [
        ("1", "open"),
        ("2", "open"),
    ]
    assert Message.objects.count() == before


def test_one_that_is_live_already_stays_as_it_is(settings: Any) -> None:
    settings.DEMONSTRATION = True
    li = person("li", "officer")
    first = opened(li, to_user(li))
    with transaction.atomic(), together():
        opened(li, to_user(li))
    assert list(Todo.objects.filter(user=li)) == [first]


def test_production_opens_each_by_itself(settings: Any) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(ValueError, match="demonstration mode"), together():
        pytest.fail("the block must not run")
