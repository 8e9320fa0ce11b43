"""Yearly figures of one organisation: what is due, what was reported, one report."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures.units import unit_words
from qinglan.kernel.web import dates, tables
from qinglan.kernel.web.quantities import number as number_words
from qinglan.parties.domain import yearly_report as verbs
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_figure import (
    ReportState,
    YearlyForm,
    YearlyReport,
)
from qinglan.parties.yearly_counter import key_of

LIGHTS = {
    ReportState.DRAFT: "idle",
    ReportState.SUBMITTED: "due",
    ReportState.RETURNED: "late",
    ReportState.ACCEPTED: "done",
    ReportState.SUPERSEDED: "idle",
}


def report_of(pk: int) -> YearlyReport:
    """The report; Http404."""
    rows = YearlyReport.objects.select_related("form", "organisation__territory", "corrects")
    return get_object_or_404(rows, pk=pk)


@login_required
def overview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/organisations/<pk>/yearly/``: which years are reported, and what is due."""
    organisation = get_object_or_404(Organisation, pk=pk)
    permissions.require(request.user, "yearly.view", organisation)
    reports = YearlyReport.objects.filter(organisation=organisation).select_related("form")
    last = clock.today().year - 1
    due: list[dict[str, Any]] = []
    for form in YearlyForm.objects.filter(is_current=True, kinds__contains=[organisation.kind]):
        due += [
            {"form": form, "year": year, "due": form.due_on(year), "key": key_of(organisation, form, year)}
            for year in (last, last - 1)
            if not any(one.form_slug == form.slug and one.year == year for one in reports)
        ]
    title = gettext("Yearly figures")
    context = {
        "title": title,
        "lead": gettext(
            "Confidential: members and officers see them. The public sees names only where an award is public, never amounts."
        ),
        "organisation": organisation,
        "due": due,
        "reports": reports,
        "lights": LIGHTS,
        "may_type": bool(permissions.answer(request.user, "counter.type")),
        "may_report": bool(permissions.answer(request.user, "yearly.report", organisation)),
        "breadcrumbs": [(organisation.name, organisation.get_absolute_url()), (title, "")],
    }
    return render(request, "parties/yearly_overview.html", context)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/organisations/<pk>/yearly/begin/``: a draft, or the one that is open."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("yearly:overview", args=[pk]))
    organisation = get_object_or_404(Organisation, pk=pk)
    form = get_object_or_404(YearlyForm, pk=request.POST.get("form") or 0)
    try:
        report = verbs.begin_report(
            acting_user=request.user,
            organisation=organisation,
            form=form,
            year=int(request.POST.get("year") or 0),
        )
    except (Impossible, ValueError) as refusal:
        messages.error(request, getattr(refusal, "message", gettext("Choose a year.")))
        return redirect("yearly:overview", pk)
    return redirect("yearly:fill", report.pk)


@login_required
def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/yearly/<pk>/``: one report."""
    report = report_of(pk)
    permissions.require(request.user, "yearly.view", report.organisation)
    inside = bool(permissions.answer(request.user, "yearly.report", report.organisation))
    settles = bool(permissions.answer(request.user, "yearly.settle", report.organisation))
    answers = {one.question_id: one for one in report.answers.all()}
    amount = tables.Column(gettext("Amount or text"), numeric=True)
    table = tables.build(
        gettext("Answers"),
        [gettext("Item"), gettext("Unit"), amount],
        [
            (str(question), unit_words(question.unit) or "—", _words(answers.get(question.pk)))
            for question in report.form.questions.all()
        ],
    )
    state = ReportState(report.state)
    context = {
        "title": gettext("%(form)s, %(year)s") % {"form": report.form, "year": report.year},
        "kind": report.organisation.name,
        "report": report,
        "status": {"kind": LIGHTS[state], "word": report.get_state_display()},
        "answer": _answer(report),
        "summary": _head(report),
        "table": table,
        "may_fill": inside and state in verbs.EDITABLE,
        "may_correct": inside and state == ReportState.ACCEPTED and not hasattr(report, "corrected_by"),
        "may_settle": settles and state == ReportState.SUBMITTED,
        "others": YearlyReport.objects.filter(
            organisation=report.organisation, form_slug=report.form_slug, year=report.year
        ).exclude(pk=report.pk),
        "lights": LIGHTS,
        "visibility": gettext(
            "Members of the organisation and officers see this; single figures are never public."
        ),
        "breadcrumbs": [
            (report.organisation.name, report.organisation.get_absolute_url()),
            (gettext("Yearly figures"), reverse("yearly:overview", args=[report.organisation_id])),
            (str(report.year), ""),
        ],
    }
    return render(request, "parties/yearly_report.html", context)


def _words(answer: Any) -> str:
    if answer is None:
        return "—"
    return answer.text if answer.value is None else number_words(answer.value)


def _answer(report: YearlyReport) -> str:
    if report.state == ReportState.RETURNED:
        return gettext("Returned: %(reason)s") % {"reason": report.return_reason}
    if report.state == ReportState.DRAFT:
        return gettext("A draft, saved %(time)s; due by %(day)s.") % {
            "time": dates.minute(report.saved_at),
            "day": dates.day(report.form.due_on(report.year), "prose"),
        }
    moment = report.accepted_at or report.submitted_at
    assert moment is not None
    return gettext("%(state)s on %(day)s.") % {
        "state": report.get_state_display(),
        "day": dates.day(moment, "prose"),
    }


def _head(report: YearlyReport) -> list[dict[str, Any]]:
    form = report.form
    rows = [
        (gettext("Form number"), form.number),
        (gettext("Made by"), form.maker),
        (gettext("Approval number"), form.approval or gettext("none: demonstration form")),
        (gettext("Valid until"), dates.day(form.valid_until) if form.valid_until else "—"),
        (gettext("Version"), str(report.version)),
        (gettext("Why it is corrected"), report.correction_reason),
        (gettext("Note"), form.note),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
