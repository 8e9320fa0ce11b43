"""The door before pages about one arrangement, and what they share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Mobility
from qinglan.kernel.web.doors import door
from qinglan.kernel.web.task_page import form_page


def mobility_or_404(number: str) -> Mobility:
    """The arrangement with this number; Http404."""
    rows = Mobility.objects.select_related("unit", "firm", "person", "technology", "agreement")
    return get_object_or_404(rows, number=number)


mobility_open_to = door(mobility_or_404, "number", given="mobility")
"""Let in whom a permission on the arrangement in the address lets in; others get 403 with the reason."""


def trail(*more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs of the room."""
    return [(_("Moves of researchers"), reverse("contracts:mobilities") if more else ""), *more]


def task(
    request: HttpRequest, form: Any, act: Callable[[], HttpResponseBase], mobility: Mobility, title: str,
    submit: str, **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """A task about one arrangement; it sends the revision that it was opened with."""
    url = mobility.get_absolute_url()
    context = {
        "title": title, "lead": f"{mobility.number} {mobility.person_name} · {mobility.firm_name}",
        "submit": submit, "back_url": url, "version": mobility.revision,
        "breadcrumbs": trail((mobility.number, url), (title, "")),
    }  # fmt: skip
    return form_page(
        request, form, act, context | more, stale_url=url, template="contracts/mobility/task.html"
    )
