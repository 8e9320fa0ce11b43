"""The desk: what waits for the user who is logged in, and what he waits for."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.todos import queries
from qinglan.kernel.todos.domain.visit import note_visit
from qinglan.kernel.todos.holdings import holdings_of
from qinglan.kernel.todos.words import entry, waiting_entry
from qinglan.kernel.web import desks
from qinglan.portal.standing import standing_of

SHOWN = 12
"""So many to-dos stand on the desk itself; the rest one click away."""
RECENT = 8
"""So many changes are shown."""
LONGEST_COUNT = 1_000


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What is due, what waits for others, what changed since the last visit, and where to go on."""
    user: Any = request.user
    now = clock.now()
    held = holdings_of(user)
    since = note_visit(acting_user=user)
    due = queries.first_due(user, held, SHOWN)
    count = len(due)
    if count == SHOWN:
        count = queries.due_from(user, held).order_by()[: LONGEST_COUNT + 1].count()
    waiting = list(queries.waiting_for_others(user, held)[: SHOWN + 1])
    context: dict[str, Any] = {
        "title": _("My desk"),
        "lead": standing_of(user),
        "due": [entry(row, now) for row in due],
        "due_count": count,
        "due_more": count > len(due),
        "uncounted": count > LONGEST_COUNT,
        "guide": None if due else desks.guide_for(user),
        "waiting": [waiting_entry(row, now) for row in waiting[:SHOWN]],
        "waiting_more": len(waiting) > SHOWN,
        "sections": desks.sections_for(user, SHOWN),
        "shortcuts": desks.shortcuts_for(user),
        "changed": desks.changes_for(user, since, RECENT),
        "since": since,
        "leads": bool(permissions.answer(user, "todos.lead")),
    }
    return render(request, "portal/desk.html", context)
