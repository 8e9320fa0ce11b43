"""To-dos that somebody has in hand when he leaves: to the colleague who is named, else open to all again."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.todos.addressee import FINANCE, MANAGER, MEMBER
from qinglan.kernel.todos.domain.leaving import release_todos
from qinglan.kernel.todos.models import Todo, TodoState
from qinglan.parties import leaving
from qinglan.parties.models import User


def _in_hand(leaves: leaving.Leaving) -> QuerySet[Todo]:
    rows = Todo.objects.filter(taken_by=leaves.user, state=TodoState.TAKEN, user__isnull=True)
    if leaves.organisation is not None:
        return rows.filter(organisation_key=leaves.organisation.pk, role__in=(MEMBER, MANAGER, FINANCE))
    assert leaves.assignment is not None
    scope = Q(role=leaves.assignment.role)
    if leaves.assignment.organisation_id is not None:
        scope &= Q(organisation_key=leaves.assignment.organisation_id)
    return rows.filter(scope)


def open_items(leaves: leaving.Leaving) -> list[leaving.OpenItem]:
    """What he has in hand because of the place that he leaves."""
    return [leaving.OpenItem(row.title, row.url) for row in _in_hand(leaves).order_by("due_at", "pk")]


def hand_over(leaves: leaving.Leaving, to: User | None, acting_user: Any) -> int:
    """Those that he may no longer do change hands; another role of his may still cover some."""
    return release_todos(acting_user=acting_user, todos=_in_hand(leaves), to=to)


leaving.register("todos", _("To-dos in hand"), open_items, hand_over)
