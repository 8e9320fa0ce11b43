"""``/handling/<case>/<act>/``: task pages of those who handle cases, one frame for all acts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.domain.joint_check import enter_reply
from qinglan.programmes.handling import forms
from qinglan.programmes.handling.acts import ACTS, Act
from qinglan.programmes.models import Case, DepartmentReply, Reply
from qinglan.programmes.views.access import case_of, case_page

Text = str | Promise


def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/handling/<case>/<act>/``: open to whom the act's permission lets in."""
    one = ACTS.get(name)
    if one is None:
        raise Http404
    return case_page(one.permission)(_act)(request, pk=pk, one=one)


def _act(request: HttpRequest, case: Case, one: Act) -> HttpResponseBase:
    """One act on a case; what the verb refuses stands beside the field and nothing is lost."""
    form = one.form(case, _posted(request), initial=_initial(case, one.name))
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            one.run(request.user, case, form)
        except StaleEdit as stale:
            return _stale(request, case, stale)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(one.done))
            return redirect("handling:record", pk=case.pk)
    return _task(request, case, form, one.title, one.lead, one.submit)


@case_page("programmes.see_replies")
def reply(request: HttpRequest, case: Case, reply: int) -> HttpResponseBase:
    """What one department replied on one case."""
    found = get_object_or_404(DepartmentReply.objects.select_related("case"), pk=reply, case=case)
    permissions.require(request.user, "programmes.reply_for_department", found)
    initial = {"seen": found.reply, "answer": found.reply, "reason": found.reason, "source": found.source}
    form = forms.ReplyForm(case, _posted(request), initial=initial)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        data = form.cleaned_data
        try:
            enter_reply(
                acting_user=request.user,
                reply=found,
                answer=Reply(data["answer"]),
                reason=data["reason"],
                source=data["source"],
                seen=data["seen"] or None,
            )
        except StaleEdit as stale:
            return _stale(request, case, stale)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The reply is entered."))
            if permissions.answer(request.user, "programmes.handle_case", case):
                return redirect("handling:record", pk=case.pk)
            return redirect("handling:replies")
    title = _("Reply of %(department)s") % {"department": found.department}
    lead = _("When all departments replied without an objection, the case goes on by itself.")
    return _task(request, case, form, title, lead, _("Enter the reply"))


def _initial(case: Case, name: str) -> dict[str, Any]:
    if name != "decide":
        return {}
    decision = case.decisions.filter(release__isnull=True, item__state="open").last()
    if decision is None:
        return {"seen": 0}
    return {
        "seen": decision.revision,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "clause": decision.clause,
    }


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _task(
    request: HttpRequest, case: Case, form: forms.HandlingForm, title: Text, lead: Text, submit: Text
) -> HttpResponseBase:
    here = reverse("handling:record", args=[case.pk])
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "points": form.rows() if isinstance(form, forms.CorrectionForm) else [],
        "case": case,
        "submit": submit,
        "back_url": here,
        "breadcrumbs": [(_("Cases on your desk"), reverse("handling:queue")), (str(case), here), (title, "")],
    }
    return render(request, "programmes/handling_task.html", context)


def _stale(request: HttpRequest, case: Case, stale: StaleEdit) -> HttpResponseBase:
    now = case_of(case.pk)
    return conflict(
        request,
        stale.differences,
        current_url=reverse("handling:record", args=[now.pk]),
        version=str(now.revision),
    )
