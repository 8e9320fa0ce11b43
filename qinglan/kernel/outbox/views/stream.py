"""``/status/changes/stream``: changes as they come to light, for the operator."""

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.outbox import live
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.outbox.kinds import KINDS
from qinglan.kernel.web import sse
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.views import errors


@require_safe
async def stream(request: HttpRequest) -> HttpResponseBase:
    """Every change as an item of a list, in an event named after its kind."""
    refusal = await sync_to_async(_refusal)(request)
    if refusal is not None:
        return refusal
    after = Position.parse(sse.last_event_id(request))
    return sse.event_stream(live.messages(live.changes_of(set(KINDS), after=after), _item))


def _refusal(request: HttpRequest) -> HttpResponseBase | None:
    # Answered rather than raised, as by the page on the state of the system.
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("outbox:lag"))
    try:
        permissions.require(request.user, "outbox.look")
    except permissions.PermissionRefused as refused:
        return errors.forbidden(request, refused)
    return None


def _item(change: Change) -> str:
    return format_html(
        '<li><div><span class="q-row-title">{}</span><span class="q-row-facts"><span>{}</span>'
        '<code class="q-code-name">{}</code><span>{}</span></span></div></li>',
        KINDS[change.kind].description if change.kind in KINDS else change.kind,
        minute(change.at),
        change.kind,
        change.key,
    )
