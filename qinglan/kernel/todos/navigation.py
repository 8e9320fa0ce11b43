"""The number of to-dos in the header."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from qinglan.kernel.todos.queries import due_from
from qinglan.kernel.web import navigation

MOST = 100
"""From here on the number is not counted further."""


def due_count(user: Any) -> int:
    """How many to-dos are due from the user, at most `MOST`."""
    return due_from(user).order_by()[:MOST].count()


def words(count: int) -> str:
    """The number for who can't see the badge."""
    return ngettext("%(count)s to-do", "%(count)s to-dos", count) % {"count": count}


navigation.register_counter(
    navigation.Counter("todos:list", _("To-dos"), "check", count=due_count, words=words)
)
