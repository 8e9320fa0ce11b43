"""The door before pages about organisations, and what was typed when the session had ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.web.views.errors import NOT_INPUT
from qinglan.parties.models.organisation import Organisation

View = Callable[..., HttpResponseBase]
DRAFT = "organisations.draft"
LONGEST = 20_000
"""A form longer than so many characters is not kept."""


def open_to(permission: str) -> Callable[[View], View]:
    """Let in whom `permission` (on the organisation in the address, where there is one) lets in.

    Others get 403 with the reason; a form sent without a login is kept and its sender led to the login.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not request.user.is_authenticated:
                _keep(request)
                messages.info(request, _("Your session had ended. Log in: what you typed is kept."))
                return redirect_to_login(request.get_full_path())
            if "pk" in kwargs:
                kwargs["organisation"] = organisation_of(kwargs.pop("pk"))
            permissions.require(request.user, permission, kwargs.get("organisation"))
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def organisation_of(pk: int) -> Organisation:
    """The organisation with its territory and contact; Http404."""
    found = Organisation.objects.select_related("territory", "contact").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def as_seen(organisation: Organisation, revision: int | None) -> Organisation:
    """`organisation` with the revision that the form was opened with, so that the verb notices a later change."""
    if revision is not None:
        organisation.revision = revision
    return organisation


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
