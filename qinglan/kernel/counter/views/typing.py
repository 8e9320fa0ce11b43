"""The officer types a form for its owner."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.counter.acts import ACTS
from qinglan.kernel.counter.domain.entry import type_entry
from qinglan.kernel.counter.forms import with_owner
from qinglan.kernel.drafts.values import kept_of


def new(request: HttpRequest, act: str, subject: str = "") -> HttpResponse:
    """``/counter/new/<act>/[<subject>/]``: the same form as the owner's own, and for whom it is typed."""
    permissions.require(request.user, "counter.type")
    if act not in ACTS or bool(ACTS[act].subject) != bool(subject):
        raise Http404
    one = ACTS[act]
    thing = one.subject(subject) if one.subject else None
    if one.subject and thing is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = with_owner(one.form(thing, data))
    if data is not None and form.is_valid():
        values = kept_of(request.POST)
        values.pop("owner", None)
        try:
            entry = type_entry(
                acting_user=request.user,
                act=act,
                subject=subject,
                owner=form.cleaned_data["owner"],
                values=values,
            )
        except Impossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, _("Nothing is done yet: the owner got a link and confirms on his telephone.")
            )
            return redirect("counter:record", entry.pk)
    return render(request, "counter/type.html", _context(one, form))


def _context(one: Any, form: Any) -> dict[str, Any]:
    return {
        "title": one.title,
        "lead": one.lead,
        "form": form,
        "has_help": True,
        "submit": _("Send it to the owner to confirm"),
        "back_url": reverse("counter:entries"),
        "breadcrumbs": [(_("Counter"), reverse("counter:entries")), (one.title, "")],
    }
