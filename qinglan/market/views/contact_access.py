"""The door before pages about contacts."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.web.doors import door
from qinglan.market.contact import queries
from qinglan.market.models.enquiry import Enquiry
from qinglan.market.models.room import Room


def _enquiry(pk: int) -> Enquiry:
    return get_object_or_404(queries.enquiries().select_related("room"), pk=pk)


def _room(pk: int) -> Room:
    return get_object_or_404(queries.rooms(), pk=pk)


enquiry_open_to = door(_enquiry, "pk", given="enquiry")
"""Let in whom a permission on the enquiry in the address lets in; others get 403 with the reason."""
room_open_to = door(_room, "pk", given="room")
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
