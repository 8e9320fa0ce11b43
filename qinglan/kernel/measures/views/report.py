"""Reporting: first what and for when, then the figure or entry itself."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.measures import queries
from qinglan.kernel.measures.domain.chain import figure_differences
from qinglan.kernel.measures.domain.checks import AlreadyOnRecord
from qinglan.kernel.measures.domain.entry import Listing, enter_item
from qinglan.kernel.measures.domain.figure import Report, report_figure
from qinglan.kernel.measures.forms import AmountForm, ChooseAmount, ChooseEntry, ListingForm
from qinglan.kernel.measures.models import Entry, Figure, Indicator, Kind
from qinglan.kernel.measures.units import unit_words
from qinglan.kernel.measures.views.access import officers_only, posted
from qinglan.kernel.measures.views.record import address_of, form_words
from qinglan.kernel.web import dates
from qinglan.kernel.web.views.errors import wants_another_look

FIRST_YEAR = 1990


@officers_only
def choose_amount(request: HttpRequest) -> HttpResponseBase:
    """``/figures/report/``: which indicator, which year."""
    form = ChooseAmount(posted(request))
    if request.method == "POST" and form.is_valid():
        pack, slug = form.cleaned_data["indicator"].split("/")
        return redirect("measures:report-for", pack, slug, form.cleaned_data["year"])
    return _choose(request, form, _("Report a figure"))


@officers_only
def choose_entry(request: HttpRequest) -> HttpResponseBase:
    """``/figures/enter/``: which list, since which day."""
    form = ChooseEntry(posted(request))
    if request.method == "POST" and form.is_valid():
        pack, slug = form.cleaned_data["indicator"].split("/")
        return redirect("measures:enter-for", pack, slug, form.cleaned_data["first_day"].isoformat())
    return _choose(request, form, _("Enter an item of a list"))


@officers_only
def report_amount(request: HttpRequest, pack: str, slug: str, year: int) -> HttpResponseBase:
    """``/figures/report/<pack>/<slug>/<year>/``: the amount."""
    indicator = _indicator(pack, slug, Kind.AMOUNT)
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Http404
    form = AmountForm(posted(request), indicator=indicator, year=year)
    standing = None
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        report = form.report()
        try:
            figure = report_figure(acting_user=request.user, report=report)
        except AlreadyOnRecord as error:
            standing = error.standing
            if isinstance(standing, Figure) and _is_same(report, standing, request.user):
                return _twice(request, standing)
            form.refuse(error)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("The figure is on record. Targets that use it count it from now on."))
            return redirect(address_of(figure))
    return amount_page(request, form, indicator, year, standing=standing)


def amount_page(
    request: HttpRequest,
    form: AmountForm,
    indicator: Indicator,
    year: int,
    *,
    standing: Any = None,
    action: str = "",
) -> HttpResponse:
    """The form for an amount; also shown when a record was withdrawn while it was being corrected."""
    context = {
        **_task(form, _("Report a figure"), "measures:report", indicator),
        "when_label": _("Year"),
        "when": year,
        "unit": unit_words(indicator.unit),
        "standing_url": address_of(standing) if standing is not None else "",
        "action": action,
        "submit": _("Report the figure"),
    }
    return render(request, "measures/report.html", context)


@officers_only
def report_entry(request: HttpRequest, pack: str, slug: str, day: str) -> HttpResponseBase:
    """``/figures/enter/<pack>/<slug>/<day>/``: the entry."""
    indicator = _indicator(pack, slug, Kind.ENTRY)
    first_day = _day(day)
    form = ListingForm(posted(request), indicator=indicator, first_day=first_day)
    standing = None
    if request.method == "POST" and form.is_valid():
        listing = form.listing()
        try:
            entry = enter_item(acting_user=request.user, listing=listing)
        except AlreadyOnRecord as error:
            standing = error.standing
            if isinstance(standing, Entry) and _is_same_entry(listing, standing, request.user):
                return _twice(request, standing)
            form.refuse(error)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("The entry is on the list. Targets that use it count it from now on.")
            )
            return redirect(address_of(entry))
    context = {
        **_task(form, _("Enter an item of a list"), "measures:enter", indicator),
        "when_label": _("First day"),
        "when": dates.day(first_day),
        "standing_url": address_of(standing) if standing is not None else "",
        "submit": _("Enter the item"),
    }
    return render(request, "measures/report.html", context)


def _choose(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    context = {
        "title": title,
        "form": form,
        "breadcrumbs": [(_("Reported figures"), reverse("measures:figures")), (title, "")],
        "step": 1,
        "steps": 2,
        "has_help": True,
        "submit": _("Continue"),
        "back_url": reverse("measures:figures"),
    }
    return render(request, "measures/choose.html", context)


def _task(form: Any, title: str, first_step: str, indicator: Indicator) -> dict[str, Any]:
    return {
        "title": title,
        "form": form,
        "breadcrumbs": [
            (_("Reported figures"), reverse("measures:figures")),
            (title, reverse(first_step)),
            (indicator.name, ""),
        ],
        "step": 2,
        "steps": 2,
        "has_help": True,
        "indicator": indicator,
        "pack": queries.pack_name(indicator.pack),
        "statistical_form": form_words(indicator),
        "back_url": reverse(first_step),
    }


def _indicator(pack: str, slug: str, kind: Kind) -> Indicator:
    rows = Indicator.objects.select_related("territory")
    return get_object_or_404(rows, pack=pack, slug=slug, kind=kind)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not day.year >= FIRST_YEAR or day > clock.today():
        raise Http404
    return day


def _is_same(report: Report, standing: Figure, user: Any) -> bool:
    return standing.reporter_id == user.pk and not figure_differences(report, standing)


def _is_same_entry(listing: Listing, standing: Entry, user: Any) -> bool:
    return standing.reporter_id == user.pk and (
        listing.evidence.strip(),
        listing.valid_to,
        listing.territory_id,
    ) == (
        standing.evidence,
        standing.valid_to,
        standing.territory_id,
    )


def _twice(request: HttpRequest, standing: Figure | Entry) -> HttpResponse:
    messages.info(request, _("You sent the same form twice. It was recorded once; this is the record."))
    return redirect(address_of(standing))
