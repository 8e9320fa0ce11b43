"""The door before pages about one lot, and what they share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.auctions.lots.queries import lots
from qinglan.auctions.models import Lot
from qinglan.kernel.web.doors import View, door
from qinglan.kernel.web.task_page import form_page, posted, press, seen

__all__ = ["View", "lot_open_to", "lot_or_404", "posted", "press", "seen", "task", "trail"]


def lot_or_404(number: str) -> Lot:
    """The lot with this number; Http404."""
    return get_object_or_404(lots(), number=number)


lot_open_to = door(lot_or_404, "number", given="lot")
"""Let in whom a permission on the lot in the address lets in; others get 403 with the reason."""


def trail(lot: Lot, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs to a lot."""
    return [
        (_("Auctions and bids"), reverse("auctions:list")),
        (lot.number, lot.get_absolute_url() if more else ""),
        *more,
    ]


def task(
    request: HttpRequest, form: Any, act: Callable[[], HttpResponseBase], lot: Lot, title: str, submit: str,
    *, template: str = "web/task.html", **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """A task about one lot, as `form_page` has it; `more` adds to its context, or puts another `lead` in its place."""
    context = {
        "title": title, "lead": f"{lot.number} {lot.title}", "lot": lot, "submit": submit,
        "back_url": lot.get_absolute_url(), "breadcrumbs": trail(lot, (title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context | more, stale_url=lot.get_absolute_url(), template=template)
