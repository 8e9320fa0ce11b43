"""Officers only. What was typed when the session had ended is kept by the forms' middleware."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict

from qinglan.kernel import permissions

View = Callable[..., HttpResponseBase]


def officers_only(view: View) -> View:
    """Let in whoever may report figures; others get 403 with the reason, who is not logged in the login."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        permissions.require(request.user, "measures.report")
        return view(request, *args, **kwargs)

    return wrapped


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, if anything."""
    return request.POST if request.method == "POST" else None
