"""``/market/abroad/``: technologies and needs that admit partners abroad, in English first, and what the law asks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from qinglan.kernel.web import site
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.market import abroad
from qinglan.market.forms import trl_choices
from qinglan.market.models import Abroad, ExportClass, NeedKind
from qinglan.market.models.listing import LANGUAGES
from qinglan.market.views.lists import (
    FieldFilter,
    ModeFilter,
    PublishedList,
    TrlFilter,
    field_choices,
    owner_of,
)

NEWEST = 5


def english_first(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """In English, unless the reader chose a language by ``?lang=`` or the switch of the header."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not chose(request):
            request.LANGUAGE_CODE = "en"
            translation.activate("en")
        return view(request, *args, **kwargs)

    return wrapped


def chose(request: HttpRequest) -> bool:
    """Whether the reader chose a language himself."""
    return bool(request.GET.get("lang") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


@require_safe
@english_first
def home(request: HttpRequest) -> HttpResponse:
    """How partners abroad take part, what the law asks, and the newest of both sides."""
    found = abroad.rules()
    notes = [abroad.shown(one) for one in found.notes]
    context = {
        "title": _("For partners abroad"),
        "lead": _("Green technologies and needs of this city that are open to partners from abroad."),
        "sides": [_side(side) for side in ("technology", "need")],
        "notes_technology": [one for one in notes if one["about"] != "need"],
        "notes_need": [one for one in notes if one["about"] == "need"],
        "checked_on": found.checked_on,
        "contact": site.setting("SITE_CONTACT"),
        "more": "" if chose(request) else "?lang=en",
        "breadcrumbs": [(_("For partners abroad"), "")],
    }
    return render(request, "market/abroad.html", context)


def _side(side: str) -> dict[str, Any]:
    rows = abroad.admitted(side)
    name = "technologies" if side == "technology" else "needs"
    return {
        "side": side,
        "title": _("Technologies") if side == "technology" else _("Needs"),
        "count": rows.order_by().count(),
        "items": list(rows.defer("description", "sketch")[:NEWEST]),
        "url": reverse(f"abroad:{name}"),
    }


class LanguageFilter(ChoiceFilter):
    """One of several languages in which one can talk."""

    def read(self, bound: Any) -> None:
        """Any of them."""
        super().read(bound)
        if bound.condition is not None:
            bound.condition = Q(languages__overlap=[chip.raw for chip in bound.chips])


def english_of(name: str) -> Callable[[Any], str]:
    """A reader of the English text of a field, for a file."""
    return lambda row: str(getattr(row, f"{name}_en"))


_FILTERS = (
    TextFilter(
        "q",
        gettext_lazy("Words"),
        ("title_en__icontains", "summary_en__icontains", "problem_en__icontains", "title__icontains"),
    ),
    FieldFilter(
        "field", gettext_lazy("Key field"), lambda: field_choices("key-fields"), "key-fields", several=False
    ),
    ModeFilter(
        "mode", gettext_lazy("Mode"), lambda: [(one.value, one.label) for one in abroad.rules().modes]
    ),
    LanguageFilter(
        "language",
        gettext_lazy("Language"),
        lambda: [pair for pair in LANGUAGES if pair[0] in abroad.rules().languages],
    ),
    ChoiceFilter(
        "use",
        gettext_lazy("Partners abroad"),
        [(one.value, one.label) for one in (Abroad.PARTNERS, Abroad.USE)],
        "abroad",
    ),
)
_COLUMNS = (
    ListColumn(gettext_lazy("Number"), "reference"),
    ListColumn(gettext_lazy("English title"), "title_en"),
    ListColumn(gettext_lazy("Title"), "title"),
    ListColumn(gettext_lazy("English summary"), english_of("summary")),
    ListColumn(gettext_lazy("Owner, as everybody reads it"), owner_of),
    ListColumn(gettext_lazy("Modes"), lambda row: "、".join(row.modes_words)),
    ListColumn(gettext_lazy("Partners abroad"), lambda row: str(row.get_abroad_display())),
)


class AbroadList(PublishedList):
    """What admits partners abroad."""

    template_name = "market/abroad_list.html"
    other: ClassVar[str] = ""
    empty_title = gettext_lazy("Nothing is open to partners abroad yet")
    empty_text = gettext_lazy("Owners decide; they write an English title and name a language and a mode.")

    def get_queryset(self) -> Rows:
        """Admitted, each once."""
        rows = abroad.admitted(self.side).defer("description", "sketch").prefetch_related("visibilities")
        return rows.distinct() if "field" in self.request.GET else rows

    def get_context(self) -> dict[str, Any]:
        """The way back, and to the other side."""
        return {
            "side": self.side,
            "other_url": reverse(self.other),
            "more": "" if chose(self.request) else "?lang=en",
            "breadcrumbs": [(_("For partners abroad"), reverse("abroad:home")), (self.title, "")],
        }


class TechnologiesAbroad(AbroadList):
    """``/market/abroad/technologies/``."""

    side = "technology"
    other = "abroad:needs"
    title = gettext_lazy("Technologies open to partners abroad")
    lead = gettext_lazy(
        "Checked by their owner and by an officer; the class of export is named by the owner."
    )
    export_name = title
    filters = (
        *_FILTERS,
        ChoiceFilter(
            "export",
            gettext_lazy("Class of export"),
            [(one.value, one.label) for one in (ExportClass.FREE, ExportClass.RESTRICTED)],
            "export_class",
        ),
        TrlFilter("trl", gettext_lazy("Readiness at least"), trl_choices, "trl", several=False),
    )
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-published_at"),
        Sort("trl", gettext_lazy("Most ready first"), "-trl"),
    )
    columns = (
        *_COLUMNS,
        ListColumn(gettext_lazy("Class of export"), lambda row: str(row.get_export_class_display())),
        ListColumn(gettext_lazy("Readiness (TRL)"), "trl", numeric=True),
    )


class NeedsAbroad(AbroadList):
    """``/market/abroad/needs/``."""

    side = "need"
    other = "abroad:technologies"
    title = gettext_lazy("Needs open to partners abroad")
    lead = gettext_lazy("Problems of firms and offices here that a partner from abroad may solve.")
    export_name = title
    filters = (*_FILTERS[:-1], ChoiceFilter("kind", gettext_lazy("Kind of need"), NeedKind.choices, "kind"))
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-published_at"),
        Sort("deadline", gettext_lazy("Soonest deadline"), "deadline"),
    )
    columns = (*_COLUMNS, ListColumn(gettext_lazy("To be solved by"), "deadline"))
