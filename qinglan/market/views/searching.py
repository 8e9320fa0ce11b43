"""``/market/search/``: words, filters with counts, order, excerpts; and words while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.kernel.search import engine
from qinglan.market.findable import COLLECTIONS, tokens_of
from qinglan.market.forms import trl_choices
from qinglan.market.searching import DEEPEST, PAGE, SORTS, asked_by, find


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found of what the reader may see."""
    asked = asked_by(request.GET)
    found = find(asked, request.user)
    other = "needs" if asked.side == "technology" else "technologies"
    last = min(found.total, DEEPEST)
    context: dict[str, Any] = {
        "title": _("Search technologies") if asked.side == "technology" else _("Search needs"),
        "asked": asked,
        "address": asked.address(page=""),
        "found": found,
        "what": "needs" if asked.side == "need" else "technologies",
        "levels": trl_choices(),
        "sorts": [
            {
                "label": label,
                "url": f"?{asked.address(sort='' if key == 'best' else key)}",
                "current": key == asked.sort,
            }
            for key, (label, _sort) in SORTS[asked.side].items()
        ],
        "previous_url": f"?{asked.address(page=asked.page - 1)}" if asked.page > 1 else "",
        "next_url": f"?{asked.address(page=asked.page + 1)}" if asked.page * PAGE < last else "",
        "clear_url": f"?what={'needs' if asked.side == 'need' else 'technologies'}",
        "instead_url": f"?{asked.address(q=found.instead)}",
        "other_url": f"?{asked.address(what=other)}",
        "list_url": reverse("needs:list" if asked.side == "need" else "technologies:list"),
        "breadcrumbs": [(_("Search"), "")],
    }
    return render(request, "market/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """``/market/search/words/``: words that begin like what is being typed, also in pinyin."""
    asked = asked_by(request.GET)
    beginning = asked.text.rpartition(" ")[2]
    if len(beginning) < 1 or engine.Capability.SUGGESTIONS not in engine.capabilities():
        return JsonResponse({"words": []})
    try:
        words = engine.suggest(COLLECTIONS[asked.side].name, beginning, reader=tokens_of(request.user))
    except engine.NotReady:
        words = []
    return JsonResponse({"words": words})
