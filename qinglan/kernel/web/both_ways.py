"""A middleware that works under WSGI and ASGI alike."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

Answer = HttpResponseBase | Awaitable[HttpResponseBase]
GetResponse = Callable[[HttpRequest], Answer]


class BothWays:
    """Knows which way it is called. Subclasses say what they do in `answer` and in `answer_async`."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer the request, or promise to."""
        return self.answer_async(request) if self.is_async else self.answer(request)

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Under WSGI."""
        raise NotImplementedError

    async def answer_async(self, request: HttpRequest) -> HttpResponseBase:
        """Under ASGI."""
        raise NotImplementedError

    def inner(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of what lies further in, under WSGI."""
        response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)
        return response

    async def inner_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of what lies further in, under ASGI."""
        response = self.get_response(request)
        assert not isinstance(response, HttpResponseBase)
        return await response
