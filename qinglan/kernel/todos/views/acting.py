"""Take, put back and hand over: one or several at once."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.todos.domain.todo import hand_over_all, put_back_todo, take_todo
from qinglan.kernel.todos.holdings import holders_of
from qinglan.kernel.todos.models import Todo
from qinglan.kernel.todos.queries import todos_visible_to
from qinglan.kernel.web.views import errors

MOST = 200
"""So many at once."""
ACTS: Mapping[str, Callable[..., Todo]] = {"take": take_todo, "put-back": put_back_todo}


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponseBase:
    """``/desk/todos/act/``: `act` with every `todo` that was chosen, then back to where one came from."""
    keys = _keys(request.POST.getlist("todo"))
    wanted = request.POST.get("act", "")
    back = _back(request)
    if not keys:
        messages.error(request, _("Choose at least one to-do first."))
        return redirect(back)
    if wanted == "hand-over":
        query = urlencode([("todo", key) for key in keys] + [("next", back)])
        return redirect(f"{reverse('todos:hand-over')}?{query}")
    if wanted not in ACTS:
        messages.error(request, _("This can't be done with a to-do."))
        return redirect(back)
    rows = list(Todo.objects.filter(pk__in=keys).order_by("pk"))
    done, late = 0, []
    for row in rows:
        try:
            ACTS[wanted](acting_user=request.user, todo=row)
            done += 1
        except StaleEdit as stale:
            if len(rows) == 1:
                return errors.conflict(request, stale.differences, current_url=back)
            late.append(str(row))
        except PermissionRefused as refused:
            if len(rows) == 1:
                raise
            late.append(f"{row} ({refused.reason})")
    if done:
        said = (
            ngettext("You have %(count)s to-do in hand.", "You have %(count)s to-dos in hand.", done)
            if wanted == "take"
            else ngettext("%(count)s to-do is open again.", "%(count)s to-dos are open again.", done)
        )
        messages.success(request, said % {"count": done})
    if late:
        messages.error(
            request, _("Somebody else was first, or it is closed: %(list)s") % {"list": "; ".join(late)}
        )
    return redirect(back)


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as: on leave until 1 December. The other person reads it."),
    )


@login_required
def hand_over(request: HttpRequest) -> HttpResponseBase:
    """``/desk/todos/hand-over/?todo=…``: to somebody who may do all of them."""
    given = request.POST if request.method == "POST" else request.GET
    rows = list(
        todos_visible_to(request.user).filter(pk__in=_keys(given.getlist("todo"))).order_by("pk")[:MOST]
    )
    back = _back(request)
    if not rows:
        messages.error(request, _("There is nothing left to hand over: it was closed, or is not yours."))
        return redirect(back)
    rows = _as_seen(rows, given.getlist("seen"))
    people = _candidates(rows)
    form = HandOverForm(request.POST or None)
    form.fields["to"].choices = [(str(key), str(one)) for key, one in people.items()]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            chosen = people[int(form.cleaned_data["to"])]
            count = hand_over_all(
                acting_user=request.user,
                todos=rows,
                to=chosen,
                reason=form.cleaned_data["reason"],
            )
        except StaleEdit as stale:
            return errors.conflict(request, stale.differences, current_url=back)
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            said = ngettext(
                "%(count)s to-do was handed to %(name)s.", "%(count)s to-dos were handed to %(name)s.", count
            )
            messages.success(request, said % {"count": count, "name": chosen})
            return redirect(back)
    context = {
        "title": _("Hand over"),
        "lead": _("Whoever takes it over gets a message with your reason."),
        "todos": rows,
        "people": people,
        "form": form,
        "submit": _("Hand over"),
        "back_url": back,
    }
    return render(request, "todos/hand_over.html", context, status=422 if form.errors else 200)


def _candidates(rows: list[Todo]) -> dict[int, Any]:
    """Who may do all of them and has not all of them in hand, by key: one query for each addressee."""
    common: dict[int, Any] | None = None
    for to in {row.addressee: row.to for row in rows if row.user_id is None}.values():
        people = {person.pk: person for person in holders_of(to)}
        common = people if common is None else {key: one for key, one in common.items() if key in people}
    hands = {row.taken_by_id for row in rows}
    only = hands.pop() if len(hands) == 1 else None
    return {key: one for key, one in (common or {}).items() if key != only}


def _as_seen(rows: list[Todo], seen: list[str]) -> list[Todo]:
    """The rows with whoever had them in hand when the page was drawn (``key-hand``), to notice a change."""
    hands = dict(pair.split("-", 1) for pair in seen if "-" in pair)
    for row in rows:
        raw = hands.get(str(row.pk))
        if raw is not None:
            row.taken_by_id = int(raw) if raw.isdigit() else None
    return rows


def _keys(raw: list[str]) -> list[int]:
    return sorted({int(one) for one in raw if one.isascii() and one.isdigit() and len(one) < 19})[:MOST]


def _back(request: HttpRequest) -> str:
    """Where one came from, on this site; else the desk's list."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else reverse("todos:list")
