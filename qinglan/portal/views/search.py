"""The page that answers the search box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qinglan.kernel.search.queries import words_of
from qinglan.portal.search import search

LONGEST = 100
"""Characters of a query that are looked at."""


def results(request: HttpRequest) -> HttpResponse:
    """What was found for ``?q=``."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    hits = search(query)
    context = {
        "title": _("Search"),
        "query": query,
        "words": words_of(query),
        "hits": hits,
        "lead": _("Plans, targets, rules, articles and indicators. Several words must all be found."),
    }
    return render(request, "portal/search.html", context)
