"""The list of papers."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.documents.models import Paper, PaperState
from qinglan.kernel.documents.official.content import KINDS
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, Sort, TextFilter


class PaperList(ListPage):
    """``/papers/``."""

    template_name = "documents/papers.html"
    title = _("Official papers")
    lead = _("Papers on their way: drafted, taken to the office system, numbered, stamped and returned.")
    filters = (
        TextFilter("q", _("Words"), ("title__icontains", "issuer__icontains", "mark__icontains")),
        ChoiceFilter("state", _("State"), PaperState.choices, "state"),
        ChoiceFilter("kind", _("Kind"), [(key, kind.title) for key, kind in KINDS.items()], "kind"),
        DateRangeFilter("drafted", _("Drafted"), "drafted_at__date"),
    )
    sorts = (Sort("new", _("Newest first"), "-drafted_at"), Sort("title", _("Title"), "title"))
    columns = (
        ListColumn(_("Title"), "title"),
        ListColumn(_("Kind"), "get_kind_display"),
        ListColumn(_("Document number"), "number"),
        ListColumn(_("State"), "get_state_display"),
        ListColumn(_("Drafted"), "drafted_at"),
    )
    empty_title = _("No paper yet")
    empty_text = _("Papers are drafted where their subject is: on the page of a plan, a round or a notice.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        permissions.require(request.user, "documents.see_papers")
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """All papers."""
        return Paper.objects.all()
