"""Who may do what with to-dos."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import is_authenticated, predicate

from qinglan.kernel.permissions import declare
from qinglan.kernel.todos.holdings import holdings_of


@predicate  # type: ignore[untyped-decorator]
def is_for(user: Any, todo: Any) -> bool:
    """The to-do is for this person: himself, or a role that he holds."""
    if todo is None or not getattr(user, "is_active", False):
        return False
    if todo.user_id is not None:
        return bool(todo.user_id == user.pk)
    return any(one.does and one.covers(todo.to) for one in holdings_of(user))


@predicate  # type: ignore[untyped-decorator]
def has_in_hand(user: Any, todo: Any) -> bool:
    """The person took it, or it was handed to him."""
    return todo is not None and bool(user.is_active) and user.pk is not None and todo.taken_by_id == user.pk


@predicate  # type: ignore[untyped-decorator]
def leads(user: Any, todo: Any) -> bool:
    """The person leads those for whom it is."""
    return todo is not None and any(one.leads and one.covers(todo.to) for one in holdings_of(user))


@predicate  # type: ignore[untyped-decorator]
def leads_somebody(user: Any) -> bool:
    """The person leads an office, or a part of one."""
    return any(one.leads for one in holdings_of(user))


declare("todos.desk", is_authenticated, refusal=_("Log in to see what waits for you."))
declare("todos.see", is_for | has_in_hand | leads, refusal=_("This to-do is not yours."))
declare("todos.take", is_for | has_in_hand, refusal=_("This to-do is for somebody else."))
declare(
    "todos.hand_over",
    has_in_hand | (is_for & ~has_in_hand) | leads,
    refusal=_("Only who has a to-do in hand, or who leads the office, hands it over."),
)
declare(
    "todos.lead", leads_somebody, refusal=_("Only who leads an office sees what its people have in hand.")
)
