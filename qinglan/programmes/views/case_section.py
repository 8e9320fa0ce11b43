"""``/cases/<pk>/form/<section>/``: one page of the application form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.drafts.values import OURS
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.correction_scope import Scope, scope_of
from qinglan.programmes.cases.progress import parts_of
from qinglan.programmes.cases.section_form import SectionForm
from qinglan.programmes.definition.questions import Question, Section
from qinglan.programmes.domain.case_draft import save_section
from qinglan.programmes.domain.case_facts import files_of
from qinglan.programmes.domain.case_form import item_of
from qinglan.programmes.models import Case, CaseDraft, CaseFile, StepType
from qinglan.programmes.views.access import case_page, posted_number
from qinglan.programmes.views.case_rows import rows_page


def section_of(case: Case, section: str) -> Section:
    """The section of the case's definition; Http404."""
    try:
        return case.version.definition.section(section)
    except KeyError as error:
        raise Http404 from error


def scope_now(case: Case) -> Scope | None:
    """What may be changed now: None for everything, an empty scope where nothing may."""
    item = item_of(case)
    if item is None:
        return Scope(frozenset(), frozenset())
    return scope_of(case, item) if item.type == StepType.CORRECTION else None


@case_page("programmes.save_case")
def section(request: HttpRequest, case: Case, section: str) -> HttpResponseBase:
    """The questions of a section; saving leads to the next part, or shows what follows from the answers."""
    part = section_of(case, section)
    draft = CaseDraft.objects.select_related("saved_by").filter(case=case).first()
    if item_of(case) is None or draft is None:
        return redirect(case)
    if part.repeat:
        return rows_page(request, case, part, draft, scope_now(case))
    scope = scope_now(case)
    questions = asked_questions(part, draft, scope)
    form = SectionForm(
        questions, draft.answers, request.POST if request.method == "POST" else None,
        initial={"version": draft.revision},
    )  # fmt: skip
    if request.method == "POST" and not wants_another_look(request):
        answer = _save(request, case, part, form)
        if answer is not None:
            return answer
    if request.method == "POST":
        form.show_version(draft.revision)
    return render(request, "programmes/section.html", context_of(request, case, part, draft, form, scope))


def asked_questions(part: Section, draft: CaseDraft, scope: Scope | None) -> list[Question]:
    """The questions that the page asks: not files, not what is known, not what the correction leaves alone."""
    asked = set(draft.standing.get("asked", ())) - set(draft.standing.get("prefilled", ()))
    return [
        question
        for question in part.questions
        if question.id in asked
        and question.type != "file"
        and (scope is None or question.id in scope.questions)
    ]


def _save(request: HttpRequest, case: Case, part: Section, form: SectionForm) -> HttpResponseBase | None:
    before = {question.id for question in form.questions}
    try:
        draft = save_section(
            acting_user=request.user,
            case=case,
            section=part.id,
            answers=_sent(request, form),
            seen_revision=posted_number(request),
        )
    except StaleEdit as stale:
        current = CaseDraft.objects.get(case=case)
        return conflict(request, stale.differences, current_url=request.path, version=str(current.revision))
    except ValidationError as error:
        form.refuse(error.message_dict)
        return None
    except Impossible as error:
        form.refuse({error.field or "": [error.message]})
        return None
    more = {question.id for question in asked_questions(part, draft, scope_now(case))} - before
    if more:
        messages.info(request, _("Your answers lead to further questions on this page."))
        return redirect(request.path)
    return redirect(next_url(case, part, draft))


def _sent(request: HttpRequest, form: SectionForm) -> dict[str, Any]:
    """All that was sent: a name that isn't on the page goes to the verb too, which refuses what isn't in the form."""
    own = OURS | {"version", "act"}
    foreign = {
        name: request.POST[name] for name in request.POST if name not in own and name not in form.fields
    }
    # What the page no longer asks may still be sent by an older page; the verb drops it as not asked.
    return form.written() | foreign


def next_url(case: Case, part: Section, draft: CaseDraft) -> str:
    """The part after this one that is open, or the overview."""
    parts = [one for one in parts_of(case, draft, scope_now(case)) if one.is_open]
    ids = [one.section.id for one in parts]
    place = ids.index(part.id) + 1 if part.id in ids else len(ids)
    return parts[place].url if place < len(parts) else reverse("programmes:form", args=[case.pk])


def context_of(
    request: HttpRequest, case: Case, part: Section, draft: CaseDraft, form: Any, scope: Scope | None
) -> dict[str, Any]:
    """What every page of the form shows."""
    parts = [one for one in parts_of(case, draft, scope) if one.is_open]
    ids = [one.section.id for one in parts]
    prefilled = set(draft.standing.get("prefilled", ()))
    return {
        "title": in_reader_language(part.title),
        "lead": in_reader_language(part.intro) if part.intro else "",
        "case": case,
        "section": part,
        "form": form,
        "step": ids.index(part.id) + 1 if part.id in ids else 1,
        "steps": len(parts),
        "saved": draft.saved_at,
        "saved_by_other": draft.saved_by if draft.saved_by_id not in (None, request.user.pk) else None,
        "submit": _("Save and go on"),
        "back_url": reverse("programmes:form", args=[case.pk]),
        "known": known_rows(part, draft, prefilled),
        "file_places": file_places(case, part, draft, scope),
        "has_help": True,
        "points": points_of(case, part),
        "breadcrumbs": [
            (_("My applications"), reverse("programmes:cases")),
            (case.round.title, reverse("programmes:form", args=[case.pk])),
            (in_reader_language(part.title), ""),
        ],
    }


def known_rows(part: Section, draft: CaseDraft, prefilled: set[str]) -> list[dict[str, Any]]:
    """What the system knows already, shown and not typed again."""
    return [
        {
            "label": in_reader_language(question.text),
            "value": shown_answer(question, draft.answers.get(question.id)),
            "url": "",
            "action": "",
        }
        for question in part.questions
        if question.id in prefilled
    ]


def file_places(
    case: Case, part: Section, draft: CaseDraft, scope: Scope | None, row: int | None = None
) -> list[dict[str, Any]]:
    """The questions of the section that take files, with what is attached."""
    asked = set(draft.standing.get("asked", ()))
    there: dict[str, list[CaseFile]] = {}
    for file in files_of(case):
        if file.section == part.id and file.row == row:
            there.setdefault(file.question, []).append(file)
    return [
        {
            "question": question,
            "label": in_reader_language(
                question.text if question.type == "file" else question.evidence or question.text
            ),
            "for": "" if question.type == "file" else in_reader_language(question.text),
            "help": in_reader_language(question.help) if question.help and question.type == "file" else "",
            "required": question.required or question.type != "file",
            "files": there.get(question.id, []),
            "row": row,
        }
        for question in part.questions
        if (question.type == "file" or question.evidence is not None)
        and (part.repeat or question.id in asked)
        and (scope is None or question.id in scope.questions)
    ]


def points_of(case: Case, part: Section) -> list[Any]:
    """The points of an open correction that concern this section."""
    item = item_of(case)
    if item is None or item.type != StepType.CORRECTION:
        return []
    own = {question.id for question in part.questions}
    return [point for point in item.points.all() if point.question in own or point.section == part.id]
