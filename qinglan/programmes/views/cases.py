"""The applicant's cases: the list, one case, what was submitted, and how one is begun."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.models import StoredFile
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.tables import Column, Table
from qinglan.parties.holding import organisations_represented_by
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.heard import heard_of
from qinglan.programmes.cases.revisions import Content, content_of, differences
from qinglan.programmes.cases.section_form import unit_of, with_unit
from qinglan.programmes.cases.time_left import days_left, end_words
from qinglan.programmes.cases.waiting import usual_days
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.domain.case import begin_case, require_may_apply
from qinglan.programmes.domain.case_form import WRITTEN_IN
from qinglan.programmes.domain.round_state import accepts
from qinglan.programmes.forms import BeginForm
from qinglan.programmes.handling.words import OUTCOMES
from qinglan.programmes.models import (
    ENDED,
    Award,
    Case,
    CaseStatus,
    Round,
    WorkItem,
)
from qinglan.programmes.queries.case import own_cases
from qinglan.programmes.views.access import case_page, round_page

LIGHTS = {
    CaseStatus.GRANTED: "done",
    CaseStatus.REFUSED: "late",
    CaseStatus.WITHDRAWN: "idle",
    CaseStatus.LAPSED: "idle",
    CaseStatus.DRAFT: "due",
    CaseStatus.IN_CORRECTION: "due",
}


@method_decorator(login_required, name="get")
class OwnCases(ListPage):
    """``/cases/``: what is due, what is missing, where each stands."""

    template_name = "programmes/cases.html"
    title = gettext_lazy("My applications")
    lead = gettext_lazy("What your organisations have begun or submitted: what is asked of you comes first.")
    empty_title = gettext_lazy("There are no applications yet")
    empty_text = gettext_lazy("See which schemes are open and what your organisation can get.")
    empty_action = gettext_lazy("See the schemes")
    empty_url = reverse_lazy("programmes:schemes")  # type: ignore[assignment] # read as text only
    filters = (
        TextFilter("q", gettext_lazy("Number or applicant"), ("number", "applicant_name", "round__title")),
        ChoiceFilter("status", gettext_lazy("Status"), CaseStatus.choices, "status"),
    )
    sorts = (
        Sort("new", gettext_lazy("Newest first"), "-begun_at"),
        Sort("due", gettext_lazy("By due day"), "due_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Round"), "round.title"),
        ListColumn(gettext_lazy("Applicant"), "applicant_name"),
        ListColumn(gettext_lazy("Status"), "get_status_display"),
        ListColumn(gettext_lazy("Submitted"), "submitted_at"),
    )

    def get_queryset(self) -> Any:
        """Those of the organisations for which the reader acts."""
        return own_cases(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The time, asked once for all rows."""
        return {"now": clock.now()}


def row_of(case: Case, now: datetime) -> dict[str, Any]:
    """A case in two lines: where it stands, whose turn it is, until when, what is missing."""
    items = getattr(case, "open_items", None)
    item = items[0] if items else None
    mine = item is not None and item.type in WRITTEN_IN
    until = None
    if mine and item is not None:
        until = item.due_at if case.submitted_at else case.round.closes_at
    draft = getattr(case, "draft", None)
    missing = (
        sum(len(one["missing"]) for one in draft.standing.get("sections", {}).values())
        if draft and mine
        else 0
    )
    step = in_reader_language(case.version.definition.step(item.step).title) if item is not None else ""
    return {
        "case": case,
        "light": LIGHTS.get(CaseStatus(case.status), "idle"),
        "word": case.get_status_display(),
        "left": days_left(until, now),
        "missing": missing,
        "step": step,
        "mine": mine,
        "url": reverse("programmes:form", args=[case.pk]) if mine else case.get_absolute_url(),
    }


def _certificate(case: Case) -> dict[str, Any] | None:
    """The way to the certificate of a granted case, once it is issued."""
    award = getattr(case, "award", None)
    if award is None or award.certificate is None:
        return None
    return {"url": award.certificate.get_absolute_url(), "label": _("See the certificate")}


@case_page("programmes.view_case")
def case(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/``: one case, as its applicant and the offices read it."""
    mine = bool(permissions.answer(request.user, "programmes.save_case", case))
    items = list(case.items.select_related("closed_by").order_by("pk"))
    item = next((one for one in items if one.state == "open"), None)
    usual = usual_days(case.version)
    writes = mine and item is not None and item.type in WRITTEN_IN
    revisions = list(case.revisions.select_related("submitted_by").order_by("-number"))
    context = {
        "title": f"{case.number} {case.applicant_name}".strip(),
        "kind": case.round.title,
        "case": case,
        "status": {"kind": LIGHTS.get(CaseStatus(case.status), "idle"), "word": case.get_status_display()},
        "answer": answer(case, item),
        "act": {
            "url": reverse("programmes:form", args=[case.pk]),
            "label": _("Go on with the correction") if case.submitted_at else _("Go on with the application"),
        }
        if writes
        else _certificate(case),
        "summary": summary(case),
        "steps": steps_of(case, items, usual),
        "revisions": revisions,
        "heard": heard_of(request.user, case),
        "decision": case.decisions.filter(release__isnull=False).select_related("release").last(),
        "may_withdraw": mine and case.status not in ENDED,
        "history": [
            {"when": one.closed_at or one.opened_at, "who": "", "text": line(case, one)}
            for one in reversed(items)
        ],
        "breadcrumbs": [
            (_("My applications"), reverse("programmes:cases")),
            (case.number or case.round.title, ""),
        ]
        if mine
        else [(case.round.title, case.round.get_absolute_url()), (case.number, "")],
        "visibility": _(
            "The people of {applicant} see this at any time; from the submission on also the offices of {territory} that handle it."
        ).format(applicant=case.applicant_name, territory=case.territory.name),
    }
    return render(request, "programmes/case.html", context)


def answer(case: Case, item: WorkItem | None) -> str:
    """Where the case stands, in a sentence."""
    if item is None:
        return _("Nothing more is to be done.") if case.ended_at else ""
    step = in_reader_language(case.version.definition.step(item.step).title)
    if item.due_at is not None:
        return _("It is at “{step}” until {day}.").format(step=step, day=end_words(item.due_at))
    if case.submitted_at is None:
        return _("It has not been submitted; the round closes at {day}.").format(
            day=end_words(case.round.closes_at)
        )
    return _("It is at “{step}”.").format(step=step)


def summary(case: Case) -> list[dict[str, Any]]:
    """What the case is."""
    rows = [
        (_("Scheme"), case.version.title),
        (_("Applicant"), case.applicant_name),
        (_("Subject"), case.subject_name),
        (_("Territory"), case.territory.name),
        (_("Handed in through"), case.recommender.name if case.recommender else ""),
        (_("Submitted"), dates.minute(case.submitted_at) if case.submitted_at else ""),
        (_("Number in the system above"), case.external_number),
    ]
    found = [{"label": label, "value": value, "url": "", "action": ""} for label, value in rows if value]
    made = Award.objects.filter(case=case).first()
    for label, award in ((_("Award"), made), (_("Evaluates again"), case.renews)):
        if award is None:
            continue
        found.append(
            {
                "label": label,
                "value": f"{award.number} · {award.get_state_display()}",
                "url": award.get_absolute_url(),
                "action": pgettext("award", "Its page"),
            }
        )
    return found


def steps_of(case: Case, items: list[WorkItem], usual: dict[str, int]) -> list[dict[str, Any]]:
    """The steps of the scheme: done, now, to come, and how long each usually takes."""
    last = {one.step: one for one in items}
    found = []
    for step in case.version.definition.steps.steps:
        item = last.get(step.id)
        if step.type == "correction" and item is None:
            continue
        state = item.state if item is not None else ""
        light, word = {
            "open": ("due", _("now")),
            "done": ("done", _("done")),
            "dropped": ("idle", _("dropped")),
        }.get(state, ("idle", _("to come")))
        found.append(
            {
                "title": in_reader_language(step.title),
                "light": light,
                "word": word,
                "days": usual.get(step.id),
                "item": item,
            }
        )
    return found


def line(case: Case, item: WorkItem) -> str:
    """A work item as a line of the history."""
    title = in_reader_language(case.version.definition.step(item.step).title)
    word = (
        str(OUTCOMES.get(item.outcome, ""))
        if item.outcome
        else (_("dropped") if item.state == "dropped" else pgettext("step", "begun"))
    )
    return " · ".join(part for part in (title, word, item.reason, item.clause) if part)


@case_page("programmes.view_case")
def revision(request: HttpRequest, case: Case, number: int) -> HttpResponseBase:
    """``/cases/<pk>/revisions/<number>/``: what was submitted then, and what had changed."""
    kept = {one.number: one for one in case.revisions.select_related("submitted_by")}
    if number not in kept:
        raise Http404
    one, before = kept[number], kept.get(number - 1)
    content = content_of(one)
    definition = case.version.definition
    files = {
        str(file.pk): file
        for file in StoredFile.objects.filter(pk__in=[each["file"] for each in content.files])
    }
    context = {
        "title": _("{number}: submission {revision}").format(number=case.number, revision=number),
        "kind": case.applicant_name,
        "case": case,
        "revision": one,
        "differences": _differences(definition, content_of(before), content) if before else None,
        "groups": [_submitted_group(section, content) for section in definition.questions.sections],
        "files": [files[each["file"]] for each in content.files if each["file"] in files],
        "breadcrumbs": [
            (case.number, case.get_absolute_url()),
            (_("Submission {revision}").format(revision=number), ""),
        ],
    }
    return render(request, "programmes/revision.html", context)


def _differences(definition: Definition, before: Content, after: Content) -> Table | None:
    found = differences(definition, before, after)
    rows = [[one.label, one.current or "—", one.yours or "—"] for one in found]
    columns = [Column(_("Question")), Column(_("Before")), Column(_("Now"))]
    return (
        Table(_("What changed against the submission before"), columns, rows, hide_caption=True)
        if rows
        else None
    )


def _rows_table(section: Section, questions: list[Question], rows: list[dict[str, Any]]) -> Table | None:
    columns = [Column(with_unit(in_reader_language(q.text), unit_of(q))) for q in questions]
    lines = [[shown_answer(q, row.get(q.id)) or "—" for q in questions] for row in rows]
    return Table(in_reader_language(section.title), columns, lines, hide_caption=True) if lines else None


def _submitted_group(section: Any, content: Any) -> dict[str, Any]:
    questions = [question for question in section.questions if question.type != "file"]
    return {
        "title": in_reader_language(section.title),
        "rows": []
        if section.repeat
        else [
            {
                "label": with_unit(in_reader_language(q.text), unit_of(q)),
                "value": shown_answer(q, content.answers[q.id]),
                "url": "",
                "action": "",
            }
            for q in questions
            if q.id in content.answers
        ],
        "table": _rows_table(section, questions, content.rows.get(section.id, []))
        if section.repeat
        else None,
    }


@round_page("programmes.view_round")
@login_required
def begin(request: HttpRequest, one: Round) -> HttpResponseBase:
    """``/rounds/<pk>/apply/``: begin an application, or go on with the one that there is."""
    if one.re_evaluates_by is not None:
        messages.info(
            request, _("This round evaluates awards again. Open the award's page and begin from there.")
        )
        return redirect(f"{reverse('awards:kept')}?evaluate=1")
    organisations = list(organisations_represented_by(request.user).select_related("territory"))
    form = BeginForm(request.POST or None, one=one, organisations=organisations)
    if request.method == "POST" and form.is_valid():
        chosen = {str(row.pk): row for row in organisations}[form.cleaned_data["applicant"]]
        try:
            made = begin_case(
                acting_user=request.user,
                round=one,
                applicant=chosen,
                subject_name=form.cleaned_data.get("subject_name", ""),
                recommender=form.body(),
            )
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect("programmes:form", made.pk)
    context = {
        "title": _("Begin an application"),
        "lead": one.title,
        "form": form,
        "round": one,
        "organisations": organisations,
        "accepts": accepts(one, clock.now()),
        "left": days_left(one.closes_at),
        "hindrances": _hindrances(one, organisations),
        "submit": _("Begin the application"),
        "back_url": one.get_absolute_url(),
        "breadcrumbs": [
            (_("Schemes"), reverse("programmes:schemes")),
            (one.title, one.get_absolute_url()),
            (_("Apply"), ""),
        ],
    }
    return render(request, "programmes/begin.html", context)


def _hindrances(one: Round, organisations: list[Any]) -> list[str]:
    found = []
    for row in organisations:
        try:
            require_may_apply(one, row)
        except Impossible as error:
            found.append(error.message)
    return found
