"""The door before pages about one arrangement, and what they share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.contracts.models import Mobility
from qinglan.kernel import permissions
from qinglan.kernel.web.task_page import form_page

View = Callable[..., HttpResponseBase]


def mobility_open_to(permission: str) -> Callable[[View], View]:
    """Let in whom a permission on the arrangement in the address lets in; others get 403 with the reason."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapped(request: HttpRequest, number: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            rows = Mobility.objects.select_related("unit", "firm", "person", "technology", "agreement")
            found = rows.filter(number=number).first()
            if found is None:
                raise Http404
            permissions.require(request.user, permission, found)
            return view(request, mobility=found, **kwargs)

        return wrapped

    return decorate


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
