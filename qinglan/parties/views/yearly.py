"""Yearly figures: an organisation fills them in and submits; officers accept or return them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.measures.units import unit_words
from qinglan.kernel.web import dates, demonstration, exports, tables
from qinglan.kernel.web.forms import LimitedFileField
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.quantities import number as number_words
from qinglan.kernel.web.views.errors import conflict
from qinglan.parties.domain import yearly_report as verbs
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_figure import (
    QuestionKind,
    ReportState,
    YearlyForm,
    YearlyQuestion,
    YearlyReport,
)
from qinglan.parties.views.person_task import PersonTask
from qinglan.parties.yearly_sheet import LARGEST, read_sheet, sheet_of

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
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def overview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/organisations/<pk>/yearly/``: which years are reported, and what is due."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    organisation = get_object_or_404(Organisation, pk=pk)
    permissions.require(request.user, "yearly.view", organisation)
    reports = YearlyReport.objects.filter(organisation=organisation).select_related("form")
    last = clock.today().year - 1
    due: list[dict[str, Any]] = []
    for form in YearlyForm.objects.filter(is_current=True, kinds__contains=[organisation.kind]):
        due += [
            {"form": form, "year": year, "due": form.due_on(year)}
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


def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/yearly/<pk>/``: one report."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
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


class FillForm(forms.Form):
    """One field for each question; drafts may leave out what is required."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, questions: list[YearlyQuestion], draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [question.key for question in questions]
        for question in questions:
            numeric = question.kind != QuestionKind.TEXT
            unit = f" ({unit_words(question.unit)})" if question.unit else ""
            self.fields[question.key] = forms.CharField(
                label=f"{question}{unit}",
                required=question.required and not draft,
                max_length=500,
                help_text=question.hint,
                widget=forms.TextInput(
                    attrs={"inputmode": "decimal" if numeric else "text", "autocomplete": "off"}
                ),
            )

    def texts(self) -> dict[str, str]:
        """What was typed, by the questions' keys."""
        return {key: str(self.cleaned_data[key]) for key in self.keys}


def fill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/yearly/<pk>/fill/``: save the draft, or save and submit."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    report = report_of(pk)
    permissions.require(request.user, "yearly.report", report.organisation)
    questions = list(report.form.questions.all())
    initial: dict[str, Any] = {
        one.question.key: one.text if one.value is None else f"{one.value.normalize():f}"
        for one in report.answers.select_related("question")
    }
    data = request.POST if request.method == "POST" else None
    draft = request.method == "POST" and request.POST.get("act") != "submit"
    form = FillForm(data, questions=questions, draft=draft, initial={**initial, "version": report.revision})
    if request.method == "POST" and form.is_valid():
        try:
            seen = report
            if form.cleaned_data["version"] is not None:
                seen.revision = form.cleaned_data["version"]
            kept = verbs.save_answers(acting_user=request.user, report=seen, texts=form.texts())
            if request.POST.get("act") == "submit":
                verbs.submit_report(acting_user=request.user, report=kept)
        except StaleEdit as stale:
            return conflict(
                request, stale.differences, current_url=request.path, version=str(report_of(pk).revision)
            )
        except Impossible as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            again = request.POST.copy()
            again["version"] = str(report_of(pk).revision)
            form.data = again
        else:
            if request.headers.get("X-Requested-With") == "autosave":
                return JsonResponse({"saved": dates.minute(kept.saved_at), "version": kept.revision})
            submitted = request.POST.get("act") == "submit"
            messages.success(
                request,
                gettext("The figures are submitted.") if submitted else gettext("The draft is saved."),
            )
            return redirect("yearly:record" if submitted else "yearly:fill", pk)
    context = {
        "title": gettext("%(form)s, %(year)s") % {"form": report.form, "year": report.year},
        "lead": gettext("Form %(number)s, %(maker)s")
        % {"number": report.form.number, "maker": report.form.maker},
        "form": form,
        "report": report,
        "saved": report.saved_at,
        "back_url": reverse("yearly:record", args=[pk]),
        "breadcrumbs": [
            (report.organisation.name, report.organisation.get_absolute_url()),
            (gettext("Yearly figures"), reverse("yearly:overview", args=[report.organisation_id])),
            (str(report.year), ""),
        ],
    }
    return render(request, "parties/yearly_fill.html", context)


def sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/yearly/<pk>/sheet/``: the form as xlsx, with what is filled in."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    report = report_of(pk)
    permissions.require(request.user, "yearly.view", report.organisation)
    response = HttpResponse(
        sheet_of(report), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    name = demonstration.file_name(f"{report.form} {report.year} {report.organisation.name}")
    response["Content-Disposition"] = exports.disposition(name, "xlsx")
    return response


class UploadForm(forms.Form):
    """The form as a file."""

    file = LimitedFileField(label=_("The filled-in form (xlsx)"), max_bytes=LARGEST, kinds=(".xlsx",))


class Upload(PersonTask):
    """``/yearly/<pk>/upload/``: take the answers of a spreadsheet into the draft; all or none."""

    permission = "yearly.report"
    form_class = UploadForm
    title = _("Bring in the filled-in form")
    lead = _("Every fault is named by its cell; nothing is taken while there is one.")
    submit = _("Take the answers")
    done = _("The answers stand in the draft. Look at them and submit.")

    def subject(self) -> Organisation:
        """The organisation."""
        self.report = report_of(self.kwargs["pk"])
        return self.report.organisation

    def back(self) -> str:
        """The report."""
        return reverse("yearly:record", args=[self.kwargs["pk"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the banner of secrecy."""
        return {**super().get_context_data(**kwargs), "uploads": True}

    def act(self, data: dict[str, Any]) -> str:
        """Read, name the faults, or save."""
        found, faults = read_sheet(self.report.form, data["file"].read())
        if faults:
            text = " ".join(f"{fault.cell}: {fault.text}" for fault in faults)
            raise Impossible(text, field="file")
        verbs.save_answers(acting_user=self.request.user, report=self.report, texts=found)
        return reverse("yearly:fill", args=[self.report.pk])


class ReasonForm(forms.Form):
    """A reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NoForm(forms.Form):
    """A button."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Settle(PersonTask):
    permission = "yearly.settle"
    form_class: type[forms.Form] = NoForm

    def subject(self) -> Organisation:
        """The organisation."""
        self.report = report_of(self.kwargs["pk"])
        return self.report.organisation

    def back(self) -> str:
        """The report."""
        return reverse("yearly:record", args=[self.kwargs["pk"]])

    def get_initial(self) -> dict[str, Any]:
        """The version that is seen."""
        return {"version": self.report.revision}

    def seen_report(self, data: dict[str, Any]) -> YearlyReport:
        """With the revision that the form was opened with."""
        if data["version"] is not None:
            self.report.revision = data["version"]
        return self.report


class Accept(_Settle):
    """``/yearly/<pk>/accept/``."""

    title = _("Accept the figures")
    lead = _("They count from now on, in the targets of the plan too; a correction becomes a later version.")
    submit = _("Accept the figures")
    done = _("The figures are accepted.")

    def act(self, data: dict[str, Any]) -> str:
        """Accept."""
        verbs.accept_report(acting_user=self.request.user, report=self.seen_report(data))
        return self.back()


class Return(_Settle):
    """``/yearly/<pk>/return/``."""

    form_class = ReasonForm
    title = _("Return the figures")
    lead = _("Say once and completely what is to be changed; the organisation gets it as a message.")
    submit = _("Return the figures")
    done = _("The figures are returned.")

    def act(self, data: dict[str, Any]) -> str:
        """Return."""
        verbs.return_report(
            acting_user=self.request.user, report=self.seen_report(data), reason=data["reason"]
        )
        return self.back()


class Correct(_Settle):
    """``/yearly/<pk>/correct/``."""

    permission = "yearly.report"
    form_class = ReasonForm
    title = _("Correct accepted figures")
    lead = _("A new version beside the accepted one, which stands until an officer accepts the new one.")
    submit = _("Begin the correction")

    def act(self, data: dict[str, Any]) -> str:
        """Begin."""
        made = verbs.begin_correction(
            acting_user=self.request.user, report=self.report, reason=data["reason"]
        )
        return reverse("yearly:fill", args=[made.pk])


class ReportList(ListPage):
    """``/yearly/``: what organisations reported, for officers."""

    template_name = "parties/yearly_reports.html"
    title = _("Yearly figures of organisations")
    lead = _("Confidential: single figures are never public.")
    export_name = title
    filters = (
        TextFilter(
            "q", _("Name or code"), ("organisation__name__icontains", "organisation__code__icontains")
        ),
        ChoiceFilter("state", _("State"), ReportState.choices, "state"),
        ChoiceFilter(
            "year",
            _("Year"),
            lambda: [
                (str(year), str(year)) for year in range(clock.today().year - 1, clock.today().year - 7, -1)
            ],
            "year",
            several=False,
        ),
    )
    sorts = (
        Sort("submitted", _("Last submitted"), "-submitted_at"),
        Sort("name", _("Name"), "organisation__name_key"),
    )
    columns = (
        ListColumn(_("Name"), "organisation.name"),
        ListColumn(_("Code"), "organisation.code"),
        ListColumn(_("Form"), lambda row: str(row.form)),
        ListColumn(_("Year"), "year"),
        ListColumn(_("Version"), "version"),
        ListColumn(_("State"), lambda row: str(row.get_state_display())),
        ListColumn(_("Submitted"), "submitted_at"),
        ListColumn(_("Accepted"), "accepted_at"),
    )
    empty_title = _("Nothing was reported yet")
    empty_text = _("Members of an organisation fill in the form on its page, under “Yearly figures”.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        permissions.require(request.user, "yearly.list")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """All but drafts, which nobody has submitted."""
        return YearlyReport.objects.exclude(state=ReportState.DRAFT).select_related("form", "organisation")

    def get_context(self) -> dict[str, Any]:
        """Where the page stands."""
        return {"breadcrumbs": [(self.title, "")], "lights": LIGHTS}
