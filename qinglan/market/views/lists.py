"""Lists: what is published, one's own, what waits for an officer."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Code, Territory
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Bound, Filter, Rows
from qinglan.market import lines
from qinglan.market.forms import trl_choices
from qinglan.market.models import Level, ListingState, Mode, NeedKind
from qinglan.market.queries import own, published, waiting
from qinglan.market.seeing import alias_of, levels_of


def territory_choices() -> list[tuple[str, str]]:
    """All territories, each city before what lies in it."""
    rows = sorted(
        Territory.objects.all(),
        key=lambda row: (row.parent_id or row.code, row.parent_id is not None, row.pinyin),
    )
    return [(row.code, row.name) for row in rows]


def field_choices(family: str) -> list[tuple[str, str]]:
    """The top of the newest edition of a list."""
    rows = Code.objects.filter(code_list__family=family, level=1).order_by("-code_list__valid_from", "code")
    newest = next((row.code_list_id for row in rows), None)
    return [(row.code, row.name) for row in rows if row.code_list_id == newest]


class FieldFilter(ChoiceFilter):
    """A code of one family, chosen by its top."""

    def read(self, bound: Bound) -> None:
        """Listings that name one of the chosen codes."""
        super().read(bound)
        if bound.condition is not None:
            bound.condition = Q(
                fields__family=self.lookup, fields__code__in=[chip.raw for chip in bound.chips]
            )


class ModeFilter(ChoiceFilter):
    """One of several modes of a listing."""

    def read(self, bound: Bound) -> None:
        """Listings that offer or seek one of them."""
        super().read(bound)
        if bound.condition is not None:
            bound.condition = Q(modes__overlap=[chip.raw for chip in bound.chips])


class TrlFilter(ChoiceFilter):
    """At least this level."""

    def read(self, bound: Bound) -> None:
        """That level or a higher one."""
        super().read(bound)
        if bound.condition is not None:
            bound.condition = Q(**{f"{self.lookup}__gte": int(bound.chips[0].raw)})


def owner_of(row: Any) -> str:
    """The owner as everybody reads it."""
    return alias_of(row) if getattr(row, "is_anonymous", False) else str(row.owner.name)


def public_line(row: Any, name: str) -> str:
    """One aspect as everybody reads it in an export; "" where it is withheld."""
    return str(getattr(row, name)) if levels_of(row).get(name, Level.PUBLIC) == Level.PUBLIC else ""


_FILTERS = (
    TextFilter("q", _("Words"), ("title__icontains", "summary__icontains", "problem__icontains")),
    FieldFilter("field", _("Key field"), lambda: field_choices("key-fields"), "key-fields"),
    FieldFilter(
        "catalogue", _("Green catalogue"), lambda: field_choices("green-catalogue"), "green-catalogue"
    ),
    ModeFilter("mode", _("Mode"), Mode.choices),
    ChoiceFilter("territory", _("Territory"), territory_choices, "territory_id", several=False),
)
_COLUMNS = (
    ListColumn(_("Number"), "reference"),
    ListColumn(_("Title"), "title"),
    ListColumn(pgettext_lazy("listing", "Owner"), owner_of),
    ListColumn(_("Territory"), "territory.name"),
    ListColumn(_("Modes"), lambda row: "、".join(row.modes_words)),
)


class PublishedList(ListPage):
    """What everybody finds."""

    template_name = "market/listings.html"
    side: ClassVar[str] = ""
    count_at_most = 1_000
    reach = 1_000

    def get_queryset(self) -> Rows:
        """What is public, each once."""
        rows = published(self.side).defer("description", "sketch").prefetch_related("visibilities")
        return rows.distinct() if {"field", "catalogue"} & set(self.request.GET) else rows

    def get_context(self) -> dict[str, Any]:
        """Where this page stands, and what one may do from here."""
        return {
            "side": self.side,
            "breadcrumbs": [(self.title, "")],
            "may_begin": bool(permissions.answer(self.request.user, "market.begin")),
            "may_check": bool(permissions.answer(self.request.user, "market.queue")),
        }


class TechnologyList(PublishedList):
    """``/market/technologies/``."""

    side = "technology"
    title = _("Technologies")
    lead = _(
        "Green technologies that are offered here: checked by their owner and by an officer before they are shown."
    )
    export_name = _("Technologies")
    empty_title = _("No technology is published yet")
    empty_text = _("Universities, institutes and firms publish theirs with eight fields.")
    filters = (
        *_FILTERS,
        TrlFilter("trl", _("Readiness at least"), trl_choices, "trl", several=False),
    )
    sorts = (
        Sort("new", _("Newest first"), "-published_at"),
        Sort("trl", _("Most ready first"), "-trl"),
        Sort("title", _("Title"), "title"),
    )
    columns = (
        *_COLUMNS,
        ListColumn(_("Readiness (TRL)"), "trl", numeric=True),
        ListColumn(_("Problem"), lambda row: public_line(row, "problem"), on_page=False),
        ListColumn(_("Effect"), lambda row: public_line(row, "effect"), on_page=False),
        ListColumn(
            _("Price"),
            lambda row: (
                "".join(lines.price(row))
                if levels_of(row)["price"] == Level.PUBLIC
                else _("not open to everybody")
            ),
        ),
        ListColumn(_("Valid until"), "valid_until"),
    )


class NeedList(PublishedList):
    """``/market/needs/``."""

    side = "need"
    title = _("Needs")
    lead = _("Problems that firms and offices want solved, with figures, deadline and means.")
    export_name = _("Needs")
    empty_title = _("No need is published yet")
    empty_text = _("Publish what you can't solve yourself; the name of the unit may stay away.")
    filters = (*_FILTERS, ChoiceFilter("kind", _("Kind of need"), NeedKind.choices, "kind"))
    sorts = (
        Sort("new", _("Newest first"), "-published_at"),
        Sort("deadline", _("Soonest deadline"), "deadline"),
        Sort("budget", _("Highest budget"), "-budget_max"),
    )
    columns = (
        *_COLUMNS,
        ListColumn(_("Kind of need"), lambda row: str(row.get_kind_display())),
        ListColumn(_("To be solved by"), "deadline"),
        ListColumn(
            _("Budget"),
            lambda row: (
                "".join(lines.budget(row))
                if levels_of(row)["budget"] == Level.PUBLIC
                else _("not open to everybody")
            ),
        ),
        ListColumn(_("Problem"), lambda row: public_line(row, "problem"), on_page=False),
        ListColumn(_("Valid until"), "valid_until"),
    )


class OwnList(ListPage):
    """What one keeps oneself."""

    template_name = "market/listings_own.html"
    side: ClassVar[str] = ""
    permission = "market.begin"
    filters: ClassVar[Sequence[Filter]] = (ChoiceFilter("state", _("State"), ListingState.choices, "state"),)
    sorts = (Sort("changed", _("Last changed"), "-changed_at"), Sort("title", _("Title"), "title"))
    columns = (
        ListColumn(_("Number"), "reference"),
        ListColumn(_("Title"), "title"),
        ListColumn(pgettext_lazy("listing", "Owner"), "owner.name"),
        ListColumn(_("State"), lambda row: str(row.get_state_display())),
        ListColumn(_("Valid until"), "valid_until"),
        ListColumn(_("Last changed"), "changed_at"),
    )

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever is logged in."""
        if self.permission != "market.begin":
            permissions.require(request.user, self.permission)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """One's own."""
        return own(self.side, self.request.user).defer("description", "sketch")

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {
            "side": self.side,
            "today": clock.today(),
            "breadcrumbs": [(self.title, "")],
            "may_begin": bool(permissions.answer(self.request.user, "market.begin")),
        }


class OwnTechnologies(OwnList):
    """``/market/technologies/mine/``."""

    side = "technology"
    title = _("My technologies")
    lead = _("Drafts, what is being checked, and what is public, of the organisations for which you act.")
    empty_title = _("You have no technology here yet")
    empty_text = _("Begin with a title; eight fields suffice to publish.")
    empty_url = "/market/technologies/new/"
    empty_action = _("Publish a technology")


class OwnNeeds(OwnList):
    """``/market/needs/mine/``."""

    side = "need"
    title = _("My needs")
    lead = OwnTechnologies.lead
    empty_title = _("You have no need here yet")
    empty_text = _("Write what you want solved; the name of the unit may stay away.")
    empty_url = "/market/needs/new/"
    empty_action = _("Publish a need")


class Queue(OwnList):
    """What waits for the second check, the longest first."""

    template_name = "market/queue.html"
    permission = "market.queue"
    filters = (
        TextFilter("q", _("Words"), ("title__icontains", "owner__name__icontains")),
        ChoiceFilter("territory", _("Territory"), territory_choices, "territory_id", several=False),
    )
    sorts = (Sort("longest", _("Waits longest"), "changed_at"), Sort("title", _("Title"), "title"))
    empty_text = _("What owners have checked themselves comes here.")

    def get_queryset(self) -> Rows:
        """What waits."""
        return waiting(self.side).defer("description", "sketch")

    def get_context(self) -> dict[str, Any]:
        """Where this page stands, and how much waits on the other side."""
        other = "need" if self.side == "technology" else "technology"
        return {
            "side": self.side,
            "breadcrumbs": [(self.title, "")],
            "other_url": reverse("needs:queue" if other == "need" else "technologies:queue"),
            "other_count": waiting(other).count(),
        }


class TechnologyQueue(Queue):
    """``/market/technologies/queue/``."""

    side = "technology"
    title = _("Technologies to be checked")
    lead = _("Compare with the checklist; publish, or return with a reason.")
    empty_title = _("No technology waits for a check")


class NeedQueue(Queue):
    """``/market/needs/queue/``."""

    side = "need"
    title = _("Needs to be checked")
    lead = TechnologyQueue.lead
    empty_title = _("No need waits for a check")
