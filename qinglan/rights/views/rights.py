"""The ledger of rights, one right, and task pages."""

from typing import Any

from django import forms as plain
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web import dates, tables
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.parties import holding
from qinglan.parties.models import Organisation
from qinglan.rights import forms
from qinglan.rights.domain import right as verbs
from qinglan.rights.models import Right, RightKind, RightState
from qinglan.rights.queries import ledger, same_number

TITLE = gettext_lazy("Ledger of rights")


@method_decorator(login_required, name="get")
class Ledger(ListPage):
    """``/rights/``: the ledgers of one's organisations."""

    template_name = "rights/ledger.html"
    title = TITLE
    lead = gettext_lazy(
        "Patents, software and other rights of your organisation, with their status and what is due."
    )
    export_name = TITLE
    as_table = True
    empty_title = gettext_lazy("No right is entered yet")
    empty_text = gettext_lazy("Enter one, or bring a whole ledger in from a spreadsheet.")
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("number__icontains", "title__icontains")),
        ChoiceFilter("kind", gettext_lazy("Kind"), RightKind.choices, "kind"),
        ChoiceFilter("state", gettext_lazy("State"), RightState.choices, "state"),
        BooleanFilter("green", gettext_lazy("Green by its classes"), Q(is_green=True)),
    )
    sorts = (
        Sort("number", gettext_lazy("Number"), "number"),
        Sort("expires", gettext_lazy("Expires soonest"), "expires_on"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number", sort="number"),
        ListColumn(gettext_lazy("Title"), "title"),
        ListColumn(gettext_lazy("Kind"), lambda row: str(row.get_kind_display())),
        ListColumn(gettext_lazy("State"), lambda row: str(row.get_state_display())),
        ListColumn(gettext_lazy("Expires on"), "expires_on", sort="expires"),
        ListColumn(gettext_lazy("Next fee due on"), "fee_due_on"),
        ListColumn(gettext_lazy("Organisation"), "keeper.name"),
    )

    def get_queryset(self) -> Rows:
        """One's own."""
        return ledger(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands, and what one may do."""
        may = bool(permissions.answer(self.request.user, "rights.ledger"))
        return {"breadcrumbs": [(TITLE, "")], "may_enter": may}


def record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/rights/<pk>/``."""
    right = _right(request, pk, "rights.view")
    inside = bool(permissions.answer(request.user, "rights.edit", right))
    pledge = next((one for one in right.pledges.all() if one.released_on is None), None)
    rows = [
        (_("Number"), right.number or "—"),
        (_("kind of right"), right.get_kind_display()),
        (_("Organisation"), right.keeper.name),
        (_("applied for on"), _day(right.applied_on)),
        (_("granted on"), _day(right.granted_on)),
        (_("expires on"), _day(right.expires_on)),
        (_("IPC symbol"), ", ".join(one.symbol for one in right.classes.all()) or "—"),
        (
            _("basis of the green mark"),
            "; ".join(one.green_basis for one in right.classes.all() if one.green_basis) or "—",
        ),
    ]
    if inside:
        rows += [
            (_("next fee due on"), _day(right.fee_due_on)),
            (_("basis of the status"), right.state_basis or "—"),
        ]
    context = {
        "title": right.title,
        "kind": right.get_kind_display(),
        "right": right,
        "inside": inside,
        "pledge": pledge,
        "twins": _twins(request.user, right) if inside else [],
        "status": {"kind": right.light, "word": right.get_state_display()},
        "answer": _("It is pledged.") if pledge else "",
        "act": {"url": reverse("rights:edit", args=[pk]), "label": _("Change the right")} if inside else None,
        "summary": [{"label": label, "value": value, "url": "", "action": ""} for label, value in rows],
        "licences": tables.build(
            _("Licences"),
            [_("kind of licence"), _("licensee"), _("number of the filing"), _("first day"), _("last day")],
            [
                (
                    one.get_kind_display(),
                    one.licensee if inside else "—",
                    one.record_number or "—",
                    _day(one.valid_from),
                    _day(one.valid_to),
                )
                for one in right.licences.all()
            ],
        ),
        "breadcrumbs": [(TITLE, reverse("rights:list")), (right.title, "")],
        "visibility": _(
            "What a national register shows is open to everybody; the rest to its owner and officers."
        ),
    }
    return render(request, "rights/record.html", context)


def _twins(user: Any, right: Right) -> list[dict[str, str]]:
    """Other records with its number: as an application and as a patent it was entered twice. Linked where he may look."""
    others = same_number(right.number).exclude(pk=right.pk).select_related("keeper")
    return [
        {
            "number": one.number,
            "keeper": one.keeper.name,
            "url": one.get_absolute_url() if permissions.answer(user, "rights.view", one) else "",
        }
        for one in others
    ]


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/rights/new/``."""
    permissions.require(request.user, "rights.ledger")
    form = forms.RightForm(_posted(request))
    mine = list(holding.organisations_represented_by(request.user).order_by("name_key"))
    if len(mine) > 1:
        form.fields["keeper"] = plain.TypedChoiceField(
            label=_("Organisation"), choices=[(one.pk, one.name) for one in mine], coerce=int
        )
    elif not mine:
        form.fields["keeper_code"] = plain.CharField(label=_("Unified social credit code"), max_length=18)
    if request.method == "POST" and form.is_valid():
        keeper = mine[0] if len(mine) == 1 else _keeper(form, mine)
        if keeper is not None:
            try:
                right = verbs.enter_right(acting_user=request.user, keeper=keeper, **form.arguments())
            except Impossible as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("The right is entered."))
                return redirect(right)
    return _task(request, form, _("Enter a right"), _("Enter the right"), None)


def _keeper(form: Any, mine: list[Organisation]) -> Organisation | None:
    if mine:
        return next(one for one in mine if one.pk == form.cleaned_data["keeper"])
    found = Organisation.objects.filter(code=form.cleaned_data["keeper_code"].strip()).first()
    if found is None:
        form.add_error("keeper_code", _("No organisation on record has this code."))
    return found


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/rights/<pk>/edit/``."""
    right = _right(request, pk, "rights.edit")
    form = forms.RightForm.opened(right, _posted(request))
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        version = form.cleaned_data["version"]
        right.revision = right.revision if version is None else version
        try:
            verbs.edit_right(acting_user=request.user, right=right, **form.arguments())
        except StaleEdit as stale:
            now = Right.objects.get(pk=pk)
            return conflict(
                request, stale.differences, current_url=now.get_absolute_url(), version=str(now.revision)
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The right is changed."))
            return redirect(right)
    return _task(request, form, _("Change the right"), _("Save the right"), right)


_PARTS: dict[str, tuple[type[forms.Form], Any, Any]] = {
    "licence": (forms.LicenceForm, verbs.record_licence, gettext_lazy("Record a licence")),
    "pledge": (forms.PledgeForm, verbs.record_pledge, gettext_lazy("Record a pledge")),
}


@login_required
def part(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """``/rights/<pk>/licence/``, ``/rights/<pk>/pledge/``."""
    right = _right(request, pk, "rights.edit")
    form_class, verb, title = _PARTS[kind]
    form = form_class(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verb(acting_user=request.user, right=right, values=form.cleaned_data)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Recorded."))
            return redirect(right)
    return _task(request, form, title, title, right)


@login_required
def release(request: HttpRequest, pk: int) -> HttpResponseBase:
    """``/rights/<pk>/release/``."""
    right = _right(request, pk, "rights.edit")
    form = forms.ReleaseForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.release_pledge(acting_user=request.user, right=right, on=form.cleaned_data["on"])
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The pledge is released."))
            return redirect(right)
    return _task(request, form, _("Release the pledge"), _("Record the release"), right)


def _right(request: HttpRequest, pk: int, permission: str) -> Right:
    found = get_object_or_404(Right.objects.select_related("keeper"), pk=pk)
    permissions.require(request.user, permission, found)
    return found


def _day(day: Any) -> str:
    return dates.day(day) if day else "—"


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _task(request: HttpRequest, form: Any, title: Any, submit: Any, right: Right | None) -> HttpResponseBase:
    trail: list[tuple[Any, str]] = [(TITLE, reverse("rights:list"))]
    if right is not None:
        trail.append((right.title, right.get_absolute_url()))
    context = {
        "title": title,
        "lead": right.title if right else "",
        "form": form,
        "submit": submit,
        "back_url": right.get_absolute_url() if right else reverse("rights:list"),
        "breadcrumbs": [*trail, (title, "")],
    }
    return render(request, "web/task.html", context)
