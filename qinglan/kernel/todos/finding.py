"""One's own to-dos in the search box."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import todos_for
from qinglan.kernel.todos.words import who
from qinglan.kernel.web import dates, finding


def has_desk(user: Any) -> bool:
    """Whether the reader is logged in."""
    return bool(permissions.answer(user, "todos.desk"))


def todos(user: Any, words: Sequence[str], limit: int) -> list[finding.Hit]:
    """By what they are about, the nearest end first."""
    rows = todos_for(user).filter(finding.in_fields(words, "subject", "subject_en"))
    return [finding.Hit(str(row), row.url, _beside(row)) for row in rows.order_by("due_at", "id")[:limit]]


def _beside(row: Todo) -> str:
    return f"{who(row)} · {dates.end(row.due_at)}" if row.due_at else who(row)


finding.register_provider(finding.Provider("todos", _("My to-dos"), has_desk, todos, order=50))
