"""The end of a review and what the applicant is told: pages of the secretary, and the applicant's."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.programmes.domain.review import (
    conclude_review,
    expert_items,
    flags_of,
    reckoned,
    send_feedback,
    sheets_of,
)
from qinglan.programmes.judging.words import shown
from qinglan.programmes.models import Case, Feedback, FeedbackReason, PanelCase
from qinglan.programmes.panels.forms import ConcludeForm, FeedbackForm
from qinglan.programmes.panels.todos import is_at_review
from qinglan.programmes.views.panel_door import posted, task

ROWS = Case.objects.select_related("round__version__programme", "version__programme", "applicant")


@login_required
def conclude(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/panels/cases/<case>/conclude/``: all marks side by side, what is striking, the score, the end."""
    case = get_object_or_404(ROWS, pk=pk)
    permissions.require(request.user, "programmes.run_panel", case)
    one = get_object_or_404(
        PanelCase.objects.select_related("panel", "case__version"), case=case, is_current=True
    )
    item = is_at_review(one)
    if item is None:
        return redirect(one.panel)
    sheets = sheets_of(one, item)
    here = [sheet for sheet in sheets.values() if sheet is not None]
    flags = flags_of(one, item)
    score, _revision, _marks = reckoned(case, here)
    is_open = score is not None and score.passes is None and len(here) == one.panel.experts
    form = ConcludeForm(bool(flags), is_open, posted(request))
    context = {
        "title": _("Conclude the review of %(case)s") % {"case": case},
        "lead": _("The score is reckoned by the scheme's rules; you enter no marks."),
        "submit": _("Conclude the review"),
        "case": case,
        "matrix": _matrix(case, sheets),
        "flags": [_flag(flag, sheets) for flag in flags],
        "score": score,
        "range": f"{shown(score.low)}–{shown(score.high)}" if score else "",
        "lines": score.lines if score else (),
        "complete": len(here) == one.panel.experts,
        "here": len(here),
        "wanted": one.panel.experts,
        "breadcrumbs": [
            (_("Panels of experts"), reverse("panels:list")),
            (str(one.panel), one.panel.get_absolute_url()),
            (str(case), ""),
        ],
    }
    return task(
        request,
        form,
        lambda form: conclude_review(
            acting_user=request.user,
            case=case,
            note=form.cleaned_data["note"],
            judged=form.cleaned_data.get("judged", ""),
            clause=form.cleaned_data.get("clause", ""),
        ),
        done=_("The review is concluded. Tell the applicant what the experts said."),
        to=one.panel.get_absolute_url(),
        context=context,
        template="programmes/panels/conclude.html",
    )


@login_required
def feedback(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/panels/feedback/<pk>/``: the secretary writes it, the applicant and the offices read it."""
    one = get_object_or_404(Feedback.objects.select_related("case__round__version__programme", "item"), pk=pk)
    case = one.case
    runs = bool(permissions.answer(request.user, "programmes.run_panel", case))
    crumbs = [(str(case), case.get_absolute_url()), (_("What the experts said"), "")]
    if one.sent_at is None:
        permissions.require(request.user, "programmes.run_panel", case)
        comments = [
            sheet.comment
            for panel_case in PanelCase.objects.filter(case=case)
            for sheet in sheets_of(panel_case, one.item).values()
            if sheet is not None and sheet.comment
        ]
        return task(
            request,
            FeedbackForm(posted(request)),
            lambda form: send_feedback(
                acting_user=request.user,
                feedback=one,
                codes=form.cleaned_data["codes"],
                words=form.cleaned_data["words"],
            ),
            done=_("The applicant was told."),
            to=reverse("panels:list"),
            context={
                "title": _("Tell the applicant what the experts said"),
                "lead": _("Coded reasons, and words that help for the next time."),
                "submit": _("Send the feedback"),
                "case": case,
                "comments": comments,
                "due": one.due_at,
                "breadcrumbs": crumbs,
            },
            template="programmes/panels/feedback_form.html",
        )
    if not runs:
        permissions.require(request.user, "programmes.view_case", case)
    context = {
        "title": _("What the experts said"),
        "kind": str(case),
        "answer": one.item.reason,
        "reasons": [str(FeedbackReason(code).label) for code in one.codes],
        "feedback": one,
        "summary": [],
        "breadcrumbs": crumbs,
        "visibility": _("The applicant's people and the offices that handle the case. Experts stay unnamed."),
    }
    return render(request, "programmes/panels/feedback.html", context)


def _matrix(case: Case, sheets: dict[Any, Any]) -> dict[str, Any]:
    items = expert_items(case)
    rows = []
    for item in items:
        cells = []
        for sheet in sheets.values():
            mark = next((one for one in sheet.marks.all() if one.item == item.id), None) if sheet else None
            cells.append({"marks": shown(mark.marks) if mark else "—", "reason": mark.reason if mark else ""})
        rows.append({"text": in_reader_language(item.text), "full": shown(item.marks), "cells": cells})
    return {
        "experts": [row.seat.entry.expert.name for row in sheets],
        "rows": rows,
        "totals": [shown(sheet.total) if sheet else "—" for sheet in sheets.values()],
        "opinions": [sheet.get_opinion_display() if sheet else "—" for sheet in sheets.values()],
        "comments": [
            {"who": row.seat.entry.expert.name, "text": sheet.comment}
            for row, sheet in sheets.items()
            if sheet and sheet.comment
        ],
    }


def _flag(flag: Any, sheets: dict[Any, Any]) -> str:
    words = {"distance": shown(flag.distance), "limit": shown(flag.limit), "full": shown(flag.full)}
    if flag.kind == "spread":
        return (
            _("The panel disagrees: highest and lowest lie %(distance)s of %(full)s apart (limit %(limit)s).")
            % words
        )
    names = {row.seat.entry.pseudonym: row.seat.entry.expert.name for row in sheets}
    return _("%(who)s lies %(distance)s of %(full)s from the middle of the panel (limit %(limit)s).") % {
        **words,
        "who": names.get(flag.who, flag.who),
    }
