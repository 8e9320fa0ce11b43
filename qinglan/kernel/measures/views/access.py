"""Officers only; what was typed when the session had ended is kept until after the login."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.web.views.errors import NOT_INPUT

View = Callable[..., HttpResponseBase]
DRAFT = "measures.draft"
LONGEST = 20_000
"""A form longer than so many characters is not kept."""


def officers_only(view: View) -> View:
    """Let in whoever may report figures; others get 403 with the reason.

    A form sent without a login is kept in the session, and the sender is led to the login and back.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            _keep(request)
            messages.info(request, _("Your session had ended. Log in: what you typed is kept."))
            return redirect_to_login(request.get_full_path())
        permissions.require(request.user, "measures.report")
        return view(request, *args, **kwargs)

    return wrapped


def posted(request: HttpRequest) -> QueryDict | None:
    """What the form on this page is filled with: what was sent, or what was kept before the login."""
    if request.method == "POST":
        return request.POST
    draft = request.session.get(DRAFT)
    if draft is None or draft["path"] != request.get_full_path():
        return None
    del request.session[DRAFT]
    messages.info(request, _("What you typed before the login is still here. Check it and send it."))
    return QueryDict(draft["data"])


def _keep(request: HttpRequest) -> None:
    data = request.POST.copy()
    for name in NOT_INPUT:
        data.pop(name, None)
    encoded = data.urlencode()
    if len(encoded) <= LONGEST:
        request.session[DRAFT] = {"path": request.get_full_path(), "data": encoded}
