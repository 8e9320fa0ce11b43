"""The door before pages about one registration, and what they share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Registration
from qinglan.contracts.registering.queries import registrations
from qinglan.kernel import permissions
from qinglan.kernel.web.task_page import form_page

View = Callable[..., HttpResponseBase]


def registration_or_404(key: int) -> Registration:
    """The registration with this key; Http404."""
    found = registrations().select_related("office__registration_office").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def registration_open_to(permission: str) -> Callable[[View], View]:
    """Let in whom a permission on the registration in the address lets in; others get 403 with the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, key: int, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            row = registration_or_404(key)
            permissions.require(request.user, permission, row)
            return view(request, row=row, **kwargs)

        return wrapped

    return decorate


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
