"""Task pages of a round: prepare, change, quotas, a later end, cancel, attach."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.periods import Outage
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.domain import round as verbs
from qinglan.programmes.domain.round_extension import NewEnd, extend_round
from qinglan.programmes.domain.round_paper import attach_file
from qinglan.programmes.domain.round_quota import set_quotas
from qinglan.programmes.forms import AttachmentForm, ExtendForm, QuotaForm, ReasonForm, RoundForm
from qinglan.programmes.models import Round
from qinglan.programmes.rounds.quota_lines import lines_of, quotas_in
from qinglan.programmes.views.access import round_page


@login_required
def new_round(request: HttpRequest) -> HttpResponseBase:
    """``/rounds/new/``."""
    permissions.require(request.user, "programmes.prepare_rounds")
    asked = request.GET.get("scheme", "")
    initial = {"scheme": asked if asked.isdecimal() else None, "year": clock.today().year}
    form = RoundForm(request.POST or None, initial=initial, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name not in ("version", "scheme")}
        try:
            one = verbs.create_round(
                acting_user=request.user, version=form.cleaned_data["scheme"], plan=verbs.RoundPlan(**data)
            )
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The round is prepared. Check it and announce it."))
            return redirect("programmes:follow", one.pk)
    context = {
        "title": _("Prepare a round"),
        "lead": _("Nothing is public before you announce it."),
        "form": form,
        "submit": _("Prepare the round"),
        "back_url": reverse("programmes:rounds"),
        "breadcrumbs": [(_("Rounds"), reverse("programmes:rounds")), (_("Prepare a round"), "")],
    }
    return render(request, "web/task.html", context)


@round_page("programmes.change_round")
def change(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/edit/``."""
    initial = {name: getattr(one, name) for name in verbs.RoundPlan.__annotations__} | {
        "version": one.revision
    }

    def run(form: Any) -> Any:
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return verbs.change_round(
            acting_user=request.user,
            round=one,
            values=values,
            seen_revision=form.cleaned_data["version"] or 0,
        )

    form = RoundForm(request.POST or None, initial=initial, one=one)
    words = (_("Change the round"), "", _("Save the changes"), _("The round is changed."))
    return _task(request, one, form, run, words)


@round_page("programmes.set_quotas")
def quotas(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/quotas/``."""

    def run(form: Any) -> Any:
        return set_quotas(
            acting_user=request.user, round=one, quotas=quotas_in(form.cleaned_data["lines"]),
            seen_revision=form.cleaned_data["version"] or 0,
        )  # fmt: skip

    form = QuotaForm(request.POST or None, initial={"version": one.revision, "lines": lines_of(one)})
    words = (
        _("Quotas of the round"),
        _("How many cases each district or recommending body may put forward."),
        _("Save the quotas"),
        _("The quotas are set."),
    )
    return _task(request, one, form, run, words)


@round_page("programmes.extend_round")
def extend(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/extend/``."""

    def run(form: Any) -> Any:
        data = form.cleaned_data
        outage = None
        if data["outage_began"] or data["outage_ended"]:
            if not (
                data["outage_began"] and data["outage_ended"] and data["outage_began"] < data["outage_ended"]
            ):
                raise Impossible(_("Say when the outage began and when it ended."), field="outage_began")
            outage = Outage(data["outage_began"], data["outage_ended"])
        return extend_round(
            acting_user=request.user, round=one, to=NewEnd(data["closes_at"], outage), reason=data["reason"],
            seen_revision=data["version"] or 0,
        )  # fmt: skip

    form = ExtendForm(request.POST or None, initial={"version": one.revision})
    words = (
        _("Put off the end of the round"),
        _("The new end and the reason stand on the public page."),
        _("Put off the end"),
        _("The end is put off."),
    )
    return _task(request, one, form, run, words)


@round_page("programmes.cancel_round")
def cancel(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/cancel/``."""

    def run(form: Any) -> Any:
        return verbs.cancel_round(
            acting_user=request.user, round=one, reason=form.cleaned_data["reason"],
            seen_revision=form.cleaned_data["version"] or 0,
        )  # fmt: skip

    form = ReasonForm(request.POST or None, initial={"version": one.revision})
    words = (
        _("Cancel the round"),
        _("Drafts lapse. A round with submitted applications can't be cancelled."),
        _("Cancel the round"),
        _("The round is cancelled."),
    )
    return _task(request, one, form, run, words)


@round_page("programmes.attach_round_file")
def attach(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/attach/``."""

    def run(form: Any) -> Any:
        file = form.cleaned_data["file"]
        return attach_file(
            acting_user=request.user, round=one, title=form.cleaned_data["title"], name=file.name,
            content=file.read(), declared_type=file.content_type or "",
        )  # fmt: skip

    form = AttachmentForm(request.POST or None, request.FILES or None)
    words = (
        _("Attach a file to the round"),
        _("It is public with the round."),
        _("Attach the file"),
        _("The file is attached."),
    )
    return _task(request, one, form, run, words, uploads=True)


def _task(
    request: HttpRequest,
    one: Round,
    form: Any,
    run: Callable[[Any], Any],
    words: tuple[str, str, str, str],
    *,
    uploads: bool = False,
) -> HttpResponseBase:
    title, lead, submit, done = words
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            run(form)
        except StaleEdit as stale:
            one.refresh_from_db()
            return conflict(
                request,
                stale.differences,
                current_url=reverse("programmes:follow", args=[one.pk]),
                version=str(one.revision),
            )
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, done)
            return redirect("programmes:follow", one.pk)
    context = {
        "title": title,
        "lead": lead or one.title,
        "form": form,
        "submit": submit,
        "uploads": uploads,
        "back_url": reverse("programmes:follow", args=[one.pk]),
        "breadcrumbs": [
            (_("Rounds"), reverse("programmes:rounds")),
            (one.title, reverse("programmes:follow", args=[one.pk])),
            (title, ""),
        ],
    }
    return render(request, "web/task.html", context)
