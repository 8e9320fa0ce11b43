"""The reading bench, on which an official decides on what was read, and what follows from it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.plans import forms
from qinglan.plans.domain import item as items
from qinglan.plans.domain.version import withdraw_version
from qinglan.plans.marked import marked
from qinglan.plans.models import Body, Decision, Quantity, QuantityKind, Version, VersionState
from qinglan.plans.views.shared import leave_for, seen_revision, show_refusal, task_page, version_of


@login_required
def reading(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The reading bench: text on the left, what was read on the right."""
    version = version_of(request, slug, number)
    if version.state != VersionState.READING:
        messages.info(request, _("This version is no longer being confirmed."))
        return redirect(f"{version.plan.get_absolute_url()}?version={number}")
    blocks = []
    for article in version.articles.prefetch_related("quantities", "bodies").order_by("number"):
        rows = list(article.quantities.all())
        shown = [row for row in rows if row.decision != Decision.DROPPED]
        blocks.append(
            {
                "article": article,
                "paragraphs": marked(article.text, shown),
                "items": rows,
                "bodies": list(article.bodies.all()),
            }
        )
    context = {"title": _("Confirm the reading"), "plan": version.plan, "blocks": blocks, **_state(version)}
    return render(request, "plans/reading.html", context)


def _state(version: Version) -> dict[str, Any]:
    undecided = (
        version.quantities.filter(decision=Decision.PROPOSED).count()
        + version.bodies.filter(decision=Decision.PROPOSED).count()
    )
    unlinked = (
        version.quantities.filter(kind=QuantityKind.TARGET, measure="")
        .exclude(decision=Decision.DROPPED)
        .count()
    )
    return {
        "version": version,
        "plan": version.plan,
        "undecided": undecided,
        "unlinked": unlinked,
        "undecided_text": _("%(count)s items are still to be decided") % {"count": undecided},
        "unlinked_text": _("%(count)s targets are not linked to a measure yet") % {"count": unlinked},
    }


def not_ready(version: Version) -> str:
    """What keeps the version from being published, in words; "" where nothing does."""
    state = _state(version)
    return str(
        state["undecided_text"] if state["undecided"] else state["unlinked_text"] if state["unlinked"] else ""
    )


def decide(request: HttpRequest, pk: int, act: str, kind: str) -> HttpResponse:
    """Confirm or drop an item (`kind` is quantity or body).

    A script gets the item as it stands then, with 409 and a word on it where somebody was faster;
    a form gets the bench, or the page that shows both versions. Who only opens the address, as
    after logging in again, is led to the bench.
    """
    row: Quantity | Body
    if kind == "quantity":
        row = get_object_or_404(Quantity.objects.select_related("version__plan", "article"), pk=pk)
    else:
        row = get_object_or_404(Body.objects.select_related("version__plan", "article"), pk=pk)
    bench = reverse("plans:reading", args=[row.version.plan.slug, row.version.number])
    place = f"{bench}#{_anchor(row)}"
    if not request.user.is_authenticated:
        return leave_for(request, redirect_to_login(place).url)
    if request.method != "POST" or wants_another_look(request):
        return redirect(place)
    verb = items.confirm_item if act == "confirm" else items.drop_item
    try:
        decided = verb(acting_user=request.user, item=row, seen_revision=seen_revision(request))
    except StaleEdit as error:
        if not request.headers.get("HX-Request"):
            return conflict(request, error.differences, current_url=place)
        row.refresh_from_db()
        return _item(request, row, stale=True)
    except Impossible as error:
        messages.error(request, error.message)
        return leave_for(request, bench)
    return _item(request, decided) if request.headers.get("HX-Request") else redirect(place)


def _anchor(row: Quantity | Body) -> str:
    return f"item-{row.slug}" if isinstance(row, Quantity) else f"body-{row.pk}"


def _item(request: HttpRequest, row: Quantity | Body, *, stale: bool = False) -> HttpResponse:
    shown = {"item": row} if isinstance(row, Quantity) else {"body": row}
    context = {**shown, **_state(row.version), "stale": stale}
    return render(request, "plans/decided.html", context, status=409 if stale else 200)


@login_required
def confirm_all(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Confirm every item that is still open."""
    version = version_of(request, slug, number)
    if request.method == "POST":
        try:
            count = items.confirm_all(acting_user=request.user, version=version)
            messages.success(request, _("%(count)s items confirmed.") % {"count": count})
        except Impossible as error:
            messages.error(request, error.message)
    return redirect("plans:reading", slug, number)


@login_required
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a published version back."""
    version = version_of(request, slug, number)
    permissions.require(request.user, "plans.withdraw", version)
    form = forms.ReasonForm(request.POST or None, initial={"version": version.revision})
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            withdraw_version(
                acting_user=request.user,
                version=version,
                reason=form.cleaned_data["reason"],
                seen_revision=seen_revision(request),
            )
        except StaleEdit as error:
            version.refresh_from_db()
            current = f"{version.plan.get_absolute_url()}?version={number}"
            return conflict(request, error.differences, current_url=current, version=str(version.revision))
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The version is withdrawn."))
            return redirect(f"{version.plan.get_absolute_url()}?version={number}")
    return task_page(
        request,
        "plans/withdraw.html",
        form,
        title=_("Withdraw version %(number)s of “%(plan)s”") % {"number": number, "plan": version.plan.name},
        submit=_("Withdraw this version"),
        back_url=version.plan.get_absolute_url(),
        has_help=True,
    )
