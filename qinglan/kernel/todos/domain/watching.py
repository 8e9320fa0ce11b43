"""What the clock does with to-dos: remind of them, and say which are overdue."""

from typing import Any

from django.db import transaction

from qinglan.kernel import clock, outbox
from qinglan.kernel.todos.announcing import remind, tell_overdue
from qinglan.kernel.todos.models import LIVE, Todo
from qinglan.kernel.todos.recorded import CHANGED
from qinglan.kernel.todos.reminders import next_reminder

BATCH = 200
"""So many at a time, so that no transaction grows long."""


@transaction.atomic
def send_reminders(*, acting_user: Any) -> int:
    """Send the reminders whose time has come, a batch of them; how many. Twice at once sends each once."""
    now = clock.now()
    rows = list(
        Todo.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("taken_by")
        .filter(state__in=LIVE, next_reminder_at__lte=now)
        .order_by("next_reminder_at", "id")[:BATCH]
    )
    for row in rows:
        row.next_reminder_at = next_reminder(row.kind, row.due_at, now)
        if row.due_at is not None and row.due_at > now:
            remind(acting_user, row)
    Todo.objects.bulk_update(rows, ["next_reminder_at"])
    return len(rows)


@transaction.atomic
def flag_overdue(*, acting_user: Any) -> int:
    """Mark what has become overdue, a batch of it, and tell those who have it; how many."""
    now = clock.now()
    rows = list(
        Todo.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("taken_by")
        .filter(state__in=LIVE, overdue_since__isnull=True, due_at__lte=now)
        .order_by("due_at", "id")[:BATCH]
    )
    for row in rows:
        row.overdue_since = row.due_at
        tell_overdue(acting_user, row)
    Todo.objects.bulk_update(rows, ["overdue_since"])
    outbox.enqueue_all(CHANGED, [(row.addressee, {}) for row in rows])
    return len(rows)
