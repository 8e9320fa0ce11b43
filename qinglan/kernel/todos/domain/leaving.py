"""Part of verbs by which somebody loses a role: his to-dos change hands."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import outbox
from qinglan.kernel.todos.announcing import tell_handed
from qinglan.kernel.todos.domain.todo import give
from qinglan.kernel.todos.holdings import holders_of
from qinglan.kernel.todos.models import Todo, TodoState
from qinglan.kernel.todos.recorded import CHANGED


def release_todos(*, acting_user: Any, todos: QuerySet[Todo], to: Any = None) -> int:
    """Give `todos`, which people have in hand, to `to` where he may do them, else open them to all again.

    Within the caller's transaction, which has ended the role already. A to-do whose holder may still do it
    stays with him. Returns how many changed hands.
    """
    moved = 0
    for row in todos.select_for_update(of=("self",)).select_related("taken_by", "territory").order_by("pk"):
        people = holders_of(row.to)
        if people.filter(pk=row.taken_by_id).exists():
            continue
        moved += 1
        if to is not None and people.filter(pk=to.pk).exists():
            tell_handed(acting_user, give(row, to, note=_("left by %(name)s") % {"name": row.taken_by}), to)
            continue
        row.state, row.taken_by, row.taken_at, row.note = TodoState.OPEN, None, None, ""
        row.save(update_fields=["state", "taken_by", "taken_at", "note"])
        outbox.enqueue(CHANGED, row.addressee)
    return moved
