"""What pages of panels share: what was posted, and one frame for acts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look


def posted(request: HttpRequest) -> Any:
    """What was sent, or None on the way in and after a conflict."""
    return request.POST if request.method == "POST" and not wants_another_look(request) else None


def task(
    request: HttpRequest,
    form: Any,
    run: Callable[[Any], object],
    *,
    done: str,
    to: str,
    context: dict[str, Any],
    template: str = "programmes/panels/task.html",
) -> HttpResponseBase:
    """A page with one form: what the verb refuses stands beside its field, a stale one gets 409."""
    if form.is_bound and form.is_valid():
        try:
            run(form)
        except StaleEdit as stale:
            return conflict(request, stale.differences, current_url=to, version="")
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(to)
    return render(request, template, {"form": form, "back_url": to, **context})
