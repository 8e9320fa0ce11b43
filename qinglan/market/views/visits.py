"""Pages of a broker's book: a note of a visit in a minute, and the need that comes out of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.brokering.forms import NeedFromVisitForm, VisitForm
from qinglan.market.brokering.rules import broker_of
from qinglan.market.domain.visit import draft_from_visit, note_visit
from qinglan.market.models.brokering import Mandate, VisitNote
from qinglan.market.views.access import open_to, posted
from qinglan.market.views.brokering import HOME, crumbs
from qinglan.market.views.pasting import findings_of, shown_row

KNOWN = 30
"""Organisations that are proposed while the name is typed."""


@open_to("brokering.work")
def visit(request: HttpRequest) -> HttpResponseBase:
    """``/market/brokering/visits/new/``: a note in a minute, on the phone."""
    form = VisitForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            note_visit(
                acting_user=request.user, organisation=data["organisation"], way=data["way"],
                on=data["on"], text=data["text"],
            )  # fmt: skip
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Noted. A need can be drafted out of it, with a mandate."))
            return redirect(HOME)
    context = {
        "title": _("Note a visit"), "form": form, "submit": _("Save the note"), "back_url": reverse(HOME),
        "breadcrumbs": crumbs(_("Note a visit")), "known": _known(request.user),
    }  # fmt: skip
    return render(request, "market/visit.html", context)


def _known(user: Any) -> list[str]:
    """Whom he visited or acts for, by name."""
    broker = broker_of(user)
    visited = VisitNote.objects.filter(broker=broker).values_list("organisation__name", flat=True)[:KNOWN]
    clients = Mandate.objects.filter(broker=broker, state="in_force").values_list("client__name", flat=True)
    return list(dict.fromkeys([*visited, *clients[:KNOWN]]))


@open_to("brokering.work")
def need(request: HttpRequest, note: int) -> HttpResponseBase:
    """``/market/brokering/visits/<note>/need/``: what stands in the note, the title, the terms of the mandate."""
    rows = VisitNote.objects.select_related("organisation", "broker", "need")
    one = get_object_or_404(rows.filter(broker=broker_of(request.user)), pk=note)
    permissions.require(request.user, "brokering.draft_need", one)
    if one.need is not None:
        return redirect(one.need)
    found, _elsewhere = findings_of("need", one.text, one.on, one.organisation)
    title = next((str(row.value) for row in found if row.name == "title"), "")
    findings = [row for row in found if row.name not in ("title", "right")]
    form = NeedFromVisitForm(posted(request), initial={"title": title})
    kept = {str(number) for number in range(len(findings))}
    if request.method == "POST":
        kept &= set(request.POST.getlist("keep"))
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_from_visit(
                acting_user=request.user,
                note=one,
                title=form.cleaned_data["title"],
                findings=[row for number, row in enumerate(findings) if str(number) in kept],
                terms=form.terms_given(),
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Drafted and proposed. The organisation is asked; you can complete the draft meanwhile."),
            )
            return redirect(made)
    context = {
        "title": _("Draft a need from the visit"),
        "lead": _(
            "For %(name)s, which sees the draft at once. Nothing is published: it must accept the mandate first."
        )
        % {"name": one.organisation.name},
        "note": one,
        "rows": [shown_row(number, row, "need", one.text) for number, row in enumerate(findings)],
        "kept": kept,
        "form": form,
        "submit": _("Draft the need and propose the mandate"),
        "back_url": reverse(HOME),
        "breadcrumbs": crumbs(_("Draft a need from the visit")),
    }
    return render(request, "market/visit_need.html", context)
