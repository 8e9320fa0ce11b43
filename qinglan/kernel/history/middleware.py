"""Who acts in a request."""

import uuid

from django.http import HttpRequest, HttpResponseBase

from qinglan.kernel.history.context import Acting, entered
from qinglan.kernel.web.both_ways import BothWays


class HistoryMiddleware(BothWays):
    """Changes made in a request carry its user, method and path, and the key of the request.

    It stands after the middleware that finds the user. The answer carries the key as
    ``X-Request-ID``, so that a person who reports a fault can name it.
    """

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request, its changes recorded under its key."""
        acting = _acting(request)
        with entered(acting):
            response = self.inner(request)
        response.headers["X-Request-ID"] = str(acting.request)
        return response

    async def answer_async(self, request: HttpRequest) -> HttpResponseBase:
        """The same under ASGI."""
        acting = _acting(request)
        with entered(acting):
            response = await self.inner_async(request)
        response.headers["X-Request-ID"] = str(acting.request)
        return response


def _acting(request: HttpRequest) -> Acting:
    def user() -> int | None:
        key: int | None = getattr(getattr(request, "user", None), "pk", None)
        return key

    return Acting(user, f"{request.method} {request.path}"[:200], uuid.uuid4())
