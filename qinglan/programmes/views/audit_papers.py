"""Evidence sheets 取证单, the check of an exported stream, and the log of what auditors read."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import qinglan
from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.web import demonstration
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.lists import DateRangeFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.programmes.audit.anomalies import ANOMALIES, Hit, Subject, found
from qinglan.programmes.audit.evidence_docx import evidence_docx
from qinglan.programmes.audit.exports import Checked, check_export
from qinglan.programmes.audit.forms import EvidenceForm, ExportForm
from qinglan.programmes.domain.audit import Evidence, digest_of_sheet, make_evidence_sheet
from qinglan.programmes.models import Case, EvidenceSheet
from qinglan.programmes.queries.audit import evidence_sheets_of, readings_of
from qinglan.programmes.views.audit_door import context_of, subject_of, title_of
from qinglan.settings.env import SITE_ADDRESS

SCRIPT = Path(qinglan.__file__).parents[1] / "tools" / "replay_sample.py"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ForAuditors(ListPage):
    """A list that only auditors see."""

    permission = "programmes.use_audit"

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """After the login."""
        permissions.require(request.user, self.permission)
        return super().get(request, *args, **kwargs)


class ReadingLog(ForAuditors):
    """``/audit/log/``: who of the auditors asked for what, when; one's own, or all for the audit administrator."""

    permission = "programmes.see_audit_log"
    template_name = "programmes/audit/log.html"
    title = gettext_lazy("What auditors read")
    lead = gettext_lazy("Every page and file that an external auditor asked for. The table only grows.")
    export_name = title
    as_table = True
    empty_title = gettext_lazy("Nothing was read yet")
    empty_text = gettext_lazy("What an external auditor asks for stands here from his first page on.")
    filters = (
        TextFilter(
            "q", gettext_lazy("Address or name"), ("address__icontains", "reader__display_name__icontains")
        ),
        DateRangeFilter("read", gettext_lazy("When"), "read_at"),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-id"),)
    columns = (
        ListColumn(gettext_lazy("When"), "read_at"),
        ListColumn(gettext_lazy("Who"), lambda row: str(row.reader)),
        ListColumn(gettext_lazy("Address"), "address"),
        ListColumn(gettext_lazy("Status of the answer"), "status"),
        ListColumn(gettext_lazy("Purpose"), "assignment.purpose"),
    )

    def get_queryset(self) -> Rows:
        """One's own reads, or all of them."""
        user = self.request.user
        whole = bool(permissions.answer(user, "programmes.see_whole_audit_log"))
        return readings_of(user, all_of_them=whole)

    def get_context(self) -> dict[str, Any]:
        """Its place."""
        return {"breadcrumbs": [(self.title, "")]}


class EvidenceList(ForAuditors):
    """``/audit/evidence/``: the evidence sheets on the schemes that one audits."""

    template_name = "programmes/audit/evidence_sheets.html"
    title = gettext_lazy("Evidence sheets")
    export_name = title
    empty_title = gettext_lazy("No evidence sheet yet")
    empty_text = gettext_lazy("Make one of an anomaly, of a case, or of a scheme's year.")
    filters = (
        TextFilter(
            "q",
            gettext_lazy("Number, body or matter"),
            ("number__icontains", "audited__icontains", "matter__icontains"),
        ),
    )
    sorts = (Sort("new", gettext_lazy("Newest first"), "-id"),)
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Audited body"), "audited"),
        ListColumn(gettext_lazy("Matter"), "matter"),
        ListColumn(gettext_lazy("Year"), "year"),
        ListColumn(gettext_lazy("Case"), lambda row: str(row.case) if row.case else ""),
        ListColumn(gettext_lazy("Made"), "made_at"),
        ListColumn(gettext_lazy("By"), lambda row: str(row.made_by)),
    )

    def get_queryset(self) -> Rows:
        """The twin of the permission."""
        return evidence_sheets_of(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Its place."""
        return {"breadcrumbs": [(_("Audit"), reverse("audit:home")), (self.title, "")]}


def new_evidence(request: HttpRequest, pk: int, year: int) -> HttpResponseBase:
    """``…/evidence/?rule=…&hit=…`` or ``?case=…``: an evidence sheet, filled in with what was found."""
    subject = subject_of(request, pk, year)
    if isinstance(subject, HttpResponseBase):
        return subject
    hit, rule = _hit(request, subject)
    case = hit.case if hit is not None else _case(request, subject)
    form = EvidenceForm(request.POST or None, initial=_initial(subject, hit, rule, case))
    if request.method == "POST" and form.is_valid():
        evidence = Evidence(**form.cleaned_data, rows=_rows(hit, case), case=case, rule=rule)
        try:
            made = make_evidence_sheet(
                acting_user=request.user, programme=subject.programme, year=year, evidence=evidence
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The evidence sheet is made. Take it as docx and have it sealed."))
            return redirect(made)
    context = context_of(subject, _("Make an evidence sheet"), "new-evidence") | {
        "form": form,
        "evidence": _rows(hit, case),
        "submit": _("Make the evidence sheet"),
        "back_url": reverse("audit:anomalies", args=[pk, year]),
    }
    return render(request, "programmes/audit/new_evidence.html", context)


def _hit(request: HttpRequest, subject: Subject) -> tuple[Hit | None, str]:
    rule, place = request.GET.get("rule", ""), request.GET.get("hit", "")
    if rule not in ANOMALIES or not place.isdecimal() or len(place) > 6:
        return None, ""
    hits = found(subject, [rule])[rule]
    if int(place) >= len(hits):
        raise Http404
    return hits[int(place)], rule


def _case(request: HttpRequest, subject: Subject) -> Case | None:
    key = request.GET.get("case", "")
    if not key.isdecimal() or len(key) > 12:
        return None
    rows = Case.objects.select_related("version").filter(
        version__programme=subject.programme, submitted_at__isnull=False
    )
    return get_object_or_404(rows, pk=key)


def _initial(subject: Subject, hit: Hit | None, rule: str, case: Case | None) -> dict[str, str]:
    scheme = title_of(subject.programme)
    first: dict[str, str] = {"matter": f"{scheme} {subject.year}"}
    issuer = case.round.issuer if case is not None else ""
    if issuer:
        first["audited"] = issuer
    if hit is not None:
        first["matter"] = f"{scheme} {subject.year}：{ANOMALIES[rule].title}"
        first["statement"] = "\n".join([hit.title, *hit.facts])
    elif case is not None:
        first["statement"] = f"{case} {case.applicant_name}"
    return first


def _rows(hit: Hit | None, case: Case | None) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    if hit is not None:
        rows.append((hit.title, hit.url))
    if case is not None:
        rows.append(
            (_("Dossier of case %(case)s") % {"case": case}, reverse("awards:dossier", args=[case.pk]))
        )
        rows.append((_("Event stream of the case"), reverse("events:stream", args=[f"case:{case.pk}"])))
    return rows


@require_safe
def evidence_sheet(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One evidence sheet."""
    one = _sheet(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    context = {
        "title": one.number,
        "kind": _("Evidence sheet"),
        "sheet": one,
        "answer": one.matter,
        "act": {"url": reverse("audit:evidence-file", args=[one.pk]), "label": _("Take it as docx")},
        "summary": [
            {"label": label, "value": value}
            for label, value in (
                (_("Audited body"), one.audited),
                (_("Scheme"), f"{title_of(one.programme)} {one.year}"),
                (_("Case"), str(one.case) if one.case else ""),
                (_("Made"), f"{minute(one.made_at)} · {one.made_by}"),
                (_("Digest (SHA-256)"), digest_of_sheet(one)),
            )
            if value
        ],
        "visibility": _("External auditors of the scheme's territory."),
        "breadcrumbs": [
            (_("Audit"), reverse("audit:home")),
            (_("Evidence sheets"), reverse("audit:evidence")),
            (one.number, ""),
        ],
    }
    return render(request, "programmes/audit/evidence_sheet.html", context)


@require_safe
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The docx."""
    one = _sheet(request, pk)
    if isinstance(one, HttpResponseBase):
        return one
    site = SITE_ADDRESS.text().rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    name = demonstration.file_name(f"审计取证单-{one.number}.docx")
    return download(evidence_docx(one, title_of(one.programme), site), name, DOCX)


def _sheet(request: HttpRequest, pk: int) -> EvidenceSheet | HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    rows = EvidenceSheet.objects.select_related("programme", "case", "made_by")
    one: EvidenceSheet = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, "programmes.audit", one.programme)
    return one


@login_required
def verify(request: HttpRequest) -> HttpResponseBase:
    """``/audit/verify/``: check an export of a stream that one brings along."""
    permissions.require(request.user, "programmes.use_audit")
    form = ExportForm(request.POST or None, request.FILES or None)
    checked: Checked | None = None
    if request.method == "POST" and form.is_valid():
        try:
            checked = check_export(form.cleaned_data["file"].read())
        except FileNotFoundError:
            form.add_error(
                "file", _("This installation does not hold the script; it is in the source, under tools/.")
            )
    context = {
        "title": _("Check an export"),
        "lead": _(
            "The script that goes with every export checks it, and its last event is compared with the chain here."
        ),
        "form": form,
        "checked": checked,
        "breadcrumbs": [(_("Audit"), reverse("audit:home")), (_("Check an export"), "")],
    }
    return render(request, "programmes/audit/verify.html", context)


@require_safe
def script(request: HttpRequest) -> HttpResponseBase:
    """``/audit/replay_sample.py``: the script, as it lies in the source."""
    if not SCRIPT.exists():
        raise Http404
    return download(SCRIPT.read_bytes(), "replay_sample.py", "text/x-python")
