"""To-dos in words: until when, for whom, who waits."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock
from qinglan.kernel.periods.count import working_days_between
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.rulebook.yaml_file import PackError
from qinglan.kernel.todos.addressee import FINANCE, MANAGER, MEMBER
from qinglan.kernel.todos.models import Todo

_ROLES: dict[str, Any] = {
    MEMBER: gettext_lazy("members of the organisation"),
    MANAGER: gettext_lazy("administrator of the organisation"),
    FINANCE: gettext_lazy("finance contact of the organisation"),
}


def register_role(role: str, title: Any) -> None:
    """Say how a role is called; the floor that has the roles does so."""
    _ROLES[role] = title


def working_days_left(until: datetime, today: date) -> int:
    """Working days after `today` up to and with the day of `until`; 0 is today, below 0 they have passed.

    Without a calendar, natural days.
    """
    day = until.astimezone(clock.SHANGHAI).date()
    try:
        calendar = national_calendar()
        if day >= today:
            return working_days_between(today, day, calendar)
        return -max(1, working_days_between(day, today, calendar))
    except (PackError, OverflowError):
        return (day - today).days


def who(todo: Todo) -> str:
    """Whom one waits for: who has it in hand, else those for whom it is."""
    known = todo.registered
    if known is not None and known.waits_for:
        return str(known.waits_for)
    if todo.taken_by is not None:
        return str(todo.taken_by)
    if todo.user_id is not None:
        return str(todo.user)
    title = str(_ROLES.get(todo.role, todo.role))
    return (
        _("%(role)s, %(territory)s") % {"role": title, "territory": todo.territory}
        if todo.territory
        else title
    )


def entry(todo: Todo, now: datetime) -> dict[str, Any]:
    """What ``web/components/due.html`` shows of a to-do that is due."""
    facts = [str(todo.territory)] if todo.territory else []
    if todo.state == "taken":
        facts.append(_("in hand of %(name)s") % {"name": todo.taken_by})
    row: dict[str, Any] = {
        "todo": todo,
        "title": str(todo),
        "url": todo.url,
        "facts": " · ".join(facts),
    }
    if todo.due_at is not None:
        today = now.astimezone(clock.SHANGHAI).date()
        left = working_days_left(todo.due_at, today)
        row |= {"until": todo.due_at, "working_days": min(left, -1) if todo.due_at <= now else left}
    else:
        row["who"] = since(todo, now)
    return row


def since(todo: Todo, now: datetime) -> str:
    """How long it has been open: “since 2026-11-20 (2 days)”."""
    opened = todo.opened_at.astimezone(clock.SHANGHAI).date()
    days = (now.astimezone(clock.SHANGHAI).date() - opened).days
    if days <= 0:
        return _("since today")
    return _("since %(day)s (%(days)s days)") % {"day": opened.isoformat(), "days": days}


def waiting_entry(todo: Todo, now: datetime) -> dict[str, Any]:
    """The same for one that waits for somebody else."""
    return {"todo": todo, "title": str(todo), "url": todo.url, "who": who(todo), "facts": since(todo, now)}
