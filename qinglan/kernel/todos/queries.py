"""Named querysets over to-dos: the twins of the permissions. A constant number of queries each."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from qinglan.kernel.todos.addressee import MEMBER
from qinglan.kernel.todos.holdings import Holding, holdings_of
from qinglan.kernel.todos.kinds import waiting_kinds
from qinglan.kernel.todos.models import LIVE, Todo

_NONE = Q(pk__in=())


def live_todos() -> QuerySet[Todo]:
    """What is still to be done, by whomever."""
    return Todo.objects.filter(state__in=LIVE).select_related("territory", "taken_by", "user")


def todos_for(user: Any, holdings: Iterable[Holding] | None = None) -> QuerySet[Todo]:
    """What is live and for `user`: his own, those of his roles, and what he has in hand."""
    return live_todos().filter(_for(user, holdings))


def todos_visible_to(user: Any) -> QuerySet[Todo]:
    """What is live and `user` may see: the twin of ``todos.see``."""
    held = holdings_of(user)
    return live_todos().filter(_for(user, held) | _led(held))


def due_from(user: Any, holdings: Iterable[Holding] | None = None) -> QuerySet[Todo]:
    """What `user` is to do: for him, in nobody else's hand, and not merely waiting for somebody outside.

    The nearest end first; what has no end comes last, the oldest first.
    """
    rows = todos_for(user, holdings).exclude(kind__in=waiting_kinds())
    mine = Q(taken_by__isnull=True) | Q(taken_by=user.pk)
    return rows.filter(mine).order_by("due_at", "id")


def first_due(user: Any, holdings: Iterable[Holding], limit: int) -> list[Todo]:
    """The first `limit` of `due_from`, in two queries whose cost does not grow with the number of to-dos.

    Each reason for which a to-do may be his is asked for its own first ones, which an index gives in order;
    one condition over all of them would sort everything.
    """
    if getattr(user, "pk", None) is None or not user.is_active:
        return []
    mine = Q(taken_by__isnull=True) | Q(taken_by=user.pk)
    rows = Todo.objects.filter(mine, state__in=LIVE).exclude(kind__in=waiting_kinds())
    return by_reasons(user, holdings, rows, "due_at", 0, limit)


def by_reasons(
    user: Any, holdings: Iterable[Holding], rows: QuerySet[Todo], order: str, start: int, end: int
) -> list[Todo]:
    """From place `start` to `end` those of `rows` that are for an active `user`, in this order (a field) and by key.

    In two queries; where an index gives each reason in this order, their cost grows with `end` alone.
    """
    reasons = [Q(user=user.pk), Q(state="taken", taken_by=user.pk)]
    reasons += [one.condition() for one in holdings if one.does]
    parts = [rows.filter(one).order_by(order, "id").values_list("id")[:end] for one in reasons]
    keys = {key for (key,) in parts[0].union(*parts[1:], all=True)}
    return list(live_todos().filter(pk__in=keys).order_by(order, "id")[start:end])


def waiting_for_others(user: Any, holdings: Iterable[Holding] | None = None) -> QuerySet[Todo]:
    """What others do and `user` waits for: what he or his organisations asked for, what he handed on, and
    what waits for somebody outside. The oldest first.
    """
    held = list(holdings_of(user) if holdings is None else holdings)
    units = [one.organisation for one in held if one.role == MEMBER and one.organisation is not None]
    asked = Q(asker=user.pk) | Q(asker_organisation__in=units)
    outside = (
        _for(user, held) & Q(kind__in=waiting_kinds()) & (Q(taken_by__isnull=True) | Q(taken_by=user.pk))
    )
    handed = Q(user=user.pk, taken_by__isnull=False) & ~Q(taken_by=user.pk)
    return live_todos().filter(asked | outside | handed).order_by("opened_at", "id")


def team_todos(user: Any, holdings: Iterable[Holding] | None = None) -> QuerySet[Todo]:
    """What is live and for the roles that `user` leads."""
    return live_todos().filter(_led(holdings_of(user) if holdings is None else holdings))


def _led(holdings: Iterable[Holding]) -> Q:
    condition = _NONE
    for one in holdings:
        if one.leads:
            condition |= one.condition()
    return condition


def _for(user: Any, holdings: Iterable[Holding] | None) -> Q:
    if getattr(user, "pk", None) is None or not user.is_active:
        return _NONE
    condition = Q(user=user.pk) | Q(state="taken", taken_by=user.pk)
    for one in holdings_of(user) if holdings is None else holdings:
        if one.does:
            condition |= one.condition()
    return condition


def answered_since(user: Any, since: Any, holdings: Iterable[Holding]) -> QuerySet[Todo]:
    """What `user` or his organisations had asked for and somebody else closed since a moment, newest first."""
    units = [one.organisation for one in holdings if one.role == MEMBER and one.organisation is not None]
    asked = Q(asker=user.pk) | Q(asker_organisation__in=units)
    closed = Todo.objects.filter(asked, state="done", closed_at__gt=since).exclude(closed_by=user.pk)
    return closed.order_by("-closed_at")


def hands(user: Any) -> list[dict[str, Any]]:
    """Who of those whom `user` leads has how many in hand, how many of them overdue, and since when the
    oldest is open; first what nobody has taken.
    """
    rows: Iterable[Any] = (
        team_todos(user)
        .order_by()
        .values("taken_by", "taken_by__display_name", "taken_by__username")
        .annotate(count=Count("id"), overdue=Count("overdue_since"), oldest=Min("opened_at"))
    )
    return sorted(rows, key=lambda row: (row["taken_by"] is not None, -row["count"], row["taken_by"] or 0))
