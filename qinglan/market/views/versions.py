"""The public versions of a listing, compared line by line."""

import difflib
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.market import aspects
from qinglan.market.domain.snapshot import content_of
from qinglan.market.views.access import LISTS, SPACES, open_to


@dataclass(frozen=True)
class Compared:
    """One aspect in two versions: lines that went, lines that came."""

    label: Any
    gone: list[str]
    come: list[str]


@open_to("market.edit")
def versions(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/versions/?from=1&to=2``: each public version, and what is written now."""
    kept = list(listing.snapshots.order_by("number"))
    contents = {str(one.number): one.content for one in kept} | {"now": content_of(listing)}
    names = list(contents)
    newer = request.GET.get("to", "now")
    newer = newer if newer in contents else "now"
    older = request.GET.get("from", "")
    older = older if older in contents else names[max(0, names.index(newer) - 1)]
    title = _("Versions")
    context = {
        "title": title,
        "lead": str(listing),
        "listing": listing,
        "kept": kept,
        "older": older,
        "newer": newer,
        "names": names,
        "compared": _compared(side, contents[older], contents[newer]),
        "breadcrumbs": [
            (LISTS[side], reverse(f"{SPACES[side]}:list")),
            (str(listing), listing.get_absolute_url()),
            (title, ""),
        ],
    }
    return render(request, "market/versions.html", context)


def _compared(side: str, older: dict[str, list[str]], newer: dict[str, list[str]]) -> list[Compared]:
    found = []
    for one in aspects.OF_SIDE[side]:
        before, after = older.get(one.name, []), newer.get(one.name, [])
        if before == after:
            continue
        changes = list(difflib.ndiff(before, after))
        found.append(
            Compared(
                one.label,
                [line[2:] for line in changes if line.startswith("- ")],
                [line[2:] for line in changes if line.startswith("+ ")],
            )
        )
    return found
