"""Every form: kept when its sender's session has ended, worked on once when it is sent twice."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from qinglan.kernel.drafts import keeping, once, restoring, tokens
from qinglan.kernel.web.middleware import Answer, GetResponse


class FormsMiddleware:
    """It stands last: it needs the user and his messages, and sees what the view has answered."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Answer:
        """Answer the request."""
        if self.is_async:
            return self._call_async(request)
        if request.method != "POST":
            reset = restoring.current.set(restoring.Source(request))
            try:
                return self.get_response(request)
            finally:
                restoring.current.reset(reset)
        early, work = _before(request)
        if early is not None:
            return early
        response = self.get_response(request)
        assert isinstance(response, HttpResponseBase)
        return _after(request, response, work)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            reset = restoring.current.set(restoring.Source(request))
            try:
                answer = self.get_response(request)
                assert not isinstance(answer, HttpResponseBase)
                return await answer
            finally:
                restoring.current.reset(reset)
        early, work = await sync_to_async(_before)(request)
        if early is not None:
            return early
        answer = self.get_response(request)
        assert not isinstance(answer, HttpResponseBase)
        return await sync_to_async(_after)(request, await answer, work)


class Work:
    """What is known of a form before the view: its token, and whether its sender was logged in."""

    def __init__(self, token: tokens.FormToken | None, *, stranger: bool, claimed: bool) -> None:
        self.token = token
        self.stranger = stranger
        self.claimed = claimed


def _before(request: HttpRequest) -> tuple[HttpResponse | None, Work]:
    token = tokens.read(request.POST.get(tokens.FIELD))
    user = getattr(request, "user", None)
    stranger = user is None or not user.is_authenticated
    if token is None or user is None or stranger or token.user != user.pk:
        return None, Work(token, stranger=stranger, claimed=False)
    early = once.begin(request, token)
    return early, Work(token, stranger=False, claimed=early is None)


def _after(request: HttpRequest, response: HttpResponseBase, work: Work) -> HttpResponseBase:
    if work.claimed:
        assert work.token is not None
        once.end(request, work.token, response)
    if work.token is not None and keeping.is_refused_for_the_session(request, response, work.stranger):
        return keeping.keep(request, work.token)
    return response
