"""The door before pages about organisations."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404

from qinglan.kernel import permissions
from qinglan.parties.models.organisation import Organisation

View = Callable[..., HttpResponseBase]


def open_to(permission: str) -> Callable[[View], View]:
    """Let in whom `permission` (on the organisation in the address, where there is one) lets in.

    Others get 403 with the reason; who is not logged in is led to the login.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST" and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if "pk" in kwargs:
                kwargs["organisation"] = organisation_of(kwargs.pop("pk"))
            permissions.require(request.user, permission, kwargs.get("organisation"))
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def organisation_of(pk: int) -> Organisation:
    """The organisation with its territory and contact; Http404."""
    return get_object_or_404(Organisation.objects.select_related("territory", "contact"), pk=pk)


def as_seen(organisation: Organisation, revision: int | None) -> Organisation:
    """`organisation` with the revision that the form was opened with, so that the verb notices a later change."""
    if revision is not None:
        organisation.revision = revision
    return organisation


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, if anything."""
    return request.POST if request.method == "POST" else None
