"""Matches of a listing: why each was found, what to do with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.market.domain import match as verbs
from qinglan.market.matching import people, queries
from qinglan.market.matching.conditions import LABELS
from qinglan.market.matching.finding import OTHER
from qinglan.market.models import Match, NotRelevant
from qinglan.market.rules import is_its_broker
from qinglan.market.seeing import alias_of, levels_of
from qinglan.market.views.access import LISTS, SPACES, open_to

PAGE = 20
ENQUIRE = {"technology": "enquire-technology", "need": "enquire-need"}


@dataclass(frozen=True)
class Line:
    """A match as its page shows it."""

    match: Match
    other: Any
    owner: str
    met: list[Any]
    unmet: list[Any]
    unknown: list[Any]
    said: str
    enquire_url: str
    introduce_url: str = ""


def line(match: Match, side: str, *, brokered: Any = None) -> Line:
    """The match as `side` reads it; the broker of `brokered`, a listing, registers the two instead of enquiring."""
    other = getattr(match, OTHER[side])
    by = {
        value: [LABELS[code] for code, one in match.conditions.items() if one is value]
        for value in (True, False, None)
    }
    theirs = next(
        (one for one in match.verdicts.all() if one.side == OTHER[side] and not one.is_undone), None
    )
    hidden = getattr(other, "is_anonymous", False) and levels_of(other)["owners"] != "public"
    return Line(
        match,
        other,
        alias_of(other) if hidden else other.owner.name,
        by[True],
        by[False],
        by[None],
        theirs.neutral if theirs else "",
        f"{reverse(ENQUIRE[other.SIDE], args=[other.pk])}?{urlencode({'offered': getattr(match, side).pk})}",
        _introduce_url(brokered, other) if brokered is not None else "",
    )


def _introduce_url(listing: Any, other: Any) -> str:
    pair = {one.SIDE: one.reference for one in (listing, other)}
    return f"{reverse('introductions:new')}?{urlencode(pair)}"


@open_to("market.see_matches")
def matches(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/matches/``: those of the other side that fit, the best first, each with its reasons."""
    brokered = listing if is_its_broker.test(request.user, listing) else None
    page = Paginator(queries.matches_of(listing), PAGE).get_page(request.GET.get("page"))
    lines = [line(one, side, brokered=brokered) for one in page]
    context = {
        "title": _("Matches of %(title)s") % {"title": listing},
        "listing": listing,
        "side": side,
        "lines": [one for one in lines if one.match.score >= verbs.WORTH_TELLING],
        "weaker": [one for one in lines if one.match.score < verbs.WORTH_TELLING],
        "page": page,
        "refused": [line(one, side) for one in queries.refused_by(listing)[:PAGE]],
        "experts": people.experts_fitting(listing),
        "organisations": people.organisations_fitting(listing),
        "reasons": NotRelevant.choices,
        "may_judge": bool(permissions.answer(request.user, "market.judge_match", listing)),
        "breadcrumbs": [
            (LISTS[side], reverse(f"{SPACES[side]}:list")),
            (str(listing), listing.get_absolute_url()),
            (_("Matches"), ""),
        ],
    }
    return render(request, "market/matches.html", context)


def _of(request: HttpRequest, pk: int, side: str) -> Match:
    if side not in OTHER:
        raise Http404
    found = get_object_or_404(Match.objects.select_related("need__broker", "technology__broker"), pk=pk)
    permissions.require(request.user, "market.see_matches", getattr(found, side))
    return found


@login_required
def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/market/matches/<pk>/``: leads to the other side's listing, and notes that it was looked at."""
    found = get_object_or_404(Match.objects.select_related("need__broker", "technology__broker"), pk=pk)
    sides = verbs.sides_of(request.user, found)
    if not sides:
        raise Http404
    verbs.open_match(acting_user=request.user, match=found, side=sides[0])
    return redirect(getattr(found, OTHER[sides[0]]))


@require_POST
def judge(request: HttpRequest, pk: int, side: str) -> HttpResponseBase:
    """``/market/matches/<pk>/<side>/not-relevant/``."""
    return _say(
        request, pk, side, verbs.say_not_relevant,
        _("Noted. The other side reads neutral words, and what comes next is ranked by it."),
        reason=request.POST.get("reason", ""),
    )  # fmt: skip


@require_POST
def take_back(request: HttpRequest, pk: int, side: str) -> HttpResponseBase:
    """``/market/matches/<pk>/<side>/take-back/``."""
    done = _("Taken back. The match stands among the others again.")
    return _say(request, pk, side, verbs.take_back_verdict, done)


@login_required
def _say(request: HttpRequest, pk: int, side: str, verb: Any, done: str, **more: Any) -> HttpResponseBase:
    found = _of(request, pk, side)
    try:
        verb(acting_user=request.user, match=found, side=side, **more)
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect(getattr(found, side).get_matches_url())
