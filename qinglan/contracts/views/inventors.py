"""The people of a unit who make inventions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qinglan.contracts.domain.inventor import edit_inventor, enter_inventor, record_leaving
from qinglan.contracts.models import Inventor
from qinglan.contracts.sharing import invention_forms as forms
from qinglan.contracts.sharing.queries import inventors_seen_by, units_run_by
from qinglan.contracts.views.income_access import (
    LineList,
    act,
    doors,
    open_to,
    own_units,
    task,
    trail,
)
from qinglan.kernel.web.dates import day
from qinglan.kernel.web.lists import ListColumn, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.task_page import form_page, posted, seen


class InventorList(LineList):
    """``/contracts/income/people/``."""

    title = gettext_lazy("People who make inventions")
    filters = (TextFilter("q", gettext_lazy("Words"), ("name__icontains", "staff_number__icontains")),)
    sorts = (Sort("number", gettext_lazy("By staff number"), "staff_number"),)
    columns = (
        ListColumn(gettext_lazy("staff number"), "staff_number"),
        ListColumn(gettext_lazy("name"), "name"),
    )
    empty_title = gettext_lazy("Nobody on record yet")
    empty_text = gettext_lazy("Enter who is named in disclosures: name, staff number, post.")
    empty_url = "/contracts/income/people/new/"
    empty_action = gettext_lazy("Enter a person")

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For those whose units have a say; others read why not."""
        own_units(request.user, run=False)
        return super().get(request)

    @cached_property
    def runs(self) -> bool:
        """Whether the reader does business for a unit; its finance contact only reads."""
        return units_run_by(self.request.user).exists()

    def get_queryset(self) -> Rows:
        """Those of the reader's units."""
        return inventors_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The doors beside, and what may be done."""
        return {
            **super().get_context(),
            "breadcrumbs": trail((self.title, "")),
            "doors": doors(self.request.user, "contracts:inventors"),
            "acts": [act(None, _("Enter a person"), "inventor-new", primary=True)] if self.runs else [],
            "lead": _("Identity numbers are sealed and stand in no list."),
        }

    def line(self, row: Any) -> dict[str, Any]:
        """One of them."""
        return _line(row, runs=self.runs)


def _line(row: Inventor, *, runs: bool) -> dict[str, Any]:
    return {
        "title": row.name,
        "url": reverse("contracts:inventor", args=[row.pk]) if runs else "",
        "facts": [row.staff_number, row.post, *([row.get_head_display()] if row.head != "no" else [])],
        "light": "idle" if row.left_on else "done",
        "word": _("left on {day}").format(day=day(row.left_on)) if row.left_on else _("in the unit"),
        "acts": [] if row.left_on or not runs else [{"label": _("Record that he left"), "url": reverse("contracts:inventor-left", args=[row.pk])}],
    }  # fmt: skip


def inventor_of(pk: int) -> Inventor:
    """One person."""
    return get_object_or_404(Inventor.objects.select_related("organisation", "user"), pk=pk)


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/people/new/``."""
    form = forms.InventorForm(*posted(request), units=own_units(request.user))

    def do() -> HttpResponseBase:
        account, number = form.cleaned_data.pop("account"), form.cleaned_data.pop("id_number")
        unit = form.unit
        enter_inventor(
            acting_user=request.user, unit=unit, values=form.cleaned_data, id_number=number, account=account
        )
        messages.success(request, _("The person is on record."))
        return redirect("contracts:inventors")

    title = _("Enter a person")
    context = {
        "title": title, "submit": _("Enter the person"), "back_url": reverse("contracts:inventors"),
        "breadcrumbs": trail((_("People"), reverse("contracts:inventors")), (title, "")),
        "lead": _("Who is named in disclosures; kept for rewards and their tax filing."),
    }  # fmt: skip
    return form_page(request, form, do, context)


@open_to("contracts.run_income", inventor_of)
def edit(request: HttpRequest, row: Inventor) -> HttpResponseBase:
    """``/contracts/income/people/<pk>/``."""
    initial: dict[str, Any] = {
        name: getattr(row, name) for name in ("staff_number", "name", "post", "head", "id_kind")
    } | {"account": row.user.username if row.user else ""}
    form = forms.InventorForm(*posted(request), units=[row.organisation], initial=initial)
    if row.id_number:
        form.fields["id_number"].label = _("number of the identity paper (one is sealed on record)")
    back = reverse("contracts:inventors")

    def do() -> HttpResponseBase:
        account, number = form.cleaned_data.pop("account"), form.cleaned_data.pop("id_number")
        edit_inventor(
            acting_user=request.user, inventor=seen(request, row), values=form.cleaned_data, id_number=number, account=account
        )  # fmt: skip
        messages.success(request, _("The particulars are kept."))
        return redirect(back)

    title, submit = _("Change a person's particulars"), _("Keep the particulars")
    return task(request, form, do, row, title, submit, back=back)


@open_to("contracts.run_income", inventor_of)
def left(request: HttpRequest, row: Inventor) -> HttpResponseBase:
    """``/contracts/income/people/<pk>/left/``."""
    form = forms.LeavingForm(*posted(request))
    back = reverse("contracts:inventors")

    def do() -> HttpResponseBase:
        record_leaving(acting_user=request.user, inventor=seen(request, row), **form.cleaned_data)
        messages.success(
            request, _("Recorded. His rewards stay his; those that wait are kept until payment is agreed.")
        )
        return redirect(back)

    lead = _(
        "Who leaves keeps his part in the income of his inventions. His part can be lowered by his own written consent alone."
    )
    return task(
        request,
        form,
        do,
        row,
        _("Record that he left"),
        pgettext("who left", "Record it"),
        back=back,
        lead=lead,
    )
