"""Pages that work by one verb: a form whose refusals stand beside its fields, and an act of one press."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.choosing import is_choosing
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

    StaleEdit becomes 409, with the way to `stale_url`. A form that was sent to search among rows is drawn again.
    """
    if (
        request.method == "POST"
        and not wants_another_look(request)
        and not is_choosing(form)
        and form.is_valid()
    ):
        try:
            return act()
        except StaleEdit as error:
            return conflict(request, error.differences, current_url=stale_url, version="")
        except Impossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(request, template, {"form": form, **context})


def posted(request: HttpRequest) -> tuple[QueryDict | None, Any]:
    """What was sent with its files, if anything: the arguments of a form."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def seen(request: HttpRequest, row: Any) -> Any:
    """`row` with the revision that the page was opened with, so that the verb notices a later change."""
    version = request.POST.get("version", "")
    if version.isdecimal():
        row.revision = int(version)
    return row


def press(
    request: HttpRequest,
    url: str,
    verb: Callable[[], Any],
    done: Any,
    *,
    to: Callable[[Any], str] | None = None,
) -> HttpResponseBase:
    """An act that needs one press; afterwards to `url`, with `done` or what was refused. StaleEdit becomes 409.

    Done, it goes on to what `to` says of what the verb made, where given. Who wants another look after a 409 goes
    to `url`, and nothing is done before he presses again.
    """
    if wants_another_look(request):
        return redirect(url)
    try:
        made = verb()
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=url, version="")
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect(url)
    messages.success(request, str(done))
    return redirect(to(made) if to is not None else url)
