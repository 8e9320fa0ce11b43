"""All to-dos of a person, and those of the people whom he leads."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.todos import queries
from qinglan.kernel.todos.holdings import holdings_of
from qinglan.kernel.todos.kinds import KINDS
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import live_todos
from qinglan.kernel.todos.words import entry, waiting_entry
from qinglan.kernel.web.lists import (
    BooleanFilter,
    ChoiceFilter,
    DateRangeFilter,
    ListColumn,
    ListPage,
    Sort,
    TextFilter,
)
from qinglan.kernel.web.lists.filters import Filter, Rows


def _kinds() -> list[tuple[str, str]]:
    return sorted(((kind.name, str(kind.title)) for kind in KINDS.values()), key=lambda pair: pair[1])


def _territories() -> list[tuple[str, str]]:
    """Territories with live to-dos."""
    codes = live_todos().order_by().values("territory").distinct()
    rows = Territory.objects.filter(pk__in=codes).order_by("pinyin", "code")
    return [(row.code, row.name) for row in rows]


FILTERS: tuple[Filter, ...] = (
    TextFilter("q", _("Words"), ("subject__icontains", "subject_en__icontains")),
    ChoiceFilter("kind", _("Kind"), _kinds, "kind"),
    ChoiceFilter("territory", _("Territory"), _territories, "territory_id", several=False),
    DateRangeFilter("due", pgettext_lazy("to-do", "Due"), "due_at__date"),
    BooleanFilter("late", _("Overdue only"), Q(overdue_since__isnull=False)),
)
SORTS = (
    Sort("due", _("Nearest end first"), "due_at"),
    Sort("old", _("Longest open first"), "opened_at"),
    Sort("territory", _("Territory"), "territory"),
)
COLUMNS = (
    ListColumn(_("To do"), lambda row: row.title),
    ListColumn(pgettext_lazy("to-do", "About"), lambda row: row.about),
    ListColumn(_("Territory"), "territory.name"),
    ListColumn(pgettext_lazy("to-do", "Since"), "opened_at"),
    ListColumn(pgettext_lazy("to-do", "Due"), "due_at"),
    ListColumn(_("In hand of"), lambda row: str(row.taken_by or "")),
)


class TodoList(ListPage):
    """What the lists of to-dos share: filters, order, rows in words, at most a thousand counted."""

    template_name = "todos/list.html"
    filters: ClassVar[Sequence[Filter]] = FILTERS
    sorts = SORTS
    columns = COLUMNS
    page_size = 30
    count_at_most = 1_000
    shown: Callable[[Todo, Any], dict[str, Any]] = staticmethod(entry)
    selectable = True

    def _state(self, *given: Any) -> Any:
        """The rows in words: one question for the clock a page."""
        state = super()._state(*given)
        now = clock.now()
        state.items = [self.shown(row, now) for row in state.items]
        return state

    def get_context(self) -> dict[str, Any]:
        """What can be done with the rows."""
        return {
            "selectable": self.selectable,
            "back": self.request.get_full_path(),
            "breadcrumbs": [(_("My desk"), "/desk/"), (self.title, "")],
        }


@method_decorator(login_required, name="dispatch")
class Due(TodoList):
    """``/desk/todos/``: what is due from the reader."""

    title = _("My to-dos")
    lead = _("What is due from you, or from anybody in your role. Take what you do, so that others see it.")
    empty_title = _("Nothing is due")
    empty_text = _("New work appears here, the nearest deadline first.")
    filters = (
        *FILTERS,
        BooleanFilter("mine", _("In my hand only"), Q(state="taken") | Q(user__isnull=False)),
    )

    def get_queryset(self) -> Rows:
        """The reader's."""
        self.held = list(holdings_of(self.request.user))
        return queries.due_from(self.request.user, self.held)

    def rows_of_page(self, rows: Rows, sort: Sort | None, start: int, end: int) -> list[Any]:
        """By the nearest end the first pages come by index, however many to-dos there are."""
        if sort is None or sort.key != "due":
            return super().rows_of_page(rows, sort, start, end)
        return queries.by_reasons(self.request.user, self.held, rows, sort.order, start, end)


@method_decorator(login_required, name="dispatch")
class Waiting(TodoList):
    """``/desk/waiting/``: what waits for others."""

    title = _("Waiting for others")
    lead = _("What you or your organisation asked for, what you handed on, and what an office outside has.")
    empty_title = _("You wait for nobody")
    empty_text = _("What you ask of the office, or hand to a colleague, stands here until it is done.")
    shown = staticmethod(waiting_entry)
    selectable = False

    def get_queryset(self) -> Rows:
        """What the reader waits for."""
        return queries.waiting_for_others(self.request.user)


@method_decorator(login_required, name="dispatch")
class Team(TodoList):
    """``/desk/team/``: who holds what, for who leads an office or an organisation."""

    template_name = "todos/team.html"
    title = _("My people's to-dos")
    lead = _("Who has what in hand, and how long it waits. Hand over what somebody absent has.")
    empty_title = _("Nothing is open")
    empty_text = _("What is open for your people appears here.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For who leads."""
        permissions.require(request.user, "todos.lead")
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """Those of the reader's people; of one of them, or of nobody, where the address says so."""
        rows = queries.team_todos(self.request.user)
        person = self.request.GET.get("person", "")
        if person == "none":
            return rows.filter(taken_by__isnull=True)
        return rows.filter(taken_by=int(person[:9])) if person.isascii() and person.isdigit() else rows

    def get_context(self) -> dict[str, Any]:
        """Who has how many."""
        return {**super().get_context(), "hands": queries.hands(self.request.user)}
