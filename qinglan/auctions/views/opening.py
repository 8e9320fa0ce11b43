"""The opening of a sealed lot, public and live, and its rehearsal."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qinglan.auctions.domain.opening import begin_opening, give_boxes
from qinglan.auctions.domain.own_opening import let_bidders_open
from qinglan.auctions.domain.rehearsal import begin_rehearsal, rehearse
from qinglan.auctions.models import Lot, Opening, OpeningState
from qinglan.auctions.sealing import bid as form_of_bid
from qinglan.auctions.sealing import ceremony, scripts
from qinglan.auctions.sealing.boxes import Given, shown
from qinglan.auctions.sealing.forms import OwnForm
from qinglan.auctions.sealing.queries import opener_for, opening_of, rehearsal_of
from qinglan.auctions.views.answers import sodium, spoken
from qinglan.auctions.views.lot_access import trail
from qinglan.auctions.views.sealing import sealed_lot_or_404
from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible

LARGEST_GIVEN = 32 << 20
_OF = {"opening": opening_of, "rehearsal": rehearsal_of}


def _address(lot: Lot, kind: str) -> str:
    return reverse(f"auctions:{kind}", args=[lot.number])


@never_cache
@sodium
def page(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """``/auctions/<number>/opening/`` and ``…/rehearsal/``: how it goes, and what an opener does."""
    lot = sealed_lot_or_404(request, number)
    title = _("Opening of the sealed bids") if kind == "opening" else _("Rehearsal of the opening")
    context = ceremony.context(request.user, lot, _OF[kind](lot), kind) | {
        "title": title,
        "scripts": scripts.needed("auctions/sealing.js", "auctions/opening.js"),
        "breadcrumbs": trail(lot, (title, "")),
    }
    return render(request, "auctions/opening.html", context)


@never_cache
def standing(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """``…/standing/``: the part of the page that changes, asked for every few seconds."""
    lot = sealed_lot_or_404(request, number)
    context = ceremony.context(request.user, lot, _OF[kind](lot), kind)
    return render(request, "auctions/_opening_standing.html", context)


@login_required
@require_POST
def begin(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """``…/begin/``: an opener or the organiser begins."""
    lot = sealed_lot_or_404(request, number)
    act = begin_opening if kind == "opening" else begin_rehearsal
    try:
        act(acting_user=request.user, lot=lot)
    except Impossible as refused:
        messages.error(request, refused.message)
    return redirect(_address(lot, kind))


@never_cache
@spoken
def boxes(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """``…/boxes/``: the browser of an opener takes boxes, and gives back what it got out of them."""
    lot = sealed_lot_or_404(request, number)
    opener = opener_for(request.user, lot)
    permissions.require(request.user, "auctions.keep_opening_key", opener)
    assert opener is not None
    opening = _OF[kind](lot)
    if opening is None:
        raise Impossible(_("It has not begun yet."))
    if request.method != "POST":
        return JsonResponse(shown(opening, opener))
    given = _given(request)
    if kind == "rehearsal":
        return JsonResponse(
            {"done": len(rehearse(acting_user=request.user, opening=opening, given=given)) == 3}
        )
    without = request.POST.get("without") == "1"
    try:
        done = give_boxes(acting_user=request.user, opening=opening, given=given, without=without)
    except Impossible as refused:
        if not given.keys:
            raise
        give_boxes(acting_user=request.user, opening=opening, given=Given(given.layers, {}))
        return JsonResponse({"done": False, "missing": refused.message})
    return JsonResponse({"done": done})


def _given(request: HttpRequest) -> Given:
    file = request.FILES.get("given")
    if file is None or file.size is None or file.size > LARGEST_GIVEN:
        raise Impossible(_("Your browser sent something else than boxes. Load the page again."))
    try:
        return Given.read(json.loads(file.read()))
    except ValueError as error:
        raise Impossible(_("Your browser sent something else than boxes. Load the page again.")) from error


@login_required
def own(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/opening/own/``: the organiser lets bidders open their own."""
    lot = sealed_lot_or_404(request, number)
    permissions.require(request.user, "auctions.let_bidders_open", lot)
    opening = opening_of(lot)
    if opening is None or opening.state != OpeningState.BEGUN:
        raise Http404
    form = OwnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            let_bidders_open(
                acting_user=request.user,
                opening=opening,
                reason=form.cleaned_data["reason"],
                until=form.until(clock.now()),
            )
        except Impossible as refused:
            form.add_error(None, refused.message)
        else:
            return redirect(_address(lot, "opening"))
    title = _("Let bidders open their own")
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "submit": title,
        "lead": _(
            "Only where no two openers can be found with their keys. What nobody opens stays shut and counts for nothing."
        ),
        "back_url": _address(lot, "opening"),
        "breadcrumbs": trail(lot, (title, "")),
    }
    return render(request, "web/task.html", context, status=422 if form.errors else 200)


@never_cache
@login_required
def file(request: HttpRequest, number: str, order: int, place: int) -> HttpResponseBase:
    """``/auctions/<number>/opening/<order>/<place>/``: a file of an offer, closed until the opening."""
    lot = sealed_lot_or_404(request, number)
    permissions.require(request.user, "auctions.read_offers", lot)
    opening: Opening = get_object_or_404(lot.openings, is_rehearsal=False, state=OpeningState.OPENED)
    row = get_object_or_404(opening.envelopes.select_related("envelope"), order=order)
    content = form_of_bid.opened(
        bytes(row.envelope.body), bytes.fromhex(row.key), lot.number, row.envelope.commitment
    )
    try:
        title, held = form_of_bid.file_of(content, place)
    except IndexError as error:
        raise Http404 from error
    response = HttpResponse(held, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = _attachment(title)
    return response


def _attachment(title: str) -> str:
    return content_disposition_header(as_attachment=True, filename=title) or "attachment"
