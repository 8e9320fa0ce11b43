"""Arrangements: the list, the page of one, and what the person writes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from qinglan.contracts.domain.mobility import (
    apply_mobility,
    begin_mobility,
    edit_mobility,
    report_year,
    take_back_mobility,
)
from qinglan.contracts.mobility import shown
from qinglan.contracts.mobility.forms import BeginForm, MobilityContentForm, ReportForm
from qinglan.contracts.mobility.queries import mobilities_seen_by
from qinglan.contracts.models import Mobility, MobilityState, MobilityWay
from qinglan.contracts.views.mobility_access import mobility_open_to, task, trail
from qinglan.kernel import clock, permissions
from qinglan.kernel.web.lists import ChoiceFilter, DateRangeFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.task_page import form_page, press, seen
from qinglan.parties.models import Organisation


@method_decorator(login_required, name="get")
class MobilityList(ListPage):
    """``/contracts/mobility/``: one's own, those of one's unit, those with one's firm."""

    template_name = "contracts/mobility/list.html"
    title = gettext_lazy("Moves of researchers")
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("number__icontains", "person_name__icontains", "firm_name__icontains")),
        ChoiceFilter("state", gettext_lazy("State"), MobilityState.choices, "state"),
        ChoiceFilter("form", pgettext_lazy("mobility", "Form"), MobilityWay.choices, "form"),
        DateRangeFilter("ends", gettext_lazy("Last day"), "ends_on"),
    )  # fmt: skip
    sorts = (
        Sort("new", pgettext_lazy("entries", "Newest first"), "-pk"),
        Sort("end", gettext_lazy("Soonest end"), "ends_on"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("Name"), "person_name"),
        ListColumn(gettext_lazy("Post and title"), "post"),
        ListColumn(pgettext_lazy("mobility", "Form"), lambda row: str(row.get_form_display())),
        ListColumn(gettext_lazy("unit"), lambda row: row.unit.name),
        ListColumn(gettext_lazy("name of the firm"), "firm_name"),
        ListColumn(gettext_lazy("First day"), "starts_on"),
        ListColumn(gettext_lazy("Last day"), "ends_on"),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
    )
    empty_title = gettext_lazy("No arrangement yet")
    empty_text = gettext_lazy(
        "Part-time work, a start-up while in post, a leave of post, or enterprise staff leading research: each begins with an application to the unit."
    )
    empty_url = "/contracts/mobility/new/"
    empty_action = gettext_lazy("Apply for an arrangement")

    def get_queryset(self) -> Rows:
        """What one may see."""
        return mobilities_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Breadcrumbs, and whether one has a unit to look after."""
        return {
            "breadcrumbs": trail(),
            "lead": _("Who works elsewhere, on what terms and until when."),
            "is_of_a_unit": shown.units_of(self.request.user).exists(),
        }


@mobility_open_to("contracts.view_mobility")
def record(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/``."""
    context = shown.context(request.user, mobility)
    context |= {
        "title": mobility.firm_name,
        "mobility": mobility,
        "breadcrumbs": trail((mobility.number, "")),
    }
    return render(request, "contracts/mobility/record.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/mobility/new/``: for whom, and at which unit."""
    permissions.require(request.user, "contracts.begin_mobility")
    form = BeginForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        url = reverse("contracts:mobility-write", args=[form.cleaned_data["unit"].pk])
        return redirect(f"{url}?whose={form.cleaned_data['whose']}")
    title = _("Apply for an arrangement")
    context = {
        "form": form, "title": title, "submit": _("Continue"), "step": 1, "steps": 2,
        "lead": _("Part-time work, a start-up in post or on leave, or enterprise staff who lead research: the unit decides, and an agreement of the three sides puts it in force."),
        "back_url": reverse("contracts:mobilities"), "breadcrumbs": trail((title, "")),
    }  # fmt: skip
    return render(request, "web/task.html", context)


@login_required
def write(request: HttpRequest, unit: int) -> HttpResponseBase:
    """``/contracts/mobility/new/<unit>/``: what it says."""
    found = get_object_or_404(Organisation, pk=unit)
    for_self = request.GET.get("whose") != "other"
    if for_self:
        permissions.require(request.user, "contracts.begin_mobility")
    else:
        permissions.require(request.user, "contracts.record_mobility", found)
    named = {"person_name": str(request.user)} if for_self else {}
    form = MobilityContentForm(request.POST or None, unit=found, initial=named)

    def act() -> HttpResponseBase:
        made = begin_mobility(acting_user=request.user, unit=found, values=form.values(), for_self=for_self)
        messages.success(request, _("The draft is kept. Hand it in when it is complete."))
        return redirect(made)

    title = _("Apply for an arrangement")
    context = {
        "title": title, "lead": found.name, "submit": _("Keep the draft"), "step": 2, "steps": 2,
        "back_url": reverse("contracts:mobility-new"), "breadcrumbs": trail((title, "")), "rules": shown.rules(),
        "has_help": True,
    }  # fmt: skip
    return form_page(request, form, act, context, template="contracts/mobility/write.html")


@mobility_open_to("contracts.write_mobility")
def edit(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/edit/``."""
    found = seen(request, mobility)
    form = MobilityContentForm(
        request.POST or None, unit=mobility.unit, instance=Mobility.objects.get(pk=mobility.pk)
    )

    def act() -> HttpResponseBase:
        edit_mobility(acting_user=request.user, mobility=found, values=form.values())
        messages.success(request, _("It is kept."))
        return redirect(mobility)

    return task(request, form, act, mobility, _("Write the arrangement"), _("Keep the draft"))  # fmt: skip


@require_POST
@mobility_open_to("contracts.write_mobility")
def apply_for(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/apply/``."""
    found = seen(request, mobility)
    return press(
        request,
        mobility.get_absolute_url(),
        lambda: apply_mobility(acting_user=request.user, mobility=found),
        _("It is handed in. The unit puts it on notice and decides; you are told."),
    )


@require_POST
@mobility_open_to("contracts.write_mobility")
def take_back(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/take-back/``."""
    found = seen(request, mobility)
    return press(
        request,
        mobility.get_absolute_url(),
        lambda: take_back_mobility(acting_user=request.user, mobility=found),
        _("It is taken back."),
    )


@mobility_open_to("contracts.write_mobility")
def report(request: HttpRequest, mobility: Mobility) -> HttpResponseBase:
    """``/contracts/mobility/<number>/report/``: the report on a year."""
    last = min((mobility.ended_on or mobility.ends_on).year, clock.today().year)
    told = set(mobility.reports.values_list("year", flat=True))
    years = [year for year in range(last, mobility.starts_on.year - 1, -1) if year not in told]
    form = ReportForm(request.POST or None, years=years)

    def act() -> HttpResponseBase:
        report_year(acting_user=request.user, mobility=mobility, **form.cleaned_data)
        messages.success(request, _("The report is in."))
        return redirect(mobility)

    return task(request, form, act, mobility, _("Report a year"), _("Send the report"))
