"""Service inventions: the list, one with its ownership, people and parts; idle ones."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qinglan.contracts.domain.invention import (
    Named,
    agree_parts,
    check_ownership,
    disclose,
    edit_invention,
    name_contributors,
)
from qinglan.contracts.models import IdleState, Invention, InventionState
from qinglan.contracts.sharing import invention_forms as forms
from qinglan.contracts.sharing.numbers import percent
from qinglan.contracts.sharing.pack import sharing
from qinglan.contracts.sharing.queries import idle_since, inventions_seen_by, is_idle, units_run_by
from qinglan.contracts.views.income_access import (
    LineList,
    act,
    doors,
    invention_of,
    open_to,
    own_units,
    runs,
    task,
    trail,
    upload,
)
from qinglan.kernel import clock, permissions
from qinglan.kernel.web.dates import day, end, minute
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.task_page import form_page, posted, seen


class InventionList(LineList):
    """``/contracts/income/inventions/``."""

    title = gettext_lazy("Service inventions")
    filters = (
        TextFilter("q", gettext_lazy("Words"), ("title__icontains", "number__icontains")),
        ChoiceFilter("state", gettext_lazy("State"), InventionState.choices, "state"),
    )
    sorts = (
        Sort("new", pgettext_lazy("entries", "Newest first"), "-id"),
        Sort("old", gettext_lazy("Longest unused first"), "completed_on"),
    )
    columns = (
        ListColumn(gettext_lazy("Number"), "number"),
        ListColumn(gettext_lazy("title of the invention"), "title"),
        ListColumn(gettext_lazy("department"), "department"),
        ListColumn(gettext_lazy("completed on"), "completed_on"),
        ListColumn(gettext_lazy("first exploited on"), "first_used_on"),
    )
    empty_title = gettext_lazy("No service invention yet")
    empty_text = gettext_lazy("Enter what your researchers disclosed; ownership is checked next.")
    empty_url = "/contracts/income/inventions/new/"
    empty_action = gettext_lazy("Enter a disclosure")

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
        """What the reader may see."""
        return inventions_seen_by(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """The doors beside, and what may be done."""
        return {
            **super().get_context(),
            "breadcrumbs": trail((self.title, "")),
            "doors": doors(self.request.user, "contracts:inventions"),
            "acts": [act(None, _("Enter a disclosure"), "invention-new", primary=True)] if self.runs else [],
            "lead": _("From disclosure to use: what was made, whose it is, who made it."),
        }

    def line(self, row: Any) -> dict[str, Any]:
        """One of them."""
        return _line(row, self.today)

    @cached_property
    def today(self) -> date:
        """The day, asked for once a page."""
        return clock.today()


def _line(row: Invention, today: date) -> dict[str, Any]:
    idle = is_idle(row, today)
    return {
        "title": row.title,
        "url": row.get_absolute_url(),
        "facts": [row.number, row.department or row.keeper.name, day(row.completed_on)],
        "light": "late" if idle else row.light,
        "word": _("lies idle") if idle else row.get_state_display(),
    }


@login_required
def new(request: HttpRequest) -> HttpResponseBase:
    """``/contracts/income/inventions/new/``."""
    units = own_units(request.user)
    form = forms.InventionForm(*posted(request), units=units)

    def do() -> HttpResponseBase:
        data = dict(form.cleaned_data)
        rights = data.pop("rights", ())
        row = disclose(acting_user=request.user, unit=form.unit, values=data, rights=rights)
        messages.success(
            request, _("The disclosure is entered. Name its contributors, then check its ownership.")
        )
        return redirect(row)

    title = _("Enter a disclosure")
    context = {
        "title": title, "submit": _("Enter the disclosure"), "back_url": reverse("contracts:inventions"),
        "breadcrumbs": trail((title, "")), "uploads": True,
        "lead": _("As the form of disclosure has it. Nothing of it becomes public."),
    }  # fmt: skip
    return form_page(request, form, do, context)


@open_to("contracts.see_invention", invention_of)
def record(request: HttpRequest, row: Invention) -> HttpResponseBase:
    """``/contracts/income/inventions/<number>/``."""
    own = not permissions.answer(request.user, "contracts.see_income", row)
    rules = sharing()
    context = {
        "title": row.title,
        "kind": f"{row.number} · {rules.kind_words(row.kind)}",
        "status": {"kind": row.light, "word": capfirst(row.get_state_display())},
        "breadcrumbs": trail((row.number, "")),
        "acts": _acts(request.user, row),
        "notes": _notes(row),
        "summary": [
            {"label": capfirst(label), "value": value}
            for label, value in (
                (_("Unit"), row.keeper.name),
                (_("department"), row.department),
                (_("completed on"), day(row.completed_on)),
                (_("first exploited on"), day(row.first_used_on) if row.first_used_on else ""),
                (_("project or task that it comes from"), row.source),
                (_("what it is and what it does"), row.summary),
                (_("rights in it"), "；".join(str(one) for one in row.rights.all())),
                (_("basis of the ownership check"), row.ownership_basis),
                (_("co-owners and what they agreed"), row.co_owners),
                (_("agreement on the parts"), row.parts_basis),
            )
            if value
        ],
        "parts": [
            _people(row, request.user, own=own),
            _conversions(row, own=own),
            _applications(row, request.user),
        ],
        "visibility": _("Seen by those who do business for the unit, its finance contact, and who made it."),
    }
    context["parts"] = [one for one in context["parts"] if one]
    return render(request, "contracts/sharing/record.html", context)


def _people(row: Invention, user: Any, *, own: bool) -> dict[str, Any]:
    """The contributors; another's part is not shown to an inventor who is none of the office."""
    rows = [
        {
            "title": one.inventor.name,
            "facts": [
                one.inventor.post,
                one.contribution,
                *([_("main contributor")] if one.is_main else []),
                *([_("left on {day}").format(day=day(one.inventor.left_on))] if one.inventor.left_on else []),
            ],
            "word": percent(one.part)
            if row.parts_agreed_on and (not own or one.inventor.user_id == user.pk)
            else "",
            "light": "done",
        }
        for one in row.contributors.select_related("inventor")
    ]
    lead = (
        _("Parts agreed on {day}.").format(day=day(row.parts_agreed_on))
        if row.parts_agreed_on
        else _("No parts are agreed yet; nothing is shared out before.")
    )
    acts = []
    if runs(user, row):
        acts = [act(row, _("Name contributors"), "invention-people", row.number)]
        if rows:
            acts.append(act(row, _("Enter the agreed parts"), "invention-parts", row.number))
    if row.parts_file is not None and not own:
        acts.append({"label": _("Agreement as a file"), "url": row.parts_file.get_absolute_url()})
    return {"id": "people", "title": _("Contributors"), "lead": lead, "rows": rows, "acts": acts}


def _conversions(row: Invention, *, own: bool) -> dict[str, Any] | None:
    rows = [
        {
            "title": one.title,
            "url": "" if own else one.get_absolute_url(),
            "facts": [one.number, one.get_way_display()],
            "light": one.light,
            "word": one.get_state_display(),
        }
        for one in row.conversions.order_by("-id")
    ]
    return {"id": "conversions", "title": _("Conversions"), "rows": rows} if rows else None


def _applications(row: Invention, user: Any) -> dict[str, Any] | None:
    rows = [
        {
            "title": _("Application of {day}").format(day=minute(one.filed_at)),
            "url": reverse("contracts:use-application", args=[one.pk]),
            "facts": [one.inventor.name, _("to be answered by {until}").format(until=end(one.answer_due))],
            "light": "due" if one.state == IdleState.OPEN else "done",
            "word": one.get_state_display(),
        }
        for one in row.applications.select_related("inventor")
        if permissions.answer(user, "contracts.see_use_application", one)
    ]
    title = _("Applications to exploit it")
    return {"id": "applications", "title": title, "rows": rows} if rows else None


def _notes(row: Invention) -> list[dict[str, Any]]:
    if not is_idle(row, clock.today()):
        return []
    words = _(
        "Nobody has exploited it since {day}: it lies idle. Who made it may apply in writing to exploit it ({source})."
    )
    source = sharing().idle.source
    return [
        {"light": "due", "text": words.format(day=day(idle_since(row.completed_on)), source=source.document)}
    ]


def _acts(user: Any, row: Invention) -> list[dict[str, Any]]:
    found = []
    if runs(user, row):
        if row.state == InventionState.DISCLOSED:
            found.append(act(row, _("Check its ownership"), "invention-check", row.number, primary=True))
        if row.state == InventionState.OWNED:
            found.append({**act(row, _("Propose a conversion"), "conversion-new", primary=True)})
        found.append(act(row, _("Change its particulars"), "invention-edit", row.number))
    if (
        is_idle(row, clock.today())
        and permissions.answer(user, "contracts.apply_for_use", row)
        and not row.applications.filter(state=IdleState.OPEN, inventor__user=user).exists()
    ):
        found.append(act(row, _("Apply to exploit it"), "invention-apply", row.number, primary=not found))
    return found


@open_to("contracts.run_income", invention_of)
def edit(request: HttpRequest, row: Invention) -> HttpResponseBase:
    """``/contracts/income/inventions/<number>/edit/``."""
    initial = {
        name: getattr(row, name)
        for name in ("title", "kind", "completed_on", "department", "source", "summary")
    } | {"rights": list(row.rights.values_list("pk", flat=True))}
    form = forms.InventionForm(*posted(request), units=[row.keeper], initial=initial)

    def do() -> HttpResponseBase:
        data = dict(form.cleaned_data)
        rights = data.pop("rights", ())
        edit_invention(acting_user=request.user, invention=row, values=data, rights=rights)
        messages.success(request, _("The particulars are kept."))
        return redirect(row)

    return task(request, form, do, row, _("Change its particulars"), _("Keep the particulars"), uploads=True)


@open_to("contracts.run_income", invention_of)
def check(request: HttpRequest, row: Invention) -> HttpResponseBase:
    """``/contracts/income/inventions/<number>/check/``."""
    form = forms.OwnershipForm(*posted(request), initial={"finding": "owned", "co_owners": row.co_owners})

    def do() -> HttpResponseBase:
        check_ownership(acting_user=request.user, invention=seen(request, row), **form.cleaned_data)
        messages.success(request, _("The ownership check is recorded."))
        return redirect(row)

    return task(request, form, do, row, _("Check its ownership"), _("Record the finding"))


@open_to("contracts.run_income", invention_of)
def people(request: HttpRequest, row: Invention) -> HttpResponseBase:
    """``/contracts/income/inventions/<number>/people/``."""
    form = forms.ContributorsForm(*posted(request), invention=row)

    def do() -> HttpResponseBase:
        named = [Named(who, what, main) for who, what, main in form.named()]
        name_contributors(acting_user=request.user, invention=seen(request, row), contributors=named)
        messages.success(request, _("The contributors are named. Enter the parts that they agreed on."))
        return redirect(row)

    notes = [] if len(form.people) else [
        {"light": "due", "text": _("The unit has no people on record yet. Enter them under “People” first.")}
    ]  # fmt: skip
    return task(
        request, form, do, row, _("Name contributors"), _("Keep the contributors"),
        template="contracts/sharing/grouped.html", notes=notes,
    )  # fmt: skip


@open_to("contracts.run_income", invention_of)
def parts(request: HttpRequest, row: Invention) -> HttpResponseBase:
    """``/contracts/income/inventions/<number>/parts/``."""
    form = forms.PartsForm(*posted(request), people=list(row.contributors.select_related("inventor")))

    def do() -> HttpResponseBase:
        data = form.cleaned_data
        agree_parts(
            acting_user=request.user, invention=seen(request, row), parts=form.parts(),
            agreed_on=data["agreed_on"], basis=data["basis"], consent=data.get("consent", ""),
            paper=upload(data, "paper"),
        )  # fmt: skip
        messages.success(request, _("The parts are kept."))
        return redirect(row)

    lead = _(
        "In percent of what the team gets for this invention; together 100, main contributors at least the legal share."
    )
    return task(
        request, form, do, row, _("Enter the agreed parts"), _("Keep the parts"), lead=lead, uploads=True
    )
