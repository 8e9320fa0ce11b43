"""The page that answers the search box."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.kernel.search.queries import words_of
from qinglan.kernel.web import finding
from qinglan.portal.search import KINDS, MOST, excerpt, search

LONGEST = 100
"""Characters of a query that are looked at."""
FEW = 5
"""So many hits of each kind are shown where several kinds have some."""
PLURALS: dict[str, str | Promise] = {
    "plan": gettext_lazy("Plans"),
    "target": gettext_lazy("Targets"),
    "rule": gettext_lazy("Rules of plans"),
    "article": gettext_lazy("Articles"),
    "indicator": gettext_lazy("Indicators"),
}


@dataclass(frozen=True)
class Shown:
    """A hit as it is shown."""

    title: str
    url: str
    context: str
    excerpt: str


@dataclass(frozen=True)
class Section:
    """The hits of one kind; `more` says that there are others."""

    name: str
    title: str | Promise
    hits: list[Shown]
    more: bool


def results(request: HttpRequest) -> HttpResponse:
    """What was found for ``?q=``, kind by kind; of one kind alone with ``&kind=``."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST]
    words = words_of(query)
    only = request.GET.get("kind", "")
    known = {*PLURALS, *(one.name for one in finding.providers_for(request.user))}
    only = only if only in known else ""
    sections = found_by(request.user, words, only)
    context = {
        "title": _("Search"),
        "query": query,
        "words": words,
        "only": only,
        "sections": sections,
        "count": sum(len(one.hits) for one in sections),
        "more": any(one.more for one in sections),
        "searched": pgettext("between items", "; ").join(map(str, searched(request.user))),
    }
    return render(request, "portal/search.html", context)


def found_by(user: Any, words: list[str], only: str = "") -> list[Section]:
    """What `user` finds: what everybody may find, and what providers give to him."""
    limit = MOST if only else FEW
    public: dict[str, list[Shown]] = {}
    for hit in search(" ".join(words)):
        public.setdefault(hit.name, []).append(Shown(hit.title, hit.url, hit.context, hit.excerpt))
    sections = [
        Section(name, title, public[name][:limit], len(public[name]) > limit)
        for name, title in PLURALS.items()
        if name in public and only in ("", name)
    ]
    return sections + [
        Section(
            group.name,
            group.title,
            [Shown(hit.title, hit.url, hit.context, excerpt(hit.body, words)) for hit in group.hits],
            group.more,
        )
        for group in finding.find_for(user, words, limit, only)
    ]


def searched(user: Any) -> list[str | Promise]:
    """The kinds of things in which is looked for `user`."""
    return [*(PLURALS[kind] for kind in KINDS), *(one.title for one in finding.providers_for(user))]
