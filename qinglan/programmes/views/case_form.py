"""The application as a whole: overview of its parts, files, review and submission, print, withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.documents.views.serving import download
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.views.errors import conflict
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.form_state import Place
from qinglan.programmes.cases.printed import print_application
from qinglan.programmes.cases.progress import parts_of, rows_of, words
from qinglan.programmes.cases.revisions import content_of
from qinglan.programmes.cases.time_left import days_left, end_words
from qinglan.programmes.domain.case import withdraw_case
from qinglan.programmes.domain.case_facts import files_of, state_of
from qinglan.programmes.domain.case_file import Upload, attach_to_case, remove_from_case
from qinglan.programmes.domain.case_form import item_of
from qinglan.programmes.domain.case_submit import Incomplete, submit_case
from qinglan.programmes.forms import ReasonForm
from qinglan.programmes.judging.requirements import judge_requirements
from qinglan.programmes.models import ENDED, Case, CaseDraft, StepType
from qinglan.programmes.views.access import case_page, posted_number
from qinglan.programmes.views.case_section import scope_now, section_of

LIGHTS = {"met": "done", "unmet": "late", "unknown": "due", "person": "idle"}


def words_of(truth: str) -> str:
    """A verdict in the reader's words."""
    return {
        "met": _("met"),
        "unmet": _("not met"),
        "unknown": _("not known yet"),
        "person": _("judged by a person"),
    }[truth]


@case_page("programmes.save_case")
def form(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/form/``: the parts, how far each is, and until when."""
    draft = CaseDraft.objects.select_related("saved_by").filter(case=case).first()
    item = item_of(case)
    if draft is None or item is None:
        return redirect(case)
    parts = parts_of(case, draft, scope_now(case))
    correcting = item.type == StepType.CORRECTION
    until = item.due_at if case.submitted_at else case.round.closes_at
    context = {
        "title": _("Your correction") if correcting else _("Your application"),
        "kind": case.round.title,
        "lead": case.applicant_name + (f" · {case.subject_name}" if case.subject_name else ""),
        "case": case,
        "parts": parts,
        "progress": words([part for part in parts if part.is_open]),
        "is_complete": all(part.is_done for part in parts),
        "left": days_left(until),
        "correcting": correcting,
        "points": list(item.points.all()) if correcting else [],
        "saved": draft.saved_at,
        "saved_by": draft.saved_by,
        "breadcrumbs": [(_("My applications"), reverse("programmes:cases")), (case.round.title, "")],
    }
    return render(request, "programmes/form.html", context)


@case_page("programmes.save_case")
def attach(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/files/``: attach a file to a question (POST)."""
    if request.method != "POST":
        return redirect("programmes:form", case.pk)
    section, question, row = (request.POST.get(name, "") for name in ("section", "question", "row"))
    part = section_of(case, section)
    back = (
        reverse("programmes:row", args=[case.pk, part.id, row])
        if row.isdecimal()
        else reverse("programmes:section", args=[case.pk, part.id])
    )
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, _("Choose a file first."))
    place = Place(section, question, int(row) if row.isdecimal() else None)
    for sent in files:
        try:
            upload = Upload(sent.name or "", sent.read(), sent.content_type or "")
            attach_to_case(acting_user=request.user, case=case, place=place, upload=upload)
        except Impossible as error:
            messages.error(request, f"{sent.name}：{error.message}")
        else:
            messages.success(request, _("“{name}” is attached.").format(name=sent.name))
    return redirect(f"{back}#files-{question}" if question.isidentifier() else back)


@case_page("programmes.save_case")
def remove(request: HttpRequest, case: Case, file: int) -> HttpResponseBase:
    """``/cases/<pk>/files/<file>/remove/`` (POST)."""
    if request.method != "POST":
        return redirect("programmes:form", case.pk)
    try:
        gone = remove_from_case(acting_user=request.user, case=case, file=file)
    except Impossible as error:
        messages.error(request, error.message)
        return redirect("programmes:form", case.pk)
    messages.success(request, _("The file was taken off."))
    if gone.row is not None:
        return redirect("programmes:row", case.pk, gone.section, str(gone.row))
    return redirect("programmes:section", case.pk, gone.section)


@case_page("programmes.save_case")
def review(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/review/``: everything once more, what the conditions say, then the submission."""
    draft = CaseDraft.objects.filter(case=case).first()
    if draft is None or item_of(case) is None:
        return redirect(case)
    refused: Impossible | None = None
    if request.method == "POST":
        try:
            submit_case(acting_user=request.user, case=case, seen_revision=posted_number(request))
        except StaleEdit as stale:
            draft.refresh_from_db()
            return conflict(request, stale.differences, current_url=request.path, version=str(draft.revision))
        except Impossible as error:
            refused = error
        else:
            return redirect("programmes:submitted", case.pk)
    state = state_of(case, draft)
    definition = case.version.definition
    verdicts = judge_requirements(definition, state.values, moment="submission")
    parts = parts_of(case, draft, scope_now(case))
    context = {
        "title": _("Check your application and submit it"),
        "case": case,
        "groups": [_group(case, part, draft) for part in parts],
        "missing": [line for part in parts for line in part.missing],
        "refused": refused if not isinstance(refused, Incomplete) else None,
        "verdicts": [
            {
                "text": in_reader_language(one.text),
                "clause": f"{one.basis.document} {one.basis.article}".strip(),
                "light": LIGHTS[one.truth],
                "word": words_of(one.truth),
                "bring": in_reader_language(one.bring) if one.bring else "",
            }
            for one in verdicts
        ],
        "unmet": any(one.truth == "unmet" for one in verdicts),
        "declaration": _("We declare that what we have written and attached is true, exact and complete."),
        "submit": _("Hand in the correction") if case.submitted_at else _("Submit the application"),
        "version": draft.revision,
        "back_url": reverse("programmes:form", args=[case.pk]),
        "left": days_left(case.round.closes_at) if not case.submitted_at else None,
        "breadcrumbs": [
            (_("My applications"), reverse("programmes:cases")),
            (case.round.title, reverse("programmes:form", args=[case.pk])),
            (_("Check and submit"), ""),
        ],
    }
    return render(request, "programmes/review.html", context, status=409 if refused else 200)


def _group(case: Case, part: Any, draft: CaseDraft) -> dict[str, Any]:
    section = part.section
    files = [file for file in files_of(case) if file.section == section.id]
    if section.repeat:
        rows = [
            {
                "label": _("row {row}").format(row=place),
                "value": " · ".join(
                    shown_answer(question, row.get(question.id)) or "—"
                    for question in section.questions
                    if question.type != "file"
                ),
            }
            for place, row in enumerate(draft.rows.get(section.id, []), 1)
        ]
    else:
        rows = rows_of(case, section, draft.answers, draft)
    titles = {question.id: in_reader_language(question.text) for question in section.questions}
    rows += [
        {"label": _("File: {question}").format(question=titles.get(f.question, "")), "value": f.file.name}
        for f in files
    ]
    return {"title": part.title, "change_url": part.url if part.is_open else "", "rows": rows}


@case_page("programmes.view_case")
def submitted(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/submitted/``: what happens next and when."""
    last = case.revisions.order_by("-number").first()
    if last is None:
        return redirect(case)
    item = case.items.filter(state="open").first()
    steps = [_("The office goes on with the case; you get a message when it asks something of you.")]
    if item is not None:
        title = in_reader_language(case.version.definition.step(item.step).title)
        steps.insert(
            0,
            _("Next: {step}, until {day}.").format(step=title, day=end_words(item.due_at))
            if item.due_at
            else _("Next: {step}.").format(step=title),
        )
    steps.append(_("Until the decision is public you can withdraw the application on its page."))
    context = {
        "title": _("The correction was handed in") if last.number > 1 else _("The application was submitted"),
        "reference_label": _("Number of the application"),
        "reference": case.number,
        "next_steps": steps,
        "links": [
            {"url": case.get_absolute_url(), "label": _("Open the application")},
            {"url": reverse("programmes:print", args=[case.pk]), "label": _("Print it")},
            {"url": reverse("programmes:cases"), "label": _("My applications")},
        ],
    }
    return render(request, "web/confirmation.html", context)


@require_safe
@case_page("programmes.view_case")
def print_case(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/print/``: the application as PDF, as it was last submitted or as the draft stands."""
    last = case.revisions.order_by("-number").first()
    try:
        if last is not None:
            kept = content_of(last)
            made = print_application(
                case, kept.answers, kept.rows, kept.files, day=last.submitted_at.date(), is_draft=False
            )
        else:
            draft = CaseDraft.objects.get(case=case)
            files = [{"name": file.file.name, "digest": file.file.digest} for file in files_of(case)]
            made = print_application(case, draft.answers, draft.rows, files, day=clock.today(), is_draft=True)
    except Impossible as error:
        messages.error(request, error.message)
        return redirect(case)
    return download(made, f"{case.version.title_zh}申报书-{case.number or case.pk}.pdf", "application/pdf")


@case_page("programmes.withdraw_case")
def withdraw(request: HttpRequest, case: Case) -> HttpResponseBase:
    """``/cases/<pk>/withdraw/``."""
    if case.status in ENDED:
        return redirect(case)
    form = ReasonForm(request.POST or None, required=False)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_case(acting_user=request.user, case=case, reason=form.cleaned_data["reason"])
        except Impossible as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("The application was withdrawn."))
            return redirect(case)
    context = {
        "title": _("Withdraw the application"),
        "lead": _("Nothing more happens to it. While the round is open you can begin another one."),
        "form": form,
        "submit": _("Withdraw the application"),
        "back_url": case.get_absolute_url(),
    }
    return render(request, "web/task.html", context)
