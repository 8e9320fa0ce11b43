"""The owner, on his telephone: look, ask for the code, confirm or decline. No login is needed.

Whoever has the link sees what would be done and may decline it; only the code, which goes to the
owner's own number and mailbox, lets it be done.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.counter.acts import ACTS, data_of, rows_of
from qinglan.kernel.counter.domain.entry import confirm_entry, decline_entry, entry_of
from qinglan.kernel.counter.forms import CodeForm, DeclineForm
from qinglan.kernel.counter.models import Entry
from qinglan.kernel.messages.domain.link import LinkClosed, WrongCode, ask_for_code, count_wrong_code
from qinglan.kernel.permissions import PermissionRefused


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """``/c/<token>/``: exactly what will be done; posted with the code, it is done."""
    try:
        entry = entry_of(token)
    except LinkClosed as closed:
        return _closed(request, closed)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = confirm_entry(acting_user=entry.owner, token=token, code=form.cleaned_data["code"])
        except WrongCode as wrong:
            count_wrong_code(wrong.link)
            form.add_error("code", wrong.message)
        except LinkClosed as closed:
            return _closed(request, closed)
        except StaleEdit:
            form.add_error(
                None, _("The record was changed since it was typed. Nothing was done: have it typed again.")
            )
        except Impossible as refusal:
            form.add_error(None, refusal.message)
        except PermissionRefused as refused:
            form.add_error(None, refused.reason)
        else:
            return _done(request, done)
    return _show(request, entry, token, form)


@require_POST
@never_cache
def code(request: HttpRequest, token: str) -> HttpResponse:
    """``/c/<token>/code/``: send the code to the owner."""
    try:
        ask_for_code(token)
    except LinkClosed as closed:
        return _closed(request, closed)
    messages.success(request, _("The code was sent to your telephone number and mailbox on record."))
    return redirect("counter:confirm", token)


@require_POST
@never_cache
def decline(request: HttpRequest, token: str) -> HttpResponse:
    """``/c/<token>/decline/``: nothing is done."""
    form = DeclineForm(request.POST)
    form.is_valid()
    try:
        entry = entry_of(token)
        decline_entry(acting_user=entry.owner, token=token, reason=form.cleaned_data.get("reason", ""))
    except LinkClosed as closed:
        return _closed(request, closed)
    except Impossible as refusal:
        messages.warning(request, refusal.message)
        return redirect("counter:confirm", token)
    context = {
        "title": _("You have declined"),
        "next_steps": [_("Nothing was done."), _("The officer was told.")],
    }
    return render(request, "counter/answered.html", context)


def _show(request: HttpRequest, entry: Entry, token: str, form: CodeForm) -> HttpResponse:
    one = ACTS[entry.act]
    thing = one.subject(entry.subject) if one.subject else None
    context: dict[str, Any] = {
        "title": one.title,
        "lead": _(
            "{officer} has typed this for you at the counter. Nothing is done before you confirm."
        ).format(officer=entry.officer),
        "entry": entry,
        "token": token,
        "summary": [
            {"label": _("What it concerns"), "value": entry.about},
            *rows_of(one.form(thing, data_of(entry.values))),
        ],
        "form": form,
        "decline_form": DeclineForm(),
        "code_sent": bool(entry.link.code_digest) or form.is_bound,
    }
    # The policy of every page, same-origin, keeps the token from other sites; with no-referrer the
    # browser would call the origin of the form null, and the forgery check would refuse it.
    return render(request, "counter/confirm.html", context)


def _done(request: HttpRequest, entry: Entry) -> HttpResponse:
    context = {
        "title": _("Done"),
        "reference_label": ACTS[entry.act].title,
        "reference": entry.about,
        "next_steps": [_("It was done in your name. On record stands who typed it at the counter.")],
        "links": [{"url": entry.result_url, "label": _("Open the result")}] if entry.result_url else [],
    }
    return render(request, "counter/answered.html", context)


def _closed(request: HttpRequest, closed: LinkClosed) -> HttpResponse:
    context = {"title": _("This link can't be used"), "why": closed.message}
    return render(request, "counter/closed.html", context, status=404 if closed.reason == "unknown" else 410)
