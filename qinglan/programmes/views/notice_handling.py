"""Officers' pages of objections and leads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents import code
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.cases.time_left import days_left
from qinglan.programmes.domain.lead import note_lead
from qinglan.programmes.domain.objection import answer_objector, rule_on_objection
from qinglan.programmes.models import Lead, Objection, Ruling
from qinglan.programmes.notices.forms import AnswerForm, FindingForm, RulingForm
from qinglan.programmes.notices.objector_data import masked
from qinglan.programmes.views.notice_office import RULING_LIGHTS


def _objection(request: HttpRequest, pk: int, permission: str) -> Objection:
    rows = Objection.objects.select_related(
        "entry__notice__round__version__programme", "entry__case", "objector", "ruled_by", "answered_by"
    )
    found = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, permission, found)
    return found


def _crumbs(one: Any, last: str) -> list[tuple[str, str]]:
    notice = one.entry.notice if isinstance(one, Objection) else one.notice
    return [
        (pgettext("programmes", "Public notices"), reverse("notices:list")),
        (notice.title, reverse("notices:record", args=[notice.pk])),
        (last, ""),
    ]


@require_safe
@never_cache
@login_required
def objection(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/handling/objections/<pk>/``: what is objected; the person is masked."""
    one = _objection(request, pk, "programmes.see_objector")
    context = {
        "title": _("Objection %(number)s") % {"number": code.shown(one.number)},
        "kind": _("Objection"),
        "objection": one,
        "person": masked(one),
        "files": one.files.select_related("file"),
        "status": {"kind": RULING_LIGHTS[Ruling(one.state)], "word": one.get_state_display()},
        "left": days_left(one.ruling_due_at if one.state == Ruling.OPEN else one.answer_due_at)
        if one.answered_at is None
        else None,
        "answer": str(one.entry),
        "act": _next_act(one),
        "visibility": _(
            "Officers of the scheme's territory see this page. Each look at the person is noted."
        ),
        "breadcrumbs": _crumbs(one, _("Objection")),
    }
    return render(request, "programmes/objection.html", context)


@login_required
def rule(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/handling/objections/<pk>/rule/``."""
    one = _objection(request, pk, "programmes.rule_on_objection")

    def run(form: Any) -> Any:
        data = form.cleaned_data
        return rule_on_objection(
            acting_user=request.user, objection=one, ruling=Ruling(data["ruling"]), reason=data["reason"],
            clause=data["clause"],
        )  # fmt: skip

    words = (
        _("Rule on the objection"),
        _("It concerns %(entry)s. An upheld one takes the case off the list; the applicant is told at once.")
        % {"entry": one.entry},
        _("Rule on the objection"),
        _("The ruling is kept. Answer who objected now."),
    )
    return _task(request, one, RulingForm(request.POST or None), run, words)


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/handling/objections/<pk>/answer/``."""
    one = _objection(request, pk, "programmes.answer_objector")

    def run(form: Any) -> Any:
        return answer_objector(acting_user=request.user, objection=one, how=form.cleaned_data["how"])

    words = (
        _("Note the answer to who objected"),
        _("Tell the ruling with its reason, then note here how it was told."),
        _("Keep the answer"),
        _("The answer is noted."),
    )
    return _task(request, one, AnswerForm(request.POST or None), run, words)


@login_required
def lead(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/handling/leads/<pk>/``: the letter, and the form for what was found."""
    rows = Lead.objects.select_related("notice__round__version__programme", "entry", "noted_by")
    one = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, "programmes.note_lead", one)
    back = reverse("notices:record", args=[one.notice_id])
    form = FindingForm(request.POST or None)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            note_lead(acting_user=request.user, lead=one, finding=form.cleaned_data["finding"])
        except StaleEdit as stale:
            return conflict(request, stale.differences, current_url=back)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("What was found is noted."))
            return redirect(back)
    context = {
        "title": _("Look into a lead"),
        "lead": str(one.entry) if one.entry else one.notice.title,
        "one": one,
        "form": form,
        "submit": _("Keep the finding"),
        "back_url": back,
        "breadcrumbs": _crumbs(one, _("Lead")),
    }
    return render(request, "programmes/lead.html", context)


def _next_act(one: Objection) -> dict[str, str] | None:
    if one.state == Ruling.OPEN:
        return {"url": reverse("notices:rule", args=[one.pk]), "label": _("Rule on the objection")}
    if one.answered_at is None:
        return {"url": reverse("notices:answer", args=[one.pk]), "label": _("Note the answer")}
    return None


def _task(
    request: HttpRequest, one: Objection, form: Any, run: Any, words: tuple[str, str, str, str]
) -> HttpResponseBase:
    title, lead, submit, done = words
    here = one.get_absolute_url()
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            run(form)
        except StaleEdit as stale:
            return conflict(request, stale.differences, current_url=here)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(here)
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "submit": submit,
        "back_url": here,
        "breadcrumbs": _crumbs(one, title),
    }
    return render(request, "web/task.html", context)
