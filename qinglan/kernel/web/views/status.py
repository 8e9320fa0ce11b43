"""``/status/``: how this installation is, for administrators, kept current by a stream."""

import asyncio
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.web import health, sse
from qinglan.kernel.web.rules import SEE_STATUS
from qinglan.kernel.web.views import errors

#: Seconds between two looks at the parts.
PERIOD = 2.0


def _parts() -> str:
    context = {"states": health.states().items(), "now": timezone.now()}
    return render_to_string("web/status_parts.html", context)


@require_safe
@user_passes_test(lambda user: user.is_authenticated)
def page(request: HttpRequest) -> HttpResponse:
    """The state of every part, then live."""
    permissions.require(request.user, SEE_STATUS.name)
    return render(request, "web/status.html", {"parts": _parts()})


@require_safe
async def stream(request: HttpRequest) -> HttpResponseBase:
    """The same parts as events named ``parts``, sent when something in them changed."""
    refusal = await sync_to_async(_refusal)(request)
    return refusal or sse.event_stream(_messages(translation.get_language() or ""))


def _refusal(request: HttpRequest) -> HttpResponse | None:
    # Answered rather than raised: Django draws the page of an error raised in an asynchronous view
    # in a thread whose database connection nobody gives back.
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        permissions.require(request.user, SEE_STATUS.name)
    except permissions.PermissionRefused as refused:
        return errors.forbidden(request, refused)
    return None


async def _messages(language: str) -> AsyncIterator[sse.Message]:
    number = 0

    def read() -> str:
        with translation.override(language):
            return _parts()

    before = ""
    while True:
        now = await sse.look(read)
        if now != before:
            number += 1
            yield sse.Message("parts", now, id=str(number))
            before = now
        await asyncio.sleep(PERIOD)
