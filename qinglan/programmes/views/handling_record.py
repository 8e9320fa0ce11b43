"""``/handling/<case>/``: one case as those see it who handle it."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web import dates
from qinglan.programmes.cases.time_left import end_words
from qinglan.programmes.domain.check import standing
from qinglan.programmes.handling.acts import acts_at
from qinglan.programmes.handling.grounds import grounds_of
from qinglan.programmes.handling.words import OUTCOMES
from qinglan.programmes.models import Case, CaseStatus, Finding, StepType, WorkItem
from qinglan.programmes.views.access import case_page

LIGHTS = {
    Finding.MET: "done",
    Finding.UNMET: "late",
    Finding.UNKNOWN: "due",
    Finding.PERSON: "due",
}
STATUS_LIGHTS = {
    CaseStatus.GRANTED: "done",
    CaseStatus.REFUSED: "late",
    CaseStatus.WITHDRAWN: "idle",
    CaseStatus.LAPSED: "idle",
}


@case_page("programmes.handle_case")
def record(request: HttpRequest, case: Case) -> HttpResponseBase:
    """What is asked of the office now, what was found, and how the case came here."""
    items = list(case.items.select_related("closed_by").order_by("id"))
    item = next((one for one in items if one.state == "open"), None)
    acts = acts_at(request.user, case, item)
    context = {
        "title": f"{case} {case.applicant_name}",
        "kind": case.version.title,
        "case": case,
        "item": item,
        "status": {
            "kind": STATUS_LIGHTS.get(CaseStatus(case.status), "due"),
            "word": case.get_status_display(),
        },
        "answer": _answer(case, item),
        "act": acts[0] if acts else None,
        "acts": acts[1:],
        "summary": _summary(case),
        "verdicts": _verdicts(case),
        "points": list(item.points.all()) if item is not None and item.type == StepType.CORRECTION else [],
        "replies": list(case.replies.order_by("id")),
        "may_reply": {one.pk for one in case.replies.all() if _may_reply(request.user, case, item, one)},
        "decision": case.decisions.select_related("prepared_by", "release").last(),
        "history": [
            {
                "when": one.closed_at or one.opened_at,
                "who": str(one.closed_by or ""),
                "text": _line(case, one),
            }
            for one in reversed(items)
        ],
        "breadcrumbs": [(_("Cases on your desk"), reverse("handling:queue")), (str(case), "")],
        "visibility": _(
            "The applicant sees status, points to correct, reasons and clauses; not who handled what."
        ),
    }
    return render(request, "programmes/handling_record.html", context)


def _may_reply(user: Any, case: Case, item: WorkItem | None, reply: Any) -> bool:
    if item is None or item.type != StepType.JOINT_CHECK:
        return False
    if case.version.definition.step(item.step).moment != reply.moment:
        return False
    return bool(permissions.answer(user, "programmes.reply_for_department", reply))


def _answer(case: Case, item: WorkItem | None) -> str:
    if case.held_by_objection:
        return _("An objection holds this case; the rest of the batch goes on.")
    if item is None:
        return _("Nothing more is to be done.")
    step = in_reader_language(case.version.definition.step(item.step).title)
    if item.due_at is None:
        return _("It is at “%(step)s”, with: %(owner)s.") % {"step": step, "owner": item.get_owner_display()}
    return _("It is at “%(step)s”, with: %(owner)s; due %(day)s.") % {
        "step": step,
        "owner": item.get_owner_display(),
        "day": end_words(item.due_at),
    }


def _summary(case: Case) -> list[dict[str, Any]]:
    rows = [
        (_("Applicant"), case.applicant_name),
        (_("Code"), case.applicant.code),
        (_("Subject"), case.subject_name),
        (_("Territory"), case.territory.name),
        (_("Recommended by"), case.recommender.name if case.recommender else ""),
        (_("Round"), case.round.title),
        (_("Submitted"), dates.minute(case.submitted_at) if case.submitted_at else ""),
        (_("Score"), f"{case.score.normalize():f}" if case.score is not None else ""),
        (_("Grade"), _grade(case)),
        (_("Whole period ends"), end_words(case.due_at) if case.due_at else _("the clock stands")),
    ]
    return [{"label": label, "value": value, "url": "", "action": ""} for label, value in rows if value]


def _grade(case: Case) -> str:
    scoring = case.version.definition.scoring
    if scoring is None or not case.grade:
        return ""
    return next((in_reader_language(one.text) for one in scoring.grades if one.id == case.grade), case.grade)


def _verdicts(case: Case) -> list[dict[str, Any]]:
    found = standing(case, "submission")
    grounds = grounds_of(case)
    lines = []
    for one in case.version.definition.requirements.requirements:
        if one.ask is not None or "submission" not in one.moments:
            continue
        verdict = found.get(one.id)
        finding = Finding(verdict.finding) if verdict else Finding.UNKNOWN
        lines.append(
            {
                "text": in_reader_language(one.text),
                "clause": f"{one.basis.document} {one.basis.article}".strip(),
                "certainty": one.basis.certainty,
                "light": LIGHTS[finding],
                "word": finding.label,
                "grounds": grounds.get(one.id, ()),
                "formula": verdict.formula if verdict else "",
                "note": verdict.note if verdict else "",
                "by_person": bool(verdict and verdict.by_person),
            }
        )
    return lines


def _line(case: Case, item: WorkItem) -> str:
    title = in_reader_language(case.version.definition.step(item.step).title)
    words = [title]
    if item.outcome:
        words.append(str(OUTCOMES[item.outcome]))
    elif item.state == "dropped":
        words.append(_("dropped"))
    else:
        words.append(_("open"))
    words += [part for part in (item.reason, item.clause) if part]
    return " · ".join(str(part) for part in words)
