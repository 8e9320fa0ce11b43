"""Lists of registrations: all that a reader may see, and the queue of the offices.

They stay quick with ten million rows: the count stops at a thousand, pages follow the key, and a filter without
an index of its own looks through a stretch of `STRETCH` rows at a time, within a range of days through `DAYS` of them.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.contracts.models import Attention, ContractKind, Registration, RegistrationState
from qinglan.contracts.models.registration import OPEN_AT_OFFICE
from qinglan.contracts.registering import queries
from qinglan.contracts.registering.pack import choices
from qinglan.contracts.registering.periods import days_left
from qinglan.contracts.registering.sheet_columns import export_columns
from qinglan.kernel import clock, permissions
from qinglan.kernel.roles import is_auditor, is_officer
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, DateRangeFilter, ListColumn, ListPage, Sort
from qinglan.kernel.web.lists.filters import Bound, Filter, Rows, TextFilter

STRETCH = 200_000
"""How many keys a filter without an index looks through on one page."""
DAYS = timedelta(days=31)
"""How many days it looks through where a longer range of days is asked for."""


class NumberOrParty(TextFilter):
    """A national or pre-check number, a code of a party, or the beginning of a party's name: each has an index."""

    def read(self, bound: Bound) -> None:
        """One of them."""
        super().read(bound)
        if bound.condition is None:
            return
        text = bound.value.strip()[:60]
        folded = text.upper()
        bound.condition = (
            Q(national_number=folded)
            | Q(precheck_number=folded)
            | Q(seller_key=folded)
            | Q(seller_name__startswith=text)
            | Q(buyer_name__startswith=text)
        )


@method_decorator(login_required, name="get")
class RegistrationList(ListPage):
    """``/contracts/registrations/``: all that the reader may see."""

    template_name = "contracts/registering/list.html"
    title = gettext_lazy("Registrations of contracts")
    lead = gettext_lazy(
        "Prepared on the page of a signed contract, checked by the office, filed in the national system. A contract counts as registered once its national number stands here."
    )
    count_at_most = 1_000
    reach = 1_000
    export_limit = 20_000
    export_name = gettext_lazy("Registered technology contracts")
    shows_persons = False
    """Whether the columns about persons are taken too; `get_queryset` tells, once it is known who reads."""
    indexed = frozenset({"q", "state", "look", "registered_from", "registered_to"})
    filters: ClassVar[Sequence[Filter]] = (
        NumberOrParty("q", gettext_lazy("Number, code, or beginning of a party's name"), ("title",)),
        ChoiceFilter("state", gettext_lazy("State"), RegistrationState.choices, "state"),
        ChoiceFilter("kind", gettext_lazy("kind of contract"), ContractKind.choices, "kind"),
        ChoiceFilter(
            "field", gettext_lazy("field of technology"), lambda: choices("tech_field"), "tech_field"
        ),
        DateRangeFilter("registered", gettext_lazy("registered on"), "registered_on"),
        BooleanFilter("green", gettext_lazy("Green only"), Q(is_green=True)),
        BooleanFilter("related", gettext_lazy("Related parties only"), Q(is_related=True)),
        BooleanFilter("look", gettext_lazy("To be looked at"), ~Q(attention=Attention.NONE)),
    )
    sorts: ClassVar[tuple[Sort, ...]] = (Sort("new", gettext_lazy("Newest first"), "-pk"),)
    empty_title = gettext_lazy("No registration yet")
    empty_text = gettext_lazy("It begins on the page of a contract that both sides signed.")
    empty_url = "/contracts/"
    empty_action = gettext_lazy("Look at contracts")

    @property
    def columns(self) -> tuple[ListColumn, ...]:  # type: ignore[override]
        """The columns that the national system takes; who oversees reads those about persons nowhere."""
        return export_columns(persons=self.shows_persons)

    def visible(self) -> Rows:
        """All that the reader may see."""
        return queries.registrations_seen_by(self.request.user)

    def sees_persons(self) -> bool:
        """Who oversees, in the city or a district, reads of persons nowhere."""
        user = self.request.user
        return not (is_officer(user, None) or queries.districts_of(user))

    def get_queryset(self) -> Rows:
        """Those below the key where the last page ended, and within the stretch where no index helps."""
        rows = self.visible()
        self.districts = queries.districts_of(self.request.user)
        self.shows_persons = self.sees_persons()
        self.before = self._key()
        if self.before is not None:
            rows = rows.filter(pk__lt=self.before)
        self.stretch_from = self._stretch()
        if self.stretch_from is not None:
            rows = rows.filter(pk__gte=self.stretch_from)
        self.days_from = self._days()
        if self.days_from is not None:
            rows = rows.filter(registered_on__gte=self.days_from)
        if self.request.GET.get("export"):
            rows = rows.prefetch_related("sides")
        return rows

    def _state(self, *given: Any) -> Any:
        state = super()._state(*given)
        self.last_shown = state.items[-1].pk if state.items else None
        self.more = state.pager.capped and state.pager.number == state.pager.pages
        return state

    def get_context(self) -> dict[str, Any]:
        """What may be done, and where the list goes on."""
        user = self.request.user
        older = self.last_shown if self.more else self.stretch_from
        query = self.request.GET.copy()
        for name in ("page", "before", "export"):
            query.pop(name, None)
        if self.more or self.days_from is None:
            query["before"] = str(older)
        else:
            older = 1
            query["registered_to"] = (self.days_from - timedelta(days=1)).isoformat()
        return {
            "breadcrumbs": self.breadcrumbs(),
            "lead": self.lead,
            "may_import": bool(permissions.answer(user, "contracts.import_registrations")),
            "may_queue": bool(permissions.answer(user, "contracts.registration_queue")),
            "may_set": bool(permissions.answer(user, "contracts.set_registration_office")),
            "older_url": f"?{query.urlencode()}" if older else "",
            "newest_url": self.request.path if self.before else "",
            "stretch": STRETCH if self.stretch_from else 0,
            "days_from": self.days_from,
        }

    def breadcrumbs(self) -> list[tuple[Any, str]]:
        """Where this page stands."""
        return [(_("Contracts"), reverse("contracts:list")), (self.title, "")]

    def _key(self) -> int | None:
        raw = self.request.GET.get("before", "")
        return int(raw) if raw.isdecimal() and len(raw) < 19 else None

    def _unindexed(self) -> set[str]:
        """What is asked for beyond what an index finds, of a reader who sees all rows, or those of a district."""
        user = self.request.user
        asked = {name for name in self.request.GET if self.request.GET.get(name)}
        if asked & {"q", "look"}:
            return set()
        beyond = asked - self.indexed - {"page", "before", "sort", "export"}
        if is_officer(user, None) or is_auditor(user, None):
            return beyond
        return beyond | {"district"} if self.districts else set()

    def _dated(self) -> bool:
        return bool(self.request.GET.get("registered_from") or self.request.GET.get("registered_to"))

    def _stretch(self) -> int | None:
        if not self._unindexed() or self._dated():
            return None
        newest = (
            self.before
            or (Registration.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        )
        return newest - STRETCH if newest > STRETCH else None

    def _days(self) -> date | None:
        if not self._unindexed() or not self._dated():
            return None
        first = _day(self.request.GET.get("registered_from", "")) or date.min
        last = min(_day(self.request.GET.get("registered_to", "")) or date.max, clock.today())
        return last - DAYS if last - DAYS > first else None


def _day(raw: str) -> date | None:
    try:
        return parse_date(raw)
    except ValueError:  # Written like a day, but none; the filter says so.
        return None


@method_decorator(login_required, name="dispatch")
class Queue(RegistrationList):
    """``/contracts/registrations/queue/``: what the reader's offices have to do, the nearest end first."""

    template_name = "contracts/registering/queue.html"
    title = gettext_lazy("Queue of the registration office")
    lead = gettext_lazy(
        "What units handed in, the nearest end first: accept it, then let it pass, return it, refuse it, or ask experts."
    )
    filters: ClassVar[Sequence[Filter]] = (
        NumberOrParty("q", gettext_lazy("Number, code, or beginning of a party's name"), ("title",)),
        ChoiceFilter(
            "state",
            gettext_lazy("State"),
            [one for one in RegistrationState.choices if one[0] in OPEN_AT_OFFICE],
            "state",
        ),
        BooleanFilter("related", gettext_lazy("Related parties only"), Q(is_related=True)),
    )
    sorts = (Sort("due", gettext_lazy("Nearest end first"), "due_on"),)
    empty_title = gettext_lazy("Nothing waits at the office")
    empty_text = gettext_lazy("Registrations appear here when a unit hands them in.")
    empty_url = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For registrars, officers and auditors."""
        permissions.require(request.user, "contracts.registration_queue")
        return super().get(request, *args, **kwargs)

    def visible(self) -> Rows:
        """What is open at the reader's offices."""
        return queries.queue_of(self.request.user).filter(state__in=OPEN_AT_OFFICE)

    def get_queryset(self) -> Rows:
        """All that is open: a queue is short."""
        self.before = self.stretch_from = self.days_from = None
        self.shows_persons = self.sees_persons()
        return self.visible()

    def _state(self, *given: Any) -> Any:
        """Each row with its days left, and what looks like the same contract."""
        state = super()._state(*given)
        today = clock.today()
        for row in state.items:
            row.left = days_left(today, row.due_on) if row.due_on else None
        queries.mark_twins(state.items)
        return state

    def breadcrumbs(self) -> list[tuple[Any, str]]:
        """Where this page stands."""
        return [(RegistrationList.title, reverse("contracts:registrations")), (self.title, "")]
