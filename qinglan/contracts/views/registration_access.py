"""The door before pages about one registration, and what they share."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Registration
from qinglan.contracts.registering.queries import registrations
from qinglan.kernel.web.doors import door
from qinglan.kernel.web.task_page import form_page


def registration_or_404(key: int) -> Registration:
    """The registration with this key; Http404."""
    return get_object_or_404(registrations().select_related("office__registration_office"), pk=key)


registration_open_to = door(registration_or_404, "key", given="row")
"""Let in whom a permission on the registration in the address lets in; others get 403 with the reason."""


def trail(row: Registration, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    """Breadcrumbs to a registration."""
    return [
        (_("Registrations of contracts"), reverse("contracts:registrations")),
        (row.number or row.title, row.get_absolute_url() if more else ""),
        *more,
    ]


def task(
    request: HttpRequest, form: Any, act: Callable[[], HttpResponseBase], row: Registration, title: str, submit: str,
    *, template: str = "web/task.html", **more: Any,
) -> HttpResponseBase:  # fmt: skip
    """A task about one registration, as `form_page` has it; `more` adds to its context."""
    url = row.get_absolute_url()
    context = {
        "title": title, "lead": f"{row.number} {row.title}".strip(), "registration": row, "submit": submit,
        "back_url": url, "breadcrumbs": trail(row, (title, "")),
    }  # fmt: skip
    return form_page(request, form, act, context | more, stale_url=url, template=template)


def upload(form: Any, name: str) -> tuple[str, bytes] | None:
    """Name and bytes of a file that was sent with the form."""
    file = form.cleaned_data.get(name)
    return (file.name, file.read()) if file else None
