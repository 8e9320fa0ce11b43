"""Who acts in a request."""

import uuid

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

from qinglan.kernel.history.context import Acting, entered
from qinglan.kernel.web.middleware import Answer, GetResponse


class HistoryMiddleware:
    """Changes made in a request carry its user, method and path, and the key of the request.

    It stands after the middleware that finds the user. The answer carries the key as
    ``X-Request-ID``, so that a person who reports a fault can name it.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer the request, its changes recorded under its key."""
        if self.is_async:
            return self._call_async(request)
        acting = _acting(request)
        with entered(acting):
            response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)
        response.headers["X-Request-ID"] = str(acting.request)
        return response

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        acting = _acting(request)
        with entered(acting):
            answer = self.get_response(request)
            assert not isinstance(answer, HttpResponseBase)
            response = await answer
        response.headers["X-Request-ID"] = str(acting.request)
        return response


def _acting(request: HttpRequest) -> Acting:
    def user() -> int | None:
        key: int | None = getattr(getattr(request, "user", None), "pk", None)
        return key

    return Acting(user, f"{request.method} {request.path}"[:200], uuid.uuid4())
