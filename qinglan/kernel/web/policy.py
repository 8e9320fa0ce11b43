"""The security headers of a response, and how one view widens them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from asgiref.sync import iscoroutinefunction
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., Any])

#: Nothing inline, nothing from elsewhere. ``data:`` images are the arrows and ticks that the style
#: sheet of Tabler draws.
CONTENT_SECURITY_POLICY: dict[str, str] = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=()"
)
_ATTRIBUTE = "_qinglan_content_security_policy"


def headers(response: HttpResponseBase) -> dict[str, str]:
    """The security headers for `response`, with the directives that its view has changed."""
    directives = CONTENT_SECURITY_POLICY | getattr(response, _ATTRIBUTE, {})
    return {
        "Content-Security-Policy": "; ".join(f"{k} {v}" for k, v in directives.items() if v),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY" if directives["frame-ancestors"] == "'none'" else "SAMEORIGIN",
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def content_security_policy(**directives: str) -> Callable[[View], View]:
    """Decorate a view so that its responses carry other directives, the rest staying as it is.

    ``@content_security_policy(frame_ancestors="'self'")``; an underscore stands for a hyphen, an
    empty value drops the directive.
    """
    changed = {name.replace("_", "-"): value for name, value in directives.items()}

    def decorate(view: View) -> View:
        if iscoroutinefunction(view):

            @wraps(view)
            async def wrapped_async(*args: Any, **kwargs: Any) -> Any:
                response = await view(*args, **kwargs)
                setattr(response, _ATTRIBUTE, changed)
                return response

            return wrapped_async  # type: ignore[return-value]  # same signature as `view`

        @wraps(view)
        def wrapped(*args: Any, **kwargs: Any) -> Any:
            response = view(*args, **kwargs)
            setattr(response, _ATTRIBUTE, changed)
            return response

        return wrapped  # type: ignore[return-value]  # same signature as `view`

    return decorate
