"""The gate as pages: hand in, check, return, publish, renew, withdraw."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.disclosure.domain.clearance import scan_all
from qinglan.kernel.web.views.errors import wants_another_look
from qinglan.market import check_forms
from qinglan.market.domain import gate
from qinglan.market.domain.amendment import begin_change
from qinglan.market.domain.application import confirm_application
from qinglan.market.domain.listing import discard_draft
from qinglan.market.duplicates import near
from qinglan.market.models import Application, Level
from qinglan.market.seeing import public_texts, seen
from qinglan.market.views.access import SPACES, as_seen, open_to, posted, stale, task_page
from qinglan.market.views.record import _sections, _summary

ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "hand-in": (
        gate.hand_in,
        gettext_lazy(
            "Handed in. An administrator of the organisation, or its broker, makes the first check."
        ),
    ),
    "take-back": (gate.take_back, gettext_lazy("Taken back; you can change it again.")),
    "renew": (gate.renew, gettext_lazy("Confirmed as current; the last day has moved on.")),
    "change": (
        begin_change,
        gettext_lazy("This is a draft of the change. What is public stays until it has passed the checks."),
    ),
    "discard": (discard_draft, gettext_lazy("The draft is discarded.")),
}


@require_POST
@open_to("market.edit")
def act(request: HttpRequest, side: str, listing: Any, name: str) -> HttpResponseBase:
    """``/market/…/<pk>/<act>/``: acts that need one press."""
    verb, done = ACTS[name]
    try:
        found = verb(acting_user=request.user, listing=listing)
    except StaleEdit as error:
        return stale(request, side, listing.pk, error)
    except Impossible as refusal:
        messages.error(request, refusal.message)
        return redirect(listing)
    messages.success(request, str(done))
    if name == "discard":
        return redirect(f"{SPACES[side]}:mine")
    return redirect(found)


@open_to("market.check_first")
def check_first(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/first-check/``: by the organisation or its broker."""
    form = check_forms.FirstCheckForm(posted(request), listing=listing, user=request.user)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            gate.pass_first(
                acting_user=request.user,
                listing=as_seen(listing, form.cleaned_data["version"]),
                points=form.cleaned_data["points"],
                secrecy=form.secrecy,
            )
        except StaleEdit as error:
            return stale(request, side, listing.pk, error)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _(
                    "The first check is passed. A market officer makes the second one and then it becomes public."
                ),
            )
            return redirect(listing)
    title, submit = _("First check by the organisation"), _("Pass it on to the market officer")
    return _check(request, side, listing, form, title, submit)


@open_to("market.check_second")
def check_second(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/second-check/``: by a market officer, who publishes it."""
    found = near(listing)
    public_files = any(one.level == Level.PUBLIC for one in listing.attachments.all())
    asks = {
        "listing": listing,
        "has_near": bool(found),
        "has_files": public_files,
        "asks_override": bool(scan_all(public_texts(listing)).findings),
    }
    form = check_forms.SecondCheckForm(posted(request), **asks)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        data = form.cleaned_data
        try:
            public = gate.publish(
                acting_user=request.user,
                listing=as_seen(listing, data["version"]),
                points=data["points"],
                basis=data["basis"],
                differs=data.get("differs", ""),
                read_by_eye=data.get("read_by_eye", False),
                override_reason=data.get("override_reason", ""),
            )
        except StaleEdit as error:
            return stale(request, side, listing.pk, error)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is public now."))
            return redirect(public)
    title, submit = _("Check for publication"), _("Publish it")
    return _check(request, side, listing, form, title, submit, near=found)


@open_to("market.view")
def give_back(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/return/``: from either check, with coded reasons; the verb asks who may."""
    form = check_forms.ReturnForm(posted(request), listing=listing)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        data = form.cleaned_data
        try:
            gate.return_listing(
                acting_user=request.user,
                listing=as_seen(listing, data["version"]),
                reasons=data["reasons"],
                note=data["note"],
            )
        except StaleEdit as error:
            return stale(request, side, listing.pk, error)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Returned to its owner, with the reasons."))
            return redirect(listing)
    return task_page(request, side, listing, form, _("Return for correction"), _("Return it"))


@open_to("market.edit")
def withdraw(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/withdraw/``."""
    form = check_forms.ReasonForm(posted(request), listing=listing)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            gate.withdraw(
                acting_user=request.user,
                listing=as_seen(listing, form.cleaned_data["version"]),
                reason=form.cleaned_data["reason"],
            )
        except StaleEdit as error:
            return stale(request, side, listing.pk, error)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Withdrawn; it stays on record with the reason."))
            return redirect(listing)
    return task_page(request, side, listing, form, _("Withdraw"), _("Withdraw it"))


@open_to("market.confirm_application")
def confirm(request: HttpRequest, side: str, listing: Any, application: int) -> HttpResponseBase:
    """``/market/technologies/<pk>/applications/<application>/confirm/``."""
    row = get_object_or_404(Application, pk=application, listing=listing)
    form = check_forms.BasisForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            confirm_application(acting_user=request.user, application=row, basis=form.cleaned_data["basis"])
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The application is confirmed and counts from now on."))
            return redirect(listing)
    return task_page(
        request, side, listing, form, _("Confirm an application"), _("Confirm the application"), lead=str(row)
    )


def _check(
    request: HttpRequest, side: str, listing: Any, form: Any, title: str, submit: str, **more: Any
) -> HttpResponseBase:
    """The page of a check: what becomes public stands beside the form."""
    public = seen(listing, level=Level.PUBLIC)
    everything = seen(listing, level=Level.OWNER)
    context = {
        "public_rows": _summary(listing, public, side),
        "public_sections": _sections(listing, public, side),
        "kept": [
            {"label": one.label, "lines": everything.shown[one.name]}
            for one in everything.aspects()
            if one.name in public.withheld
        ],
        "return_url": reverse(f"{SPACES[side]}:return", args=[listing.pk]),
        **more,
    }
    return task_page(request, side, listing, form, title, submit, template="market/check.html", **context)
