"""Every form: kept when its sender's session has ended, worked on once when it is sent twice."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from qinglan.kernel.drafts import keeping, once, restoring, tokens
from qinglan.kernel.web.both_ways import BothWays


class FormsMiddleware(BothWays):
    """It stands last: it needs the user and his messages, and sees what the view has answered."""

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        if request.method != "POST":
            reset = restoring.current.set(restoring.Source(request))
            try:
                return self.inner(request)
            finally:
                restoring.current.reset(reset)
        early, work = _before(request)
        if early is not None:
            return early
        return _after(request, self.inner(request), work)

    async def answer_async(self, request: HttpRequest) -> HttpResponseBase:
        """The same under ASGI."""
        if request.method != "POST":
            reset = restoring.current.set(restoring.Source(request))
            try:
                return await self.inner_async(request)
            finally:
                restoring.current.reset(reset)
        early, work = await sync_to_async(_before)(request)
        if early is not None:
            return early
        return await sync_to_async(_after)(request, await self.inner_async(request), work)


class Work:
    """What is known of a form before the view: its token, and whether its sender was logged in."""

    def __init__(self, token: tokens.FormToken | None, *, stranger: bool, claimed: bool) -> None:
        self.token = token
        self.stranger = stranger
        self.claimed = claimed


FORM_TYPES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
"""What a browser sends a form as."""


def _is_form(request: HttpRequest) -> bool:
    """Whether it can be one of our forms: sent as one, and not to a view for other machines, which has no token and
    reads the body by itself.
    """
    if request.content_type not in FORM_TYPES:
        return False
    try:
        view = resolve(request.path_info, getattr(request, "urlconf", None)).func
    except Resolver404:
        return True
    return not getattr(view, "csrf_exempt", False)


def _before(request: HttpRequest) -> tuple[HttpResponse | None, Work]:
    token = tokens.read(request.POST.get(tokens.FIELD)) if _is_form(request) else None
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
