"""``/cases/<pk>/sheet/``: the application as a spreadsheet, out and in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web.views.errors import conflict
from qinglan.programmes.cases.application_sheet import template
from qinglan.programmes.domain.case_form import item_of
from qinglan.programmes.domain.case_sheet import Faults, fill_from_sheet
from qinglan.programmes.forms import SheetForm
from qinglan.programmes.models import Case, CaseDraft
from qinglan.programmes.views.access import case_page
from qinglan.programmes.views.rounds import XLSX


@case_page("programmes.save_case")
def sheet(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Take the template, hand in the filled-in file; every fault is named by its cell, and nothing is half applied."""
    draft = CaseDraft.objects.filter(case=case).first()
    if draft is None or item_of(case) is None:
        return redirect(case)
    form = SheetForm(request.POST or None, request.FILES or None, initial={"version": draft.revision})
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            fill_from_sheet(
                acting_user=request.user, case=case, name=file.name, content=file.read(),
                seen_revision=form.cleaned_data["version"] or 0,
            )  # fmt: skip
        except StaleEdit as stale:
            return conflict(request, stale.differences, current_url=request.path, version=str(draft.revision))
        except Faults as error:
            faults = error.sentences
        except Impossible as error:
            form.add_error("file", error.message)
        else:
            messages.success(
                request, _("The spreadsheet was taken over. Attach the files, check everything and submit.")
            )
            return redirect("programmes:form", case.pk)
    context = {
        "title": _("Fill in as a spreadsheet"),
        "lead": _(
            "Take the template with what stands already, fill it in, and hand it in here. It is taken over as a whole, or not at all."
        ),
        "case": case,
        "form": form,
        "faults": faults,
        "submit": _("Check and take over"),
        "uploads": True,
        "back_url": reverse("programmes:form", args=[case.pk]),
        "breadcrumbs": [
            (_("My applications"), reverse("programmes:cases")),
            (case.round.title, reverse("programmes:form", args=[case.pk])),
            (_("Spreadsheet"), ""),
        ],
    }
    return render(request, "programmes/sheet.html", context)


@case_page("programmes.save_case")
def sheet_template(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/sheet/template/``."""
    draft = CaseDraft.objects.filter(case=case).first()
    if draft is None:
        return redirect(case)
    made = template(
        case.version.definition, draft.answers, draft.rows, set(draft.standing.get("prefilled", ()))
    )
    return download(made, f"{case.version.title}-{case.pk}.xlsx", XLSX)
