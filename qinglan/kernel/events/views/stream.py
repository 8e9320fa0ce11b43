"""One stream: its events, whether they are sound, and how to check that without us."""

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.events import export as exports
from qinglan.kernel.events.models import Event, Head
from qinglan.kernel.events.shown import shown_events
from qinglan.kernel.events.streams import PREFIXES
from qinglan.kernel.events.verification import Finding, verify_stream
from qinglan.kernel.naming import named
from qinglan.kernel.web.lists.paging import paginate

PAGE = 50
CHECKED_UNASKED = 2000
"""A longer stream is checked when the reader asks for it (about 80 µs an event)."""
LONGEST = 50_000
"""A stream with more events is checked and exported by the command only: a page must not take minutes."""


@require_safe
def page(request: HttpRequest, stream: str) -> HttpResponse:
    """The events of `stream`, newest first."""
    head = _head(request, stream)
    pager = paginate(head.sequence, _asked(request), PAGE, head.sequence, lambda number: f"?page={number}")
    # Sequences have no gaps, so a page is a range of them, however long the stream.
    last = head.sequence - (pager.number - 1) * PAGE
    rows = Event.objects.filter(stream=stream, sequence__lte=last, sequence__gt=last - PAGE)
    thing = named([stream]).get(stream)
    asked = head.sequence <= (LONGEST if request.GET.get("verify") == "1" else CHECKED_UNASKED)
    finding = verify_stream(stream) if asked else None
    context = {
        "title": thing.text if thing else stream,
        "thing": thing,
        "kind": PREFIXES[stream.partition(":")[0]].title,
        "breadcrumbs": [(_("Event streams"), reverse("events:list")), (thing.text if thing else stream, "")],
        "head": head,
        "readable": bool(permissions.answer(request.user, "events.read", stream)),
        "head_hash": bytes(head.hash).hex(),
        "finding": finding,
        "light": _light(finding),
        "too_long": head.sequence > LONGEST,
        "events": shown_events(request.user, list(rows.order_by("-sequence"))),
        "pager": pager,
        "script": exports.SCRIPT.name,
        "command": f"python3 {exports.SCRIPT.name} events.jsonl",
    }
    return render(request, "events/stream.html", context)


@require_safe
def export(request: HttpRequest, stream: str, form: str) -> HttpResponse:
    """The stream as ``jsonl`` or ``zip``, without personal data."""
    permissions.require(request.user, "events.read", stream)
    if _head(request, stream).sequence > LONGEST:
        raise Http404(_("This stream is too long for a page. Ask the operator for an export of it."))
    content = exports.lines(stream)
    if form == "jsonl":
        return _file(b"".join(content), "application/jsonl", f"{stream}.jsonl")
    if form == "zip":
        buffer = io.BytesIO()
        exports.write_zip(buffer, content)
        return _file(buffer.getvalue(), "application/zip", f"{stream}.zip")
    raise Http404(_("A stream is exported as jsonl or zip."))


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The stand-alone script that checks an export."""
    try:
        content = exports.SCRIPT.read_bytes()
    except FileNotFoundError:
        raise Http404(
            _("This installation does not hold the script; it is in the source, under tools/.")
        ) from None
    return _file(content, "text/x-python; charset=utf-8", exports.SCRIPT.name)


def _asked(request: HttpRequest) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isdecimal() and len(number) < 10 else 1


def _head(request: HttpRequest, stream: str) -> Head:
    permissions.require(request.user, "events.view", stream)
    head = Head.objects.filter(stream=stream, sequence__gt=0).first()
    if head is None:
        raise Http404(_("There is no stream of this name."))
    return head


def _light(finding: Finding | None) -> dict[str, Any]:
    if finding is None:
        return {"kind": "idle", "word": _("Not checked yet")}
    if finding.sound:
        return {"kind": "done", "word": _("Sound")}
    return {"kind": "late", "word": _("Not sound")}


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    safe = name.replace(":", "-")
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response
