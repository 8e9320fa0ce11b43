"""What people are told of to-dos by message. Call these in the transaction of the cause."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.messages.templates_registry import register
from qinglan.kernel.todos.holdings import holders_of
from qinglan.kernel.todos.kinds import KINDS
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.web import dates

NEW = register("todos.new", _("To do: %(title)s: %(subject)s"), _("%(until)s")).name
HANDED = register(
    "todos.handed", _("Handed to you: %(title)s: %(subject)s"), _("%(who)s handed this to you. %(note)s")
).name
REMINDER = register(
    "todos.reminder", _("Due soon: %(title)s: %(subject)s"), _("It is due on %(until)s.")
).name
OVERDUE = register("todos.overdue", _("Overdue: %(title)s: %(subject)s"), _("It was due on %(until)s.")).name
MOST_HOLDERS = 50
"""A role that more people hold is told by the desk alone."""


def announce(acting_user: Any, todo: Todo) -> None:
    """Tell all for whom a new to-do is, except the one who caused it."""
    kind = KINDS.get(todo.kind)
    if kind is not None and kind.announced:
        until = _("It is due on %(until)s.") if todo.due_at else _("No day is set for it.")
        _tell(acting_user, todo, NEW, [p for p in _people(todo) if p.pk != acting_user.pk], head=until)


def tell_handed(acting_user: Any, todo: Todo, person: Any) -> None:
    """Tell a person that he has a to-do in hand now."""
    _tell(acting_user, todo, HANDED, [person])


def remind(acting_user: Any, todo: Todo) -> None:
    """Remind who has it in hand, else all for whom it is."""
    _tell(acting_user, todo, REMINDER, _people(todo))


def tell_overdue(acting_user: Any, todo: Todo) -> None:
    """Tell the same people that it is overdue."""
    _tell(acting_user, todo, OVERDUE, _people(todo))


def _people(todo: Todo) -> list[Any]:
    if todo.taken_by_id is not None:
        return [todo.taken_by]
    people = list(holders_of(todo.to)[: MOST_HOLDERS + 1])
    return people if len(people) <= MOST_HOLDERS else []


def _tell(
    acting_user: Any, todo: Todo, template: str, people: Iterable[Any], head: Any = "%(until)s"
) -> None:
    kind = KINDS.get(todo.kind)
    moment = dates.end(todo.due_at) if todo.due_at else ""
    values = {
        "title": kind.title if kind else todo.kind,
        "subject": todo.subject,
        "until": _Filled(head, moment),
        "who": str(acting_user),
        "note": todo.note,
    }
    send_message(acting_user=acting_user, recipients=people, template=template, values=values, url=todo.url)


class _Filled:
    """A sentence with a moment in it, written in the language of whoever reads it."""

    def __init__(self, sentence: Any, moment: str) -> None:
        self.sentence, self.moment = sentence, moment

    def __str__(self) -> str:
        return str(self.sentence) % {"until": self.moment}
