"""What was typed at the counter, for officers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.counter.acts import ACTS, data_of, rows_of
from qinglan.kernel.counter.domain.entry import withdraw_entry
from qinglan.kernel.counter.models import LIGHTS, Entry, EntryState
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter


def title_of(entry: Entry) -> str:
    """The act in words; its slug where the act is no longer there."""
    return str(ACTS[entry.act].title) if entry.act in ACTS else entry.act


class EntryList(ListPage):
    """``/counter/``: what waits for its owner, and what became of the rest."""

    template_name = "counter/entries.html"
    title = gettext_lazy("Counter")
    lead = gettext_lazy("You type for somebody who stands before you; he confirms on his own telephone.")
    as_table = False
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("about__icontains",)),
        ChoiceFilter("state", gettext_lazy("State"), EntryState.choices, "state"),
    )
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-typed_at"),
        Sort("until", gettext_lazy("First to end"), "expires_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Act"), title_of),
        ListColumn(gettext_lazy("What it concerns"), "about"),
        ListColumn(gettext_lazy("Owner"), lambda entry: str(entry.owner)),
        ListColumn(gettext_lazy("Typed by"), lambda entry: str(entry.officer)),
        ListColumn(gettext_lazy("Typed"), "typed_at"),
        ListColumn(gettext_lazy("Until"), "expires_at"),
        ListColumn(gettext_lazy("State"), lambda entry: entry.get_state_display()),
        ListColumn(gettext_lazy("Reason"), "reason"),
    )
    empty_title = gettext_lazy("Nobody has typed anything here yet")
    empty_text = gettext_lazy("Choose above what you type for the person at the counter.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        permissions.require(request.user, "counter.see")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        """All entries."""
        return Entry.objects.select_related("officer", "owner")

    def get_context(self) -> dict[str, Any]:
        """The acts that need no subject: those with one are begun on its page."""
        acts = [
            {"url": reverse("counter:new", args=[one.slug]), "label": one.title}
            for one in ACTS.values()
            if one.subject is None
        ]
        return {"acts": acts, "breadcrumbs": [(_("Counter"), "")]}


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """``/counter/<pk>/``: what was typed, for whom, and what became of it."""
    permissions.require(request.user, "counter.see")
    entry = get_object_or_404(Entry.objects.select_related("officer", "owner"), pk=pk)
    one = ACTS.get(entry.act)
    typed = []
    if entry.values and one is not None:
        thing = one.subject(entry.subject) if one.subject else None
        typed = rows_of(one.form(thing, data_of(entry.values)))
    summary = [
        {"label": _("What it concerns"), "value": entry.about},
        {"label": _("Owner"), "value": str(entry.owner)},
        {"label": _("Typed by"), "value": str(entry.officer)},
        {"label": _("Reason"), "value": entry.reason},
    ]
    context = {
        "title": title_of(entry),
        "kind": _("Counter"),
        "entry": entry,
        "summary": [row for row in summary if row["value"]],
        "typed": typed,
        "status": {"kind": LIGHTS[EntryState(entry.state)], "word": entry.get_state_display()},
        "may_withdraw": entry.state == EntryState.WAITING
        and bool(permissions.answer(request.user, "counter.withdraw", entry)),
        "visibility": _("Officers see this page. What was typed is deleted when the entry ends."),
        "breadcrumbs": [(_("Counter"), reverse("counter:entries")), (title_of(entry), "")],
    }
    return render(request, "counter/record.html", context)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """``/counter/<pk>/withdraw/``: take it back."""
    entry = get_object_or_404(Entry, pk=pk)
    try:
        withdraw_entry(acting_user=request.user, entry=entry)
    except Impossible as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Taken back. The link no longer works."))
    return redirect("counter:record", pk)
