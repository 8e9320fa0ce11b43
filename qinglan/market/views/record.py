"""One technology or need: what its reader may see, how it stands, and what he can do with it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates, tables
from qinglan.market import abroad, agreements, aspects, bilingual
from qinglan.market.completeness import completeness
from qinglan.market.domain.part import PARTS
from qinglan.market.forms import GROUPS
from qinglan.market.further_acts import further_acts
from qinglan.market.models import ADMITS_ABROAD, WRITABLE, Level, ListingState
from qinglan.market.part_forms import PAGES
from qinglan.market.quality import quality
from qinglan.market.rules import is_its_broker, is_owner
from qinglan.market.seeing import Seen, seen
from qinglan.market.views.access import LISTS, SPACES, open_to
from qinglan.market.views.brokering import broker_acts
from qinglan.market.views.enquiries import enquire_acts

IN_SUMMARY = {
    "technology": ("owners", "trl", "modes", "price", "reserve", "fields", "scope", "service_invention", "funding", "registration", "languages", "abroad", "contact", "inventors"),
    "need": ("owners", "kind", "deadline", "budget", "arrangement", "trl_wanted", "modes", "fields", "languages", "abroad", "contact"),
}  # fmt: skip
"""Aspects of the summary list; the others have sections of their own."""
SECTIONS = {
    "technology": ("problem", "effect", "advantage", "description", "parameters", "benefits", "applications", "trl_evidence", "rights", "evaluations"),
    "need": ("problem", "indicators", "description"),
}  # fmt: skip
PROSE = frozenset({"problem", "effect", "advantage", "description"})


@open_to("market.view", logged_in=False)
def record(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/technologies/<pk>/``, ``/market/needs/<pk>/``."""
    view = seen(listing, request.user)
    inside = view.level == Level.OWNER
    if view.level == Level.AGREED:
        agreements.sighted(request.user, view)
    context = {
        "title": str(listing),
        "kind": f"{_KINDS[side]()} · {listing.reference}",
        "listing": listing,
        "side": side,
        "space": SPACES[side],
        "seen": view,
        "inside": inside,
        "status": {"kind": listing.light, "word": listing.get_state_display()} if inside else None,
        "answer": _answer(listing, view),
        "breadcrumbs": [(LISTS[side], reverse(f"{SPACES[side]}:list")), (str(listing), "")],
        "told": _told(view),
        "abroad_notes": abroad.notes_for(listing) if listing.abroad in ADMITS_ABROAD else [],
        "abroad_lacking": abroad.lacking(listing) if inside and listing.abroad in ADMITS_ABROAD else [],
        "summary": _summary(listing, view, side),
        "sections_shown": _sections(listing, view, side),
        "photographs": [
            one for one in listing.attachments.all() if one.is_photograph and view.admits(one.level)
        ],
        "files": [
            one for one in listing.attachments.all() if not one.is_photograph and view.admits(one.level)
        ],
        "files_withheld": sum(not view.admits(one.level) for one in listing.attachments.all()),
        "visibility": _visibility(view),
        "today": clock.today(),
        "poster_url": reverse(f"{SPACES[side]}:poster", args=[listing.pk]) if listing.is_public else "",
        **(_inside(request, listing, side) if inside else {"acts": enquire_acts(listing)}),
    }
    context["acts"] = [
        *context["acts"],
        *broker_acts(request.user, listing),
        *further_acts(request.user, listing),
    ]
    return render(request, "market/record.html", context)


_KINDS = {"technology": lambda: _("Technology"), "need": lambda: _("Need")}


def _answer(listing: Any, view: Seen) -> str:
    if listing.state == ListingState.PUBLISHED:
        since = dates.day(listing.published_at.astimezone(clock.SHANGHAI).date(), "prose")
        return _("%(owner)s, public since %(since)s, valid until %(until)s.") % {
            "owner": view.owner,
            "since": since,
            "until": dates.day(listing.valid_until, "prose"),
        }
    return _("%(owner)s; not public now.") % {"owner": view.owner}


def _summary(listing: Any, view: Seen, side: str) -> list[dict[str, Any]]:
    rows = []
    for name in IN_SUMMARY[side]:
        one = aspects.aspect(side, name)
        value: Any = None
        if name == "owners" and view.sees(name):
            value = _owners(listing, view)
        elif name == "owners":
            value = f"{view.owner} ({withheld_words(Level.AGREED)})"
        elif view.sees(name) and name in bilingual.TEXTS[side]:
            told = bilingual.both(listing, name).in_order
            value = format_html_join("", '<div lang="{}">{}</div>', ((one.lang, one.text) for one in told))
        elif view.sees(name):
            found = view.shown[name]
            value = (
                found[0]
                if len(found) == 1
                else format_html_join("", "<div>{}</div>", ((line,) for line in found))
            )
        elif name in view.withheld:
            value = format_html('<span class="q-muted">{}</span>', withheld_words(view.withheld[name]))
        if value is not None:
            rows.append({"label": capfirst(str(one.label)), "value": value, "url": "", "action": ""})
    rows.append(
        {"label": _("Texts in English"), "value": bilingual.english_words(view), "url": "", "action": ""}
    )
    return rows


def _told(view: Seen) -> dict[str, Any]:
    """What stands under the title: the title in the other language, the summary in both."""
    found = bilingual.texts(view)
    summary = found.get("summary")
    return {
        "title_other": found["title"].other,
        "title_lacks": found["title"].lacks,
        "summary": summary.in_order if summary else [],
    }


def _owners(listing: Any, view: Seen) -> Any:
    link = format_html('<a href="{}">{}</a>', listing.owner.get_absolute_url(), listing.owner.name)
    return format_html(
        "{}{}", link, format_html_join("", "<div>{}</div>", ((line,) for line in view.shown["owners"][1:]))
    )


def withheld_words(level: str) -> str:
    """That something is there and who may see it: never mistaken for what is missing."""
    return {
        Level.MEMBERS: _("on record; shown to members of verified organisations who are logged in"),
        Level.AGREED: _("on record; shown after a confidentiality agreement"),
        Level.OWNER: _("on record; kept by the owner"),
    }[Level(level)]


def _sections(listing: Any, view: Seen, side: str) -> list[dict[str, Any]]:
    found = []
    for name in SECTIONS[side]:
        one = aspects.aspect(side, name)
        if view.sees(name):
            rows = view.shown[name]
            found.append(
                {
                    "name": name,
                    "label": one.label,
                    "lines": rows,
                    "prose": bilingual.both(listing, name) if name in PROSE else None,
                    "listing": listing,
                    "table": _table(listing, name, one.label),
                }
            )
        elif name in view.withheld:
            found.append({"name": name, "label": one.label, "withheld": withheld_words(view.withheld[name])})
    return found


TABLES = {
    "parameters": ("name", "value", "unit", "evidence"),
    "indicators": ("name", "present", "wanted", "unit"),
}


def _table(listing: Any, name: str, label: Any) -> tables.Table | None:
    """Parts that are read as a table."""
    if name not in TABLES:
        return None
    rows = getattr(listing, name)
    headings = [
        tables.Column(capfirst(str(rows.model._meta.get_field(one).verbose_name))) for one in TABLES[name]
    ]
    cells = [[getattr(row, one) or "—" for one in TABLES[name]] for row in rows.all()]
    return tables.Table(label, headings, cells, hide_caption=True)


def _visibility(view: Seen) -> str:
    if view.level == Level.OWNER:
        return _("You see everything. Others see what is marked for them under “Who sees what”.")
    if not view.withheld:
        return _("You see everything that its owner entered.")
    names = pgettext("between items", "; ").join(
        str(aspects.aspect(view.listing.SIDE, name).label) for name in view.withheld
    )
    return _("Kept from you for now: %(names)s.") % {"names": names}


def _inside(request: HttpRequest, listing: Any, side: str) -> dict[str, Any]:
    """What its owner, its broker and officers see and do."""
    user = request.user
    may_edit = bool(permissions.answer(user, "market.edit", listing))
    writable = listing.state in WRITABLE and may_edit
    space = SPACES[side]
    returned = (
        listing.steps.filter(step="returned").first() if listing.state == ListingState.RETURNED else None
    )
    reasons = {one.code: one for one in quality().reasons_for(side)}
    return {
        "writable": writable,
        "completeness": completeness(listing) if listing.state in WRITABLE else None,
        "groups": [
            {
                "label": title,
                "url": reverse(f"{space}:edit", args=[listing.pk, name]),
                "empty": _empty(listing, side, name),
            }
            for name, (title, _form) in GROUPS[side].items()
        ],
        "parts": [_part(listing, kind, space) for kind in PARTS[side]],
        "acts": _acts(user, listing, space, may_edit),
        "returned": returned,
        "returned_reasons": [
            (in_reader_language(reasons[code].text), in_reader_language(reasons[code].next))
            for code in (returned.reasons if returned else [])
            if code in reasons
        ],
        "history": [
            {"when": one.happened_at, "who": str(one.acting_user), "text": _step_words(one, reasons)}
            for one in listing.steps.select_related("acting_user")[:30]
        ],
        "versions": listing.snapshots.count(),
        "changes": [
            one
            for one in type(listing).objects.filter(revises=listing)
            if one.state not in (ListingState.MERGED, ListingState.WITHDRAWN)
        ],
    }


def _empty(listing: Any, side: str, group: str) -> list[Any]:
    """What of a group is not written yet."""
    return [
        one.label
        for one in aspects.OF_SIDE[side]
        if one.group == group and one.name != "reserve" and not one.lines(listing)
    ]


def _part(listing: Any, kind: str, space: str) -> dict[str, Any]:
    page = PAGES[kind]
    rows = list(PARTS[listing.SIDE][kind].objects.filter(listing=listing))
    return {
        "title": page.title,
        "add": page.add,
        "url": reverse(f"{space}:part", args=[listing.pk, kind]),
        "rows": [(row, reverse(f"{space}:part-edit", args=[listing.pk, kind, row.pk])) for row in rows],
    }


def _step_words(step: Any, reasons: dict[str, Any]) -> str:
    text = str(step.get_step_display())
    said = [in_reader_language(reasons[code].text) for code in step.reasons if code in reasons]
    if step.note:
        said.append(step.note)
    return text + (pgettext("label", ": ") + pgettext("between items", "; ").join(said) if said else "")


QUIET = frozenset({"withdraw", "take-back", "discard"})
"""Acts that undo something are never the one that a page asks for."""


def _acts(user: Any, listing: Any, space: str, may_edit: bool) -> list[dict[str, Any]]:
    """What can be done now; the first is the one primary act."""
    state = listing.state
    found: list[dict[str, Any]] = []

    def page(name: str, label: str) -> None:
        found.append({"name": name, "label": label, "url": reverse(f"{space}:{name}", args=[listing.pk])})

    def press(name: str, label: str) -> None:
        page(name, label)
        found[-1]["post"] = True

    if state == ListingState.FIRST and permissions.answer(user, "market.check_first", listing):
        page("check-first", _("Make the first check"))
    if state == ListingState.SECOND and permissions.answer(user, "market.check_second", listing):
        page("check-second", _("Check for publication"))
    own = is_owner.test(user, listing) or is_its_broker.test(user, listing)
    if own:
        if state in WRITABLE:
            press("hand-in", _("Hand in for the first check"))
            press("discard", _("Discard the draft"))
        if state in (ListingState.FIRST, ListingState.SECOND):
            press("take-back", _("Take back"))
        if state in (ListingState.PUBLISHED, ListingState.EXPIRED):
            press("renew", _("Confirm as current"))
            press("change", _("Change it"))
    if may_edit and state in (ListingState.PUBLISHED, ListingState.EXPIRED):
        page("withdraw", _("Withdraw"))
    for one in found[:1]:
        one["primary"] = one["name"] not in QUIET
    return found
