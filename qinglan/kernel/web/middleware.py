"""What every request and response passes: the language of the page and the security headers."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from qinglan.kernel.web import policy
from qinglan.kernel.web.both_ways import BothWays


class _Middleware(BothWays):
    """Something before and something after, without ever leaving the event loop for it."""

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        self.before(request)
        return self.after(request, self.inner(request))

    async def answer_async(self, request: HttpRequest) -> HttpResponseBase:
        self.before(request)
        return self.after(request, await self.inner_async(request))

    def before(self, request: HttpRequest) -> None:
        """Called before the view."""

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Called after the view."""
        return response


class LanguageMiddleware(_Middleware):
    """Simplified Chinese, unless the reader chose English.

    The choice is the cookie that the language switch sets, or ``?lang=en`` in the address (so that
    a page can be linked to in English; it holds for that page only). ``Accept-Language`` is not
    consulted: the official text is the Chinese one, many browsers in the offices and firms that
    this serves are set up in English (images of the operating system, embedded browsers of chat
    programs), and a page that changes its language with the browser cannot be cached, quoted or
    read out over the telephone.
    """

    def before(self, request: HttpRequest) -> None:
        """Activate the language of the request."""
        request.LANGUAGE_CODE = language_of(request)
        translation.activate(request.LANGUAGE_CODE)

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say the language, and that it depends on a cookie."""
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response


class AddressMiddleware(_Middleware):
    """An address with a NUL character is a bad request: no text in the database can hold one."""

    def before(self, request: HttpRequest) -> None:
        """Raise BadRequest, which is answered with 400."""
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")


def language_of(request: HttpRequest) -> str:
    """The language code for `request`: that of ``?lang=``, else of the cookie, else the default."""
    known = {code for code, _ in settings.LANGUAGES}
    asked = request.GET.get("lang", "")
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    for code in ("zh-hans" if asked == "zh" else asked, chosen):
        if code in known:
            return code
    return settings.LANGUAGE_CODE


class SecurityHeadersMiddleware(_Middleware):
    """Content security policy, referrer policy, no sniffing, no framing, no device access.

    A view may hold another policy: see :func:`qinglan.kernel.web.policy.content_security_policy`.
    """

    def after(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the headers that the view has not set itself."""
        for name, value in policy.headers(response).items():
            response.headers.setdefault(name, value)
        return response
