"""What the clock does with to-dos: remind of them, and say which are overdue."""

from typing import Any

from django.db.models import QuerySet

from qinglan.kernel import clock, outbox
from qinglan.kernel.jobs.one_by_one import one_by_one
from qinglan.kernel.todos.announcing import remind, tell_overdue
from qinglan.kernel.todos.models import LIVE, Todo
from qinglan.kernel.todos.recorded import CHANGED
from qinglan.kernel.todos.reminders import next_reminder


def send_reminders(*, acting_user: Any) -> int:
    """Send the reminders whose time has come, each in a transaction of its own; how many. Twice at once sends each once."""
    due = Todo.objects.filter(state__in=LIVE, next_reminder_at__lte=clock.now())
    return sum(one_by_one("todos.watch/remind", due, lambda key: _remind(acting_user, key)))


def flag_overdue(*, acting_user: Any) -> int:
    """Mark what has become overdue and tell those who have it, each in a transaction of its own; how many."""
    over = Todo.objects.filter(state__in=LIVE, overdue_since__isnull=True, due_at__lte=clock.now())
    return sum(one_by_one("todos.watch/overdue", over, lambda key: _flag(acting_user, key)))


def _locked(key: int) -> QuerySet[Todo]:
    """The to-do, locked; nothing where another worker has it just now."""
    rows = Todo.objects.select_for_update(of=("self",), skip_locked=True).select_related("taken_by")
    return rows.filter(pk=key, state__in=LIVE)


def _remind(acting_user: Any, key: int) -> bool:
    now = clock.now()
    row = _locked(key).filter(next_reminder_at__lte=now).first()
    if row is None:
        return False
    row.next_reminder_at = next_reminder(row.kind, row.due_at, now)
    row.save(update_fields=["next_reminder_at"])
    if row.due_at is not None and row.due_at > now:
        remind(acting_user, row)
    return True


def _flag(acting_user: Any, key: int) -> bool:
    row = _locked(key).filter(overdue_since__isnull=True, due_at__lte=clock.now()).first()
    if row is None:
        return False
    row.overdue_since = row.due_at
    row.save(update_fields=["overdue_since"])
    tell_overdue(acting_user, row)
    outbox.enqueue_all(CHANGED, [(row.addressee, {})])
    return True
