"""A site of two addresses for tests of the supervisor: `/` answers, `/stream` never ends."""

import os
from collections.abc import AsyncIterator

from django.conf import settings

settings.configure(SECRET_KEY="tiny", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, USE_I18N=False)

from django.core.asgi import get_asgi_application  # noqa: E402 - needs the settings above
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def home(request: HttpRequest) -> HttpResponse:
    """Who answers."""
    me = str(os.getpid())
    return HttpResponse(me, headers={"Content-Length": str(len(me))})


async def stream(request: HttpRequest) -> StreamingHttpResponse:
    """An event stream that stays open without a word."""
    import asyncio

    from qinglan.kernel.web.sse import Message, event_stream

    async def silence() -> AsyncIterator[Message]:
        await asyncio.sleep(3600)
        yield Message("never", "")

    return event_stream(silence())


urlpatterns = [path("", home), path("stream", stream)]
application = get_asgi_application()
