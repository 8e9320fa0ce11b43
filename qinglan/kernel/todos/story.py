"""To-dos of demonstration data: opened together, and nobody gets a message about what was invented."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

from qinglan.kernel.todos.models import Todo

_together: ContextVar[dict[tuple[str, str, str, str], Todo] | None] = ContextVar("together", default=None)


def keep(todo: Todo) -> Todo | None:
    """Keep a to-do that is being opened for the end of `together`; None where that isn't going on."""
    kept = _together.get()
    if kept is None:
        return None
    return kept.setdefault((todo.kind, todo.subject_type, todo.subject_key, todo.addressee), todo)


@contextmanager
def together() -> Iterator[None]:
    """Open the to-dos of this block at its end, in one statement, within the caller's transaction.

    Raises ValueError in production.
    """
    if not settings.DEMONSTRATION:
        raise ValueError("stories are told in demonstration mode only")
    token = _together.set({})
    try:
        yield
        kept = _together.get() or {}
    finally:
        _together.reset(token)
    Todo.objects.bulk_create(kept.values(), batch_size=2000, ignore_conflicts=True)
