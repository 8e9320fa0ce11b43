"""The door before pages about contacts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.market.contact import queries
from qinglan.market.models.enquiry import Enquiry
from qinglan.market.models.room import Room

View = Callable[..., HttpResponseBase]


def _door(find: Callable[[int], Any], name: str) -> Callable[[str], Callable[[View], View]]:
    def open_to(permission: str) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                found = find(kwargs.pop("pk"))
                if found is None:
                    raise Http404
                permissions.require(request.user, permission, found)
                return view(request, *args, **{name: found}, **kwargs)

            return wrapped

        return decorate

    return open_to


def _enquiry(pk: int) -> Enquiry | None:
    return queries.enquiries().select_related("room").filter(pk=pk).first()


def _room(pk: int) -> Room | None:
    return queries.rooms().filter(pk=pk).first()


enquiry_open_to = _door(_enquiry, "enquiry")
"""Let in whom a permission on the enquiry in the address lets in; others get 403 with the reason."""
room_open_to = _door(_room, "room")
"""The same for a room."""


def trail_of_enquiry(enquiry: Enquiry, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs to an enquiry."""
    return [
        (_("My enquiries"), reverse("enquiries:list")),
        (enquiry.reference, enquiry.get_absolute_url() if more else ""),
        *more,
    ]


def trail_of_room(room: Room, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs to a room."""
    return [
        (_("My enquiries"), reverse("enquiries:list")),
        (room.enquiry.reference, room.enquiry.get_absolute_url()),
        (_("Negotiation room"), room.get_absolute_url() if more else ""),
        *more,
    ]
