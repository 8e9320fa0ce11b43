"""The door before pages about listings."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import StaleEdit
from qinglan.kernel.web.views.errors import conflict
from qinglan.market.queries import with_parts

View = Callable[..., HttpResponseBase]
SPACES = {"technology": "technologies", "need": "needs"}
"""The namespace of addresses of each side."""
LISTS: dict[str, str | Promise] = {"technology": _("Technologies"), "need": _("Needs")}


def open_to(permission: str, *, logged_in: bool = True) -> Callable[[View], View]:
    """Let in whom `permission` (on the listing in the address, where there is one) lets in.

    Others get 403 with the reason; who is not logged in is led to the login, where the page is for people
    who are. A listing that one may not know of is not there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if logged_in and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if "pk" in kwargs:
                kwargs["listing"] = listing_of(kwargs["side"], kwargs.pop("pk"))
            permissions.require(request.user, permission, kwargs.get("listing"))
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def listing_of(side: str, pk: int) -> Any:
    """The listing with all its parts; Http404."""
    return get_object_or_404(with_parts(side), pk=pk)


def as_seen(listing: Any, revision: int | None) -> Any:
    """`listing` with the revision that the form was opened with, so that the verb notices a later change."""
    if revision is not None:
        listing.revision = revision
    return listing


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, if anything."""
    return request.POST if request.method == "POST" else None


def stale(request: HttpRequest, side: str, pk: int, error: StaleEdit) -> HttpResponseBase:
    """409: what somebody else changed meanwhile."""
    now = listing_of(side, pk)
    return conflict(request, error.differences, current_url=now.get_absolute_url(), version=str(now.revision))


def task_page(
    request: HttpRequest,
    side: str,
    listing: Any,
    form: Any,
    title: Any,
    submit: str,
    *,
    template: str = "web/task.html",
    **more: Any,
) -> HttpResponseBase:
    """A task on one listing; `more` goes to the template."""
    context = {
        "title": title,
        "lead": str(listing),
        "form": form,
        "listing": listing,
        "submit": submit,
        "space": SPACES[side],
        "back_url": listing.get_absolute_url(),
        "breadcrumbs": [
            (LISTS[side], reverse(f"{SPACES[side]}:list")),
            (str(listing), listing.get_absolute_url()),
            (title, ""),
        ],
    }
    return render(request, template, context | more)
