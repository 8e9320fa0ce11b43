"""``/awards/duties/<n>/``: a report on an award; the holder writes it, an officer looks at it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.web.tables import Column, Table
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.programmes.awards.acts import KEEP, REPORT
from qinglan.programmes.awards.duty_form import obligation_of, questions_of, repeated_of, report_of
from qinglan.programmes.awards.forms import LookForm
from qinglan.programmes.awards.report_form import ReportForm, asked_in
from qinglan.programmes.cases.answers import shown_answer
from qinglan.programmes.cases.section_form import unit_of, with_unit
from qinglan.programmes.definition.after import RE_EVALUATION
from qinglan.programmes.definition.questions import Section
from qinglan.programmes.domain.duty import OPEN, hand_in_report, look_at_report, save_report
from qinglan.programmes.models import Duty, DutyState
from qinglan.programmes.views.access import posted_number
from qinglan.programmes.views.award_keeping import DUTIES, award_of, task


@login_required
def duty(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The form for the holder while it is open; else the record."""
    one = get_object_or_404(Duty.objects.select_related("award__version", "looked_by"), pk=pk)
    award = award_of(request, one.award_id, "programmes.follow_award")
    one.award = award
    if one.obligation == RE_EVALUATION:
        return redirect("awards:re-evaluate", pk=award.pk)
    if one.state in OPEN and permissions.answer(request.user, REPORT, award):
        return _form(request, one)
    return _record(request, one)


@login_required
def look(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/awards/duties/<n>/look/``: what the office makes of it."""
    one = get_object_or_404(Duty, pk=pk)
    award = award_of(request, one.award_id, KEEP)
    form = LookForm(award, request.POST if request.method == "POST" else None, initial={"seen": one.revision})
    return task(
        request, award, form,
        lambda: look_at_report(
            acting_user=request.user, duty=one, outcome=form.cleaned_data["outcome"],
            remark=form.cleaned_data["reason"], seen_revision=form.cleaned_data["seen"],
        ),
        _("Look at the report"), title_of(one), _("Enter the result"), _("The result is entered."),
    )  # fmt: skip


def title_of(one: Duty) -> str:
    """What is owed, and for which period."""
    obligation = obligation_of(one)
    text = in_reader_language(obligation.text) if obligation else one.obligation
    return text if one.period == "once" or one.obligation == RE_EVALUATION else f"{text} · {one.period}"


def _form(request: HttpRequest, one: Duty) -> HttpResponseBase:
    report = report_of(one)
    questions = list(questions_of(report).values()) if report else []
    form = ReportForm(
        questions, repeated_of(report).values() if report else (), one,
        request.POST if request.method == "POST" else None, initial={"version": one.revision},
    )  # fmt: skip
    if request.method == "POST" and not wants_another_look(request):
        answer = _save(request, one, form, has_report=report is not None)
        if answer is not None:
            return answer
    context = {
        "title": title_of(one),
        "lead": _("Due on {day}. What you save is a draft until you hand it in.").format(day=one.due_on),
        "form": form,
        "duty": one,
        "award": one.award,
        "saved": one.draft_saved_at,
        "submit": _("Hand in the report"),
        "back_url": reverse("awards:keep", args=[one.award_id]),
        "breadcrumbs": _crumbs(one),
    }
    return render(request, "programmes/duty_form.html", context)


def _save(request: HttpRequest, one: Duty, form: ReportForm, *, has_report: bool) -> HttpResponseBase | None:
    try:
        kept = one
        if has_report:
            kept = save_report(
                acting_user=request.user,
                duty=one,
                answers=form.written(),
                rows=form.written_rows(),
                seen_revision=posted_number(request),
            )
        if request.POST.get("act") == "save":
            messages.success(request, _("The draft is saved."))
            return redirect(request.path)
        hand_in_report(acting_user=request.user, duty=kept, seen_revision=kept.revision)
    except StaleEdit as stale:
        now = Duty.objects.get(pk=one.pk)
        return conflict(request, stale.differences, current_url=request.path, version=str(now.revision))
    except ValidationError as error:
        form.refuse(error.message_dict)
        return None
    except Impossible as error:
        form.refuse({error.field or "": [error.message]})
        one.refresh_from_db(fields=["revision"])
        data = request.POST.copy()
        data["version"] = str(one.revision)
        form.data = data
        return None
    messages.success(request, _("The report is handed in."))
    return redirect(request.path)


def _record(request: HttpRequest, one: Duty) -> HttpResponseBase:
    report = report_of(one)
    keeps = bool(permissions.answer(request.user, KEEP, one.award))
    # A draft is the holder's own until it is handed in.
    open_to_reader = one.state == DutyState.DONE
    answers = [
        {
            "label": in_reader_language(question.text),
            "value": shown_answer(question, one.answers.get(question.id)),
        }
        for question in (questions_of(report).values() if report and open_to_reader else ())
    ]
    context: dict[str, Any] = {
        "title": title_of(one),
        "kind": f"{one.award.version.title} · {one.award.number}",
        "status": {"kind": DUTIES[one.state], "word": one.get_state_display()},
        "answer": _("Due on {day}.").format(day=one.due_on),
        "act": {"url": reverse("awards:look", args=[one.pk]), "label": _("Look at the report")}
        if keeps and one.state != DutyState.EXCUSED
        else None,
        "summary": answers,
        "tables": [
            _table(section, one)
            for section in (repeated_of(report).values() if report and open_to_reader else ())
        ],
        "duty": one,
        "visibility": _("Its holder and the offices see this page."),
        "breadcrumbs": _crumbs(one),
    }
    return render(request, "programmes/duty.html", context)


def _table(section: Section, one: Duty) -> Table:
    questions = asked_in(section)
    columns = [Column(with_unit(in_reader_language(each.text), unit_of(each))) for each in questions]
    rows = [
        [shown_answer(each, row.get(each.id)) or "—" for each in questions]
        for row in one.rows.get(section.id, ())
    ]
    return Table(in_reader_language(section.title), columns, rows)


def _crumbs(one: Duty) -> list[tuple[Any, str]]:
    return [
        (_("Awards to look after"), reverse("awards:kept")),
        (one.award.number, reverse("awards:keep", args=[one.award_id])),
        (title_of(one), ""),
    ]
