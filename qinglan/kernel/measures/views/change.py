"""Changing what stands: correct, withdraw, end."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.measures.domain.chain import figure_differences, last_of
from qinglan.kernel.measures.domain.entry import end_item, withdraw_item
from qinglan.kernel.measures.domain.figure import Report, correct_figure, withdraw_figure
from qinglan.kernel.measures.forms import AmountForm, EndForm, Form, ReasonForm
from qinglan.kernel.measures.models import Entry, Figure
from qinglan.kernel.measures.units import unit_words
from qinglan.kernel.measures.views.access import officers_only, posted
from qinglan.kernel.measures.views.record import address_of, form_words
from qinglan.kernel.measures.views.report import amount_page
from qinglan.kernel.web.views.errors import conflict, wants_another_look

Record = Figure | Entry


@officers_only
def correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/figures/<pk>/correct/``: another figure in the place of this one."""
    opened = _get(Figure, pk)
    last = last_of(opened)
    if request.method != "POST" and not opened.is_current:
        return _gone(request, last)
    form = AmountForm(posted(request), indicator=opened.indicator, year=opened.year, correcting=opened)
    if request.method == "POST" and wants_another_look(request):
        if not last.is_current:
            return _report_instead(request, opened)
        return _correct_page(request, form, last)
    if request.method == "POST" and form.is_valid():
        report, reason = form.report(), form.cleaned_data["reason"]
        try:
            figure = correct_figure(acting_user=request.user, figure=opened, report=report, reason=reason)
        except StaleEdit as error:
            last = last_of(opened)
            if _is_own_correction(report, last, request.user):
                return _sent_twice(request, last)
            return conflict(request, error.differences, current_url=address_of(last))
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("The figure is corrected. The old one stays in the history."))
            return redirect(address_of(figure))
    return _correct_page(request, form, opened)


@officers_only
def withdraw_amount(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/figures/<pk>/withdraw/``."""
    figure = _get(Figure, pk)

    def act(form: Form) -> Figure:
        return withdraw_figure(acting_user=request.user, figure=figure, reason=form.cleaned_data["reason"])

    return _close(
        request, figure, ReasonForm(posted(request)), act, "measures:withdraw-figure", **_withdrawing()
    )


@officers_only
def withdraw_entry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/figures/entries/<pk>/withdraw/``."""
    entry = _get(Entry, pk)

    def act(form: Form) -> Entry:
        return withdraw_item(acting_user=request.user, entry=entry, reason=form.cleaned_data["reason"])

    return _close(
        request, entry, ReasonForm(posted(request)), act, "measures:withdraw-entry", **_withdrawing()
    )


@officers_only
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/figures/entries/<pk>/end/``: the last day of an entry."""
    entry = _get(Entry, pk)

    def act(form: Form) -> Entry:
        data = form.cleaned_data
        return end_item(
            acting_user=request.user, entry=entry, last_day=data["last_day"], reason=data["reason"]
        )

    return _close(
        request,
        entry,
        EndForm(posted(request)),
        act,
        "measures:end",
        title=_("Set the last day of an entry"),
        lead=_(
            "After its last day the entry is no longer counted. Figures for earlier days stay as they are."
        ),
        submit=_("Set the last day"),
        done=_("The last day is set. The entry without it stays in the history."),
    )


def _withdrawing() -> dict[str, str]:
    return {
        "title": _("Withdraw a record"),
        "lead": _(
            "Only for what should never have been on record. A wrong amount is corrected, an entry that has run out is ended."
        ),
        "submit": _("Withdraw the record"),
        "done": _("The record is withdrawn. It stays in the history and is no longer counted."),
    }


def _close(
    request: HttpRequest,
    record: Record,
    form: Form,
    act: Callable[[Form], Record],
    url_name: str,
    *,
    title: str,
    lead: str,
    submit: str,
    done: str,
) -> HttpResponseBase:
    last = last_of(record)
    if not last.is_current and (request.method != "POST" or wants_another_look(request)):
        return _gone(request, last)
    if request.method != "POST" and not record.is_current:
        return _gone(request, last)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            changed = act(form)
        except StaleEdit as error:
            last = last_of(record)
            if _is_own_closing(record, request.user, form.cleaned_data["reason"]):
                return _sent_twice(request, last)
            return conflict(request, error.differences, current_url=address_of(last))
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect(address_of(changed))
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "record": last,
        "submit": submit,
        "action": reverse(url_name, args=[last.pk]),
        "breadcrumbs": _breadcrumbs(last, title),
        "back_url": address_of(last),
    }
    return render(request, "measures/close.html", context)


def _correct_page(request: HttpRequest, form: AmountForm, figure: Figure) -> HttpResponse:
    title = _("Correct a figure")
    context = {
        "title": title,
        "form": form,
        "record": figure,
        "indicator": figure.indicator,
        "unit": unit_words(figure.indicator.unit),
        "statistical_form": form_words(figure.indicator),
        "action": reverse("measures:correct", args=[figure.pk]),
        "breadcrumbs": _breadcrumbs(figure, title),
        "has_help": True,
        "submit": _("Correct the figure"),
        "back_url": address_of(figure),
    }
    return render(request, "measures/correct.html", context)


def _report_instead(request: HttpRequest, opened: Figure) -> HttpResponse:
    """The record was withdrawn meanwhile: what was typed goes into a new report."""
    indicator = opened.indicator
    messages.warning(
        request, _("The figure was withdrawn meanwhile. What you typed can be reported as a new one.")
    )
    form = AmountForm(request.POST, indicator=indicator, year=opened.year)
    action = reverse("measures:report-for", args=[indicator.pack, indicator.slug, opened.year])
    return amount_page(request, form, indicator, opened.year, action=action)


def _gone(request: HttpRequest, last: Record) -> HttpResponse:
    messages.warning(request, _("That version is no longer on record. This is what became of it."))
    return redirect(address_of(last))


def _sent_twice(request: HttpRequest, last: Record) -> HttpResponse:
    messages.info(request, _("You sent the same form twice. It was recorded once; this is the record."))
    return redirect(address_of(last))


def _is_own_correction(report: Report, last: Figure, user: Any) -> bool:
    return last.is_current and last.reporter_id == user.pk and not figure_differences(report, last)


def _is_own_closing(record: Record, user: Any, reason: str) -> bool:
    record.refresh_from_db()
    return record.closed_by_id == user.pk and record.closing_reason == reason.strip()


def _breadcrumbs(record: Record, title: str) -> list[tuple[str, str]]:
    return [
        (_("Reported figures"), reverse("measures:figures")),
        (record.indicator.name, address_of(record)),
        (title, ""),
    ]


def _get(model: Any, pk: int) -> Any:
    rows = model.objects.select_related("indicator__territory", "territory", "reporter", "closed_by")
    return get_object_or_404(rows, pk=pk)
