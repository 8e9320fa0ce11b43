"""A task page whose form works by one verb: what the verb refuses stands beside its field."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[], HttpResponseBase],
    context: dict[str, Any],
    *,
    stale_url: str = "",
    template: str = "web/task.html",
) -> HttpResponseBase:
    """A task page: `act` calls the verb when the form is right; what is refused stands beside its field.

    StaleEdit becomes 409, with the way to `stale_url`.
    """
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            return act()
        except StaleEdit as error:
            return conflict(request, error.differences, current_url=stale_url, version="")
        except Impossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, template, {"form": form, **context})
