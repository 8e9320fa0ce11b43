"""Kinds of to-dos for tests, and short ways to open one."""

from typing import Any

from django.db import transaction

from qinglan.kernel.todos.addressee import Addressee
from qinglan.kernel.todos.domain.todo import Subject, open_todo
from qinglan.kernel.todos.kinds import KINDS, register_kind
from qinglan.kernel.todos.models import Todo

CHECK = "tests.check"
WAIT = "tests.wait"
PERSONAL = "tests.personal"

if CHECK not in KINDS:
    register_kind(CHECK, "Check it")
    register_kind(WAIT, "Wait for it", waits_for="the office next door", announced=False)
    register_kind(PERSONAL, "Answer it", personal=True)


def opened(acting_user: Any, to: Addressee, key: object = 1, *, kind: str = CHECK, **more: Any) -> Todo:
    """A to-do about a thing called `key`."""
    subject = Subject("tests.thing", key, f"Thing {key}", f"/things/{key}/")
    with transaction.atomic():
        return open_todo(acting_user=acting_user, kind=kind, subject=subject, to=to, **more)


def scope(name: str, *, holder: Any = None, **limits: Any) -> Any:
    """A source of holdings for one person, to be put into the registry by a test."""
    from qinglan.kernel.todos.holdings import Holding

    return lambda user: [Holding(name, **limits)] if user == holder else []
