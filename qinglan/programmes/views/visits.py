"""``/panels/visits/<case>/``: the site visit of a case: plan, checklist, photographs, report, result."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.domain.visit import (
    Upload,
    add_photo,
    conclude_visit,
    hand_in_report,
    note_finding,
    plan_visit,
    standing,
)
from qinglan.programmes.domain.visit_sample import SAMPLED, share_of
from qinglan.programmes.models import Case, ItemState, SiteVisit, StepType, VisitFinding, WorkItem
from qinglan.programmes.panels.forms import (
    ConcludeVisitForm,
    FindingForm,
    PlanVisitForm,
    ReportForm,
    people_who_visit,
    team_of,
)
from qinglan.programmes.views.panel_door import posted, task

CASES = Case.objects.select_related(
    "round__version__programme", "version__programme", "applicant", "territory"
)
LIGHTS = {VisitFinding.AGREES: "done", VisitFinding.DIFFERS: "late", VisitFinding.NOT_THERE: "due"}


@login_required
def visit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The visit as it stands: checklist with findings, photographs, report."""
    case = get_object_or_404(CASES, pk=pk)
    one = latest(case)
    permissions.require(request.user, *_needed(case, one))
    item = case.items.filter(state=ItemState.OPEN, type=StepType.SITE_VISIT).first()
    live = item is not None and (one is None or one.concluded_at is None)
    checklist = one.checklist if one else _checklist(case, item)
    lines = standing(one) if one else {}
    photos: dict[Any, list[Any]] = {}
    for photo in one.photos.select_related("file") if one else ():
        photos.setdefault(photo.line, []).append(photo)
    plans = bool(permissions.answer(request.user, "programmes.plan_visit", case))
    complete = one is not None and len(lines) == len(checklist) and one.report_id is not None
    context = {
        "title": _("Site visit: %(case)s") % {"case": case.applicant_name},
        "kind": case.version.title,
        "case": case,
        "visit": one,
        "live": live,
        "status": {
            "kind": "done" if one and one.concluded_at else "due",
            "word": _("concluded")
            if one and one.concluded_at
            else (_("planned") if one else _("to be planned")),
        },
        "answer": _answer(one, len(lines), len(checklist)),
        "act": _act(case, one, live, plans, complete),
        "sample_url": _sample(request.user, case, item, one),
        "replan": reverse("panels:plan-visit", args=[case.pk]) if live and one and plans else "",
        "report_url": reverse("panels:visit-report", args=[one.pk]) if live and one else "",
        "summary": _summary(case, one),
        "lines": [
            {
                "text": text,
                "found": lines.get(number),
                "light": LIGHTS[VisitFinding(lines[number].finding)] if number in lines else "idle",
                "word": lines[number].get_finding_display() if number in lines else _("not noted yet"),
                "photos": photos.get(number, []),
                "url": reverse("panels:visit-line", args=[one.pk, number]) if live and one else "",
            }
            for number, text in enumerate(checklist)
        ],
        "breadcrumbs": [(str(case), case.get_absolute_url()), (_("Site visit"), "")],
        "visibility": _("The team, the secretary and officers; after the visit also the applicant."),
    }
    return render(request, "programmes/panels/visit.html", context)


@login_required
def plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``…/plan/``: day, place, team."""
    case = get_object_or_404(CASES, pk=pk)
    permissions.require(request.user, "programmes.plan_visit", case)
    one = latest(case)
    initial = team_of(one) if one and one.concluded_at is None else {"place": case.applicant.address}
    form = PlanVisitForm(people_who_visit(case), posted(request), initial=initial)

    def run(form: PlanVisitForm) -> None:
        data = form.cleaned_data
        plan_visit(
            acting_user=request.user, case=case, on=data["on"], place=data["place"],
            team=list(data["team"]), leader=data["leader"],
        )  # fmt: skip

    return task(
        request, form, run,
        done=_("The visit is planned; the team was told."),
        to=reverse("panels:visit", args=[case.pk]),
        context=_context(case, _("Plan the site visit"), _("At least two people; nobody with a tie to the applicant."), _("Plan the visit")),
    )  # fmt: skip


@login_required
def line(request: HttpRequest, pk: int, line: int) -> HttpResponseBase:
    """``…/lines/<n>/``: what was found on one line, with a photograph taken on the spot."""
    one = _visit(request, pk)
    if not 0 <= line < len(one.checklist):
        raise Http404
    before = standing(one).get(line)
    initial = {"finding": before.finding, "note": before.note} if before else {}
    form = FindingForm(posted(request), request.FILES or None, initial=initial)

    def run(form: FindingForm) -> None:
        photo = form.cleaned_data["photo"]
        note_finding(
            acting_user=request.user, visit=one, line=line,
            finding=form.cleaned_data["finding"], note=form.cleaned_data["note"],
        )  # fmt: skip
        if photo:
            add_photo(acting_user=request.user, visit=one, upload=_upload(photo), line=line)

    context = _context(one.case, one.checklist[line], "", _("Keep what was found"))
    return task(
        request, form, run,
        done=_("Kept."), to=reverse("panels:visit", args=[one.case_id]),
        context={**context, "uploads": True, "step": line + 1, "steps": len(one.checklist)},
    )  # fmt: skip


@login_required
def report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``…/report/``: the signed report."""
    one = _visit(request, pk)
    form = ReportForm(posted(request), request.FILES or None)
    return task(
        request, form,
        lambda form: hand_in_report(
            acting_user=request.user, visit=one, upload=_upload(form.cleaned_data["report"])
        ),
        done=_("The report is here."), to=reverse("panels:visit", args=[one.case_id]),
        context={
            **_context(one.case, _("Hand in the signed report"), _("Print this visit's page, let the team and the visited sign it, then scan or photograph it."), _("Hand in the report")),
            "uploads": True,
        },
    )  # fmt: skip


@login_required
def conclude(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``…/conclude/``: passed or failed."""
    one = _visit(request, pk)
    return task(
        request, ConcludeVisitForm(posted(request)),
        lambda form: conclude_visit(
            acting_user=request.user, visit=one, outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"], clause=form.cleaned_data["clause"],
        ),
        done=_("The visit is concluded."), to=reverse("panels:visit", args=[one.case_id]),
        context=_context(one.case, _("Conclude the visit"), _("The clock of the case runs again."), _("Conclude the visit")),
    )  # fmt: skip


def latest(case: Case) -> SiteVisit | None:
    """The visit of the case's last site visit step."""
    return SiteVisit.objects.filter(case=case).select_related("report", "item").order_by("pk").last()


def _needed(case: Case, one: SiteVisit | None) -> tuple[str, Any]:
    if one is None:
        return "programmes.plan_visit", case
    return ("programmes.see_visit", one) if one.concluded_at else ("programmes.keep_visit", one)


def _visit(request: HttpRequest, pk: int) -> SiteVisit:
    rows = SiteVisit.objects.select_related("case__round__version__programme", "case__version__programme")
    one: SiteVisit = get_object_or_404(rows, pk=pk)
    permissions.require(request.user, "programmes.keep_visit", one)
    return one


def _upload(file: Any) -> Upload:
    return Upload(file.name, file.read(), file.content_type or "")


def _checklist(case: Case, item: Any) -> list[str]:
    return list(case.version.definition.step(item.step).settings.get("checklist", ())) if item else []


def _context(case: Case, title: str, lead: str, submit: str) -> dict[str, Any]:
    here = reverse("panels:visit", args=[case.pk])
    return {
        "title": title,
        "lead": lead,
        "submit": submit,
        "about": case.applicant_name,
        "breadcrumbs": [(str(case), case.get_absolute_url()), (_("Site visit"), here), (title, "")],
    }


def _answer(one: SiteVisit | None, noted: int, every: int) -> str:
    if one is None:
        return _("No day is set yet.")
    if one.concluded_at:
        return one.item.reason or _("%(noted)s of %(every)s lines noted.") % {"noted": noted, "every": every}
    return _("%(noted)s of %(every)s lines noted.") % {"noted": noted, "every": every}


def _act(case: Case, one: SiteVisit | None, live: bool, plans: bool, complete: bool) -> dict[str, Any] | None:
    if not live:
        return None
    if one is None:
        url = reverse("panels:plan-visit", args=[case.pk])
        return {"url": url, "label": _("Plan the visit")} if plans else None
    if complete:
        return {"url": reverse("panels:conclude-visit", args=[one.pk]), "label": _("Conclude the visit")}
    return None


def _sample(user: Any, case: Case, item: WorkItem | None, one: SiteVisit | None) -> str:
    """Where the cases to be visited are drawn: for one that waits for it; "" where all are visited."""
    if item is None or one is not None or item.reason_code == SAMPLED or share_of(case, item.step) >= 1:
        return ""
    may = permissions.answer(user, "programmes.run_panel", case.round)
    return reverse("panels:draw-visits", args=[case.round_id]) if may else ""


def _summary(case: Case, one: SiteVisit | None) -> list[dict[str, Any]]:
    rows = [(_("Case"), str(case)), (_("Territory"), case.territory.name)]
    if one is not None:
        lead_mark = _(" (leads)")
        team = [f"{each.user}{lead_mark if each.leads else ''}" for each in one.team.select_related("user")]
        rows += [
            (_("Day of the visit"), one.on.isoformat()),
            (_("Place"), one.place),
            (_("Team"), "、".join(team)),
        ]
    step = next((each for each in case.version.definition.steps.steps if each.type == "site_visit"), None)
    rows += [(_("Step"), in_reader_language(step.title))] if step else []
    return [{"label": label, "value": value} for label, value in rows]
