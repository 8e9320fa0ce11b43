"""Pages of bidders on sealed lots. One address takes all that is sent, so that no log of addresses tells for which lot."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from qinglan.auctions.domain.envelope import Claim, put_in_envelope, take_back_envelope
from qinglan.auctions.domain.own_opening import open_own
from qinglan.auctions.models import Lot
from qinglan.auctions.sealing import cover, scripts, suite
from qinglan.auctions.sealing.eligible import hindrance
from qinglan.auctions.sealing.queries import keyed, openers_of, opening_of
from qinglan.auctions.sealing.sent import LARGEST, read
from qinglan.auctions.views.answers import sodium, spoken
from qinglan.auctions.views.lot_access import lot_or_404, trail
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties import holding
from qinglan.parties.models import Organisation


def sealed_lot_or_404(request: HttpRequest, number: str) -> Lot:
    """The sealed lot with this number that the reader may see."""
    lot = lot_or_404(number)
    permissions.require(request.user, "auctions.view_lot", lot)
    if not lot.is_sealed:
        raise Http404
    return lot


@never_cache
@sodium
@login_required
def seal(request: HttpRequest, number: str) -> HttpResponseBase:
    """``/auctions/<number>/seal/``: seal a bid in one's own browser and send it."""
    lot = sealed_lot_or_404(request, number)
    units = list(holding.organisations_represented_by(request.user))
    against = {unit.pk: hindrance(request.user, lot, unit) for unit in units}
    openers = openers_of(lot)
    cover.cover_visit(lot)
    title = _("Seal a bid")
    context = {
        "title": title,
        "lot": lot,
        "units": [unit for unit in units if not against[unit.pk]],
        "against": [reason for reason in against.values() if reason],
        "openers": openers,
        "keys": json.dumps([one.public_key for one in keyed(openers)]),
        "scripts": scripts.needed("auctions/sealing.js", "auctions/seal.js"),
        "suite": suite.NAME,
        "breadcrumbs": trail(lot, (title, "")),
    }
    return render(request, "auctions/seal.html", context)


@never_cache
@sodium
@login_required
def own(request: HttpRequest) -> HttpResponseBase:
    """``/auctions/sealed/mine/``: what is in one's own file, and what can be done with it."""
    title = _("My sealed bid")
    context = {
        "title": title,
        "scripts": scripts.needed("auctions/sealing.js", "auctions/own.js"),
        "breadcrumbs": [(_("Auctions and bids"), reverse("auctions:list")), (title, "")],
    }
    return render(request, "auctions/own.html", context)


@never_cache
@require_POST
@spoken
def endpoint(request: HttpRequest) -> HttpResponseBase:
    """``/auctions/sealed/``: an envelope is put in (``put``), taken back (``back``) or opened by its sender (``own``)."""
    act = _ACTS.get(request.POST.get("act", ""))
    lot = Lot.objects.filter(number=request.POST.get("lot", "")).first()
    if act is None or lot is None:
        raise Impossible(_("Your browser sent something else than was expected. Load the page again."))
    permissions.require(request.user, "auctions.view_lot", lot)
    return JsonResponse(act(request, lot))


def _put(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    file = request.FILES.get("envelope")
    if file is None or file.size is None or file.size > LARGEST:
        raise Impossible(_("The envelope is missing, or larger than 12 MB."))
    key = request.POST.get("organisation", "")
    organisation = get_object_or_404(Organisation, pk=int(key) if key.isdecimal() else 0)
    replaces = request.POST.get("replaces")
    receipt = put_in_envelope(
        acting_user=request.user,
        lot=lot,
        organisation=organisation,
        sent=read(file.read()),
        replaces=Claim(replaces, request.POST.get("token", "")) if replaces else None,
    )
    return {"receipt": receipt.told()}


def _back(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    claim = Claim(request.POST.get("envelope_id", ""), request.POST.get("token", ""))
    take_back_envelope(acting_user=request.user, lot=lot, claim=claim)
    return {}


def _own(request: HttpRequest, lot: Lot) -> dict[str, Any]:
    opening = opening_of(lot)
    if opening is None:
        raise Impossible(_("Bidders open their own only when the openers failed, and until the stated time."))
    open_own(
        acting_user=request.user,
        opening=opening,
        envelope=request.POST.get("envelope_id", ""),
        key=request.POST.get("key", ""),
    )
    return {}


_ACTS = {"put": _put, "back": _back, "own": _own}
