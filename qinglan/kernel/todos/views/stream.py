"""``/desk/stream/``: says on an open desk that something for its owner came in or changed."""

from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.kernel.outbox import live
from qinglan.kernel.outbox.changes import Change, Position
from qinglan.kernel.todos.addressee import Addressee
from qinglan.kernel.todos.holdings import Holding, holdings_of
from qinglan.kernel.todos.recorded import CHANGED
from qinglan.kernel.web import sse


@require_safe
async def stream(request: HttpRequest) -> HttpResponseBase:
    """One short note for each change of a to-do of the reader; nothing of what it is about."""
    owner, held = await sync_to_async(_reader)(request)
    if owner is None:
        return redirect_to_login(reverse("portal:desk"))
    language = translation.get_language() or "zh-hans"

    def note(change: Change) -> str | None:
        if not concerns(change.key, owner, held):
            return None
        with translation.override(language):
            words, way = _("Something for you came in or changed."), _("Show my desk as it is now")
        return format_html(
            '<p class="q-note q-note-due"><span>{} <a href="{}">{}</a></span></p>',
            words,
            reverse("portal:desk"),
            way,
        )

    after = Position.parse(sse.last_event_id(request))
    return sse.event_stream(live.messages(live.changes_of({CHANGED}, after=after), note))


def concerns(key: str, owner: int, held: list[Holding]) -> bool:
    """Whether a to-do with this addressee is for the reader, as far as he held it when the stream began."""
    to = Addressee.parse(key)
    return to.user == owner if to.user is not None else any(one.does and one.covers(to) for one in held)


def _reader(request: HttpRequest) -> tuple[int | None, list[Holding]]:
    user: Any = request.user
    return (user.pk, holdings_of(user)) if user.is_authenticated else (None, [])
