"""Choose a file, see what it would do, apply it, see how far it is."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.sheets.complaint import Finding
from qinglan.kernel.sheets.domain.upload import SHOWN, apply_upload, check_upload
from qinglan.kernel.sheets.grid import ENDINGS, LARGEST_FILE, LINES
from qinglan.kernel.sheets.imports import IMPORTS, Import
from qinglan.kernel.sheets.models import Progress, State, Upload
from qinglan.kernel.sheets.template import template
from qinglan.kernel.web import demonstration, exports, tables
from qinglan.kernel.web.forms import LimitedFileField

LIGHTS = {State.FAULTY: "late", State.READY: "due", State.APPLYING: "due", State.APPLIED: "done"}


class FileForm(forms.Form):
    """The spreadsheet."""

    file = LimitedFileField(label=gettext_lazy("Spreadsheet"), kinds=ENDINGS, max_bytes=LARGEST_FILE)


class LinesForm(forms.Form):
    """The spreadsheet, or a file of JSON objects."""

    file = LimitedFileField(
        label=gettext_lazy("Spreadsheet or jsonl"), kinds=(*ENDINGS, LINES), max_bytes=LARGEST_FILE
    )


def choose(request: HttpRequest, slug: str) -> HttpResponseBase:
    """``/sheets/<slug>/``: take the template, choose a file, have it checked."""
    one = _import(slug)
    if request.method == "POST" and not request.user.is_authenticated:
        messages.info(request, _("Your session had ended. Log in and choose the file again."))
        return redirect_to_login(request.get_full_path())
    permissions.require(request.user, one.permission)
    form = (LinesForm if one.form.takes_lines else FileForm)(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        upload = check_upload(acting_user=request.user, slug=slug, name=file.name, content=file.read())
        return redirect("sheets:report", slug, upload.token)
    context = {
        "title": one.title,
        "lead": one.lead,
        "form": form,
        "import": one,
        "columns": [column for column in one.form.columns if not column.only_read],
        "breadcrumbs": _breadcrumbs(one),
        "back_url": reverse(one.back),
        "has_help": True,
        "uploads": True,
        "submit": _("Check the file"),
    }
    return render(request, "sheets/choose.html", context)


@require_GET
def empty_template(request: HttpRequest, slug: str) -> HttpResponse:
    """``/sheets/<slug>/template/``: the empty spreadsheet."""
    one = _import(slug)
    permissions.require(request.user, one.permission)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template(one.form), content_type=kind)
    response["Content-Disposition"] = exports.disposition(
        demonstration.file_name(str(one.form.title)), "xlsx"
    )
    return response


@require_GET
def report(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """``/sheets/<slug>/<token>/``: what the file would do, or what it did."""
    one, upload = _upload(request, slug, token)
    found = upload.report
    findings = [Finding.restored(kept) for kept in found["findings"][:SHOWN]]
    context = {
        "title": upload.name,
        "kind": one.title,
        "upload": upload,
        "import": one,
        "breadcrumbs": _breadcrumbs(one, upload.name),
        "status": {"kind": LIGHTS[State(upload.state)], "word": upload.get_state_display()},
        "answer": _answer(upload),
        "found": found,
        "faults": _faults_table(findings),
        "outcomes": _outcomes_table(found["outcomes"]),
        "shown": SHOWN,
        "to_do": found["counts"]["new"] + found["counts"]["change"],
        "progress": Progress.objects.filter(token=token).first() if upload.state == State.APPLYING else None,
        "visibility": _("Only you see this check. What you do not apply is deleted after a day."),
    }
    name = "sheets/progress.html" if request.headers.get("HX-Request") else "sheets/report.html"
    if request.headers.get("HX-Request") and upload.state != State.APPLYING:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, name, context)


@require_GET
def faults(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """``/sheets/<slug>/<token>/faults/``: all faults as a spreadsheet."""
    _one, upload = _upload(request, slug, token)

    def rows() -> Iterator[list[Any]]:
        for finding in (Finding.restored(kept) for kept in upload.report["findings"]):
            yield [finding.row or "", finding.column, str(finding.title), str(finding.complaint)]

    headings = [_("Row"), _("Column"), _("Heading"), _("What is wrong")]
    return exports.answer("xlsx", _("Faults"), headings, rows())


@require_POST
def apply(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """``/sheets/<slug>/<token>/apply/``: apply the checked file, once."""
    _one, upload = _upload(request, slug, token)
    try:
        upload = apply_upload(acting_user=request.user, token=token)
    except Impossible as error:
        messages.warning(request, error.message)
    else:
        if upload.state == State.APPLIED:
            messages.success(request, _("The file is applied."))
        elif upload.checked_again:
            messages.warning(
                request,
                _(
                    "The data changed since the check, so the file was checked again. Nothing was applied; look at the new result."
                ),
            )
    return redirect("sheets:report", slug, token)


def _import(slug: str) -> Import:
    try:
        return IMPORTS[slug]
    except KeyError:
        raise Http404 from None


def _upload(request: HttpRequest, slug: str, token: str) -> tuple[Import, Upload]:
    one = _import(slug)
    permissions.require(request.user, one.permission)
    upload = get_object_or_404(Upload, token=token, slug=slug, uploader_id=request.user.pk)
    return one, upload


def _answer(upload: Upload) -> str:
    counts = upload.report["counts"]
    values = {"new": counts["new"], "change": counts["change"], "same": counts["same"]}
    if upload.state == State.FAULTY:
        text = _("{faults} faults. Nothing is applied before all are corrected.")
        return text.format(faults=upload.report["faults"])
    if upload.state == State.APPLIED:
        text = _("Applied: {new} new, {change} changed, {same} as they were.")
    elif upload.state == State.APPLYING:
        text = _("{new} new, {change} changed, {same} as they are; being applied.")
    else:
        text = _("No faults: {new} would be new, {change} would change, {same} stay as they are.")
    return text.format(**values)


def _faults_table(findings: list[Finding]) -> tables.Table:
    rows = [(finding.where, str(finding.complaint)) for finding in findings]
    return tables.build(_("What is wrong"), [_("Where"), _("What is wrong")], rows)


def _outcomes_table(outcomes: list[list[Any]]) -> tables.Table:
    words = {"new": _("new"), "change": _("changed")}
    rows = [
        (str(row), words[act], label, key, "；".join(changes) if changes else "—")
        for row, act, key, label, changes in outcomes
    ]
    headings = [_("Row"), _("Act"), _("Name"), _("Code"), _("What changes")]
    return tables.build(_("What the rows do"), headings, rows)


def _breadcrumbs(one: Import, last: str = "") -> list[tuple[str, str]]:
    own = (str(one.title), reverse("sheets:choose", args=[one.slug]) if last else "")
    return [(str(one.back_label), reverse(one.back)), own, *([(last, "")] if last else [])]
