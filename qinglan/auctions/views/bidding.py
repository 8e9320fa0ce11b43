"""``/auctions/<number>/live/``: how bids run, for everybody; and where bidders bid."""

import json
from typing import Any

from asgiref.sync import sync_to_async
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.auctions.bidding import lazily, live, queries, snapshot
from qinglan.auctions.bidding.forms import BidForm
from qinglan.auctions.bidding.refusals import Refused
from qinglan.auctions.bidding.words import words
from qinglan.auctions.domain import bid as verbs
from qinglan.auctions.models import Bidder, Lot
from qinglan.auctions.views.lot_access import lot_or_404, trail
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web import sse
from qinglan.kernel.web.money import number_in

HALL = live.Hall(lazily.settle)
sse.when_closing(HALL.close)


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponseBase:
    """The live page. Who opens it at the hour sees bids begin or end at once."""
    lazily.settle(number)
    lot = _open_lot(number)
    permissions.require(request.user, "auctions.view_lot", lot)
    now = snapshot.read(number)
    assert now is not None
    bidder = queries.own_bidder(request.user, number)
    may_bid = bidder is not None and bool(permissions.answer(request.user, "auctions.bid", bidder))
    context = {
        "title": lot.title,
        "kind": f"{lot.number} · {lot.get_mode_display()}",
        "breadcrumbs": trail(lot, (_("Live"), "")),
        "lot": lot,
        "now": now,
        "standing": now.since(0),
        "words": json.dumps(words(), ensure_ascii=False),
        "lang": get_language() or "zh-hans",
        "step_text": _("{amount} yuan").format(amount=number_in(lot.step or 0, "yuan").removesuffix(".00")),
        "bidder": bidder if may_bid else None,
        "limit": queries.limit_of(bidder) if bidder is not None and may_bid else None,
        "stream": reverse("auctions:live-stream", args=[number]),
        "bid_url": reverse("auctions:live-bid", args=[number]),
    }
    return render(request, "auctions/live.html", context)


@require_safe
async def stream(request: HttpRequest, number: str) -> HttpResponseBase:
    """The stream of the live page. A page that connects anew says the number of the last bid that it has."""
    refusal_asked = not HALL.shows(number)
    if refusal_asked:
        refused = await sync_to_async(_refusal)(request, number)
        if refused is not None:
            return refused
    if refusal_asked or request.COOKIES:
        await sse.look(_nothing)  # a connection that the login took is not held for minutes
    last = sse.last_event_id(request) or request.GET.get("after", "")
    after = int(last) if last.isdecimal() and len(last) < 10 else 0
    return StreamingHttpResponse(
        live.watch(HALL, number, after),
        content_type="text/event-stream; charset=utf-8",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


@require_POST
def bid(request: HttpRequest, number: str) -> JsonResponse:
    """A bid, a limit, or the price accepted: 200 where it counts, else why not, as JSON.

    409: refused by the rules of the lot; 403: not a bidder; 400: not to be understood.
    """
    bidder = queries.own_bidder(request.user, number)
    form = BidForm(request.POST)
    if not form.is_valid():
        message = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return _answer("invalid", message, 400)
    try:
        given = _act(request.user, bidder, form.cleaned_data)
    except permissions.PermissionRefused as refused:
        return _answer("forbidden", refused.reason, 403)
    except Refused as refused:
        if refused.code in ("late", "early"):
            lazily.settle(number)
        return _answer(refused.code, refused.message, 409, **_facts(refused.answer))
    except Impossible as impossible:
        lazily.settle(number)
        return _answer("impossible", impossible.message, 409)
    if form.cleaned_data["kind"] == "accept":
        lazily.settle(number)
    return _answer("accepted", "", 200, n=given.n, amount=given.amount, **_facts(given))


def _facts(given: verbs.Answer | None) -> dict[str, Any]:
    """How the lot stands after the answer."""
    if given is None:
        return {}
    return {
        "price": given.price,
        "leader": given.leader,
        "bids": given.bids,
        "closes": snapshot.milliseconds(given.closes),
        "repeated": given.repeated,
    }


def _act(user: Any, bidder: Bidder | None, values: dict[str, Any]) -> verbs.Answer:
    if bidder is None:
        permissions.require(user, "auctions.bid", None)
        raise AssertionError("nobody may bid for no bidder")
    kind, amount, key = values["kind"], values["amount"], values["key"]
    if kind == "own":
        return verbs.place_bid(acting_user=user, bidder=bidder, amount=amount, key=key)
    if kind == "accept":
        return verbs.accept_falling_price(acting_user=user, bidder=bidder, seen=amount, key=key)
    return verbs.set_proxy_limit(acting_user=user, bidder=bidder, amount=amount, key=key)


def _answer(code: str, message: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"code": code, "message": message, **more}, status=status)


def _open_lot(number: str) -> Lot:
    lot = lot_or_404(number)
    if not lot.is_open_bidding:
        raise Http404
    return lot


def _nothing() -> None:
    """Read nothing."""


def _refusal(request: HttpRequest, number: str) -> HttpResponseBase | None:
    # Answered rather than raised, as by every stream.
    try:
        permissions.require(request.user, "auctions.view_lot", _open_lot(number))
    except permissions.PermissionRefused as refused:
        return JsonResponse({"code": "forbidden", "message": refused.reason}, status=403)
    except Http404:
        return JsonResponse({"code": "missing", "message": ""}, status=404)
    return None
