"""Openers of a sealed lot: who they are, their keys, who takes the place of one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qinglan.auctions.domain.opener import make_key, name_openers, replace_opener
from qinglan.auctions.models import Lot
from qinglan.auctions.sealing import scripts, suite
from qinglan.auctions.sealing.forms import OpenersForm, ReplaceForm
from qinglan.auctions.sealing.queries import keyed, opener_for, openers_of
from qinglan.auctions.views.answers import sodium, spoken
from qinglan.auctions.views.lot_access import trail
from qinglan.auctions.views.sealing import sealed_lot_or_404
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible


def _context(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    title = _("Openers")
    openers = openers_of(lot)
    may_name = permissions.answer(request.user, "auctions.name_openers", lot).allowed
    return {
        "title": title,
        "lot": lot,
        "openers": openers,
        "ready": bool(keyed(openers)),
        "mine": opener_for(request.user, lot),
        "may_name": may_name and not openers,
        "may_replace": may_name and bool(openers),
        "may_rehearse": permissions.answer(request.user, "auctions.open_envelopes", lot).allowed,
        "replaced": lot.openers.exclude(replaced_at=None).select_related("person"),
        "scripts": scripts.needed("auctions/sealing.js", "auctions/openers.js"),
        "breadcrumbs": trail(lot, (title, "")),
    }


@never_cache
@sodium
def page(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/openers/``: everybody reads who opens and by which keys; an opener makes his here."""
    lot = sealed_lot_or_404(request, number)
    return render(request, "auctions/openers.html", _context(request, lot) | {"form": OpenersForm()})


def keys(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/seal/openers.json``: the public keys, for the command-line sealer."""
    lot = sealed_lot_or_404(request, number)
    shown = [
        {"fingerprint": one.fingerprint, "place": one.place, "public_key": one.public_key}
        for one in keyed(openers_of(lot))
    ]
    return JsonResponse(
        {"format": "qinglan-openers/1", "lot": lot.number, "openers": shown, "suite": suite.NAME}
    )


@sodium
@login_required
@require_POST
def name(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/openers/name/``: the organiser names the three."""
    lot = sealed_lot_or_404(request, number)
    permissions.require(request.user, "auctions.name_openers", lot)
    form = OpenersForm(request.POST)
    if form.is_valid():
        try:
            name_openers(acting_user=request.user, lot=lot, people=form.people())
        except Impossible as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The openers are named. Each now makes his key on this page."))
            return redirect("auctions:openers", lot.number)
    return render(request, "auctions/openers.html", _context(request, lot) | {"form": form}, status=422)


@never_cache
@require_POST
@spoken
def key(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/openers/key/``: the browser of an opener sends his public key."""
    lot = sealed_lot_or_404(request, number)
    opener = opener_for(request.user, lot)
    permissions.require(request.user, "auctions.keep_opening_key", opener)
    assert opener is not None
    row = make_key(acting_user=request.user, opener=opener, public_key=request.POST.get("public_key", ""))
    return JsonResponse({"fingerprint": row.fingerprint})


@login_required
def replace(request: HttpRequest, number: str, place: int) -> HttpResponseBase:
    """``/auctions/<number>/openers/<place>/replace/``: somebody else takes the place, before the deadline."""
    lot = sealed_lot_or_404(request, number)
    permissions.require(request.user, "auctions.name_openers", lot)
    opener = get_object_or_404(lot.openers, place=place, replaced_at=None)
    form = ReplaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replace_opener(
                acting_user=request.user,
                opener=opener,
                person=form.cleaned_data["person"],
                reason=form.cleaned_data["reason"],
            )
        except Impossible as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(
                request, _("The opener was replaced. Bids are taken again once the new key is made.")
            )
            return redirect("auctions:openers", lot.number)
    title = _("Replace opener {place}: {name}").format(place=place, name=opener.person)
    context = {
        "title": title,
        "form": form,
        "submit": _("Replace the opener"),
        "lead": _(
            "Envelopes that were put in before stay closed to the old key; the two who stay open those."
        ),
        "back_url": reverse("auctions:openers", args=[lot.number]),
        "breadcrumbs": trail(
            lot, (_("Openers"), reverse("auctions:openers", args=[lot.number])), (title, "")
        ),
    }
    return render(request, "web/task.html", context, status=422 if form.errors else 200)
