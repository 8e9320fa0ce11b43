"""Fill in yearly figures on the page or by spreadsheet."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web import dates, demonstration, exports
from qinglan.kernel.web.forms import LimitedFileField
from qinglan.kernel.web.views.errors import conflict
from qinglan.parties.domain import yearly_report as verbs
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.views.person_task import PersonTask
from qinglan.parties.views.yearly import report_of
from qinglan.parties.yearly_forms import FillForm, initial_of
from qinglan.parties.yearly_sheet import LARGEST, read_sheet, sheet_of


@login_required
def fill(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/yearly/<pk>/fill/``: save the draft, or save and submit."""
    report = report_of(pk)
    permissions.require(request.user, "yearly.report", report.organisation)
    questions = list(report.form.questions.all())
    data = request.POST if request.method == "POST" else None
    draft = request.method == "POST" and request.POST.get("act") != "submit"
    form = FillForm(data, questions=questions, draft=draft, initial=initial_of(report))
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


@login_required
def sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/yearly/<pk>/sheet/``: the form as xlsx, with what is filled in."""
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
