"""The roles of the office: who holds which, where, until when; giving and ending them."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.roles import OFFICER
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties import holding
from qinglan.parties.domain.assignment import Scope, end_assignment, give_assignment, scope_words
from qinglan.parties.domain.contact import account_of
from qinglan.parties.leaving import Leaving, left_behind
from qinglan.parties.models import Assignment
from qinglan.parties.people_forms import AssignmentForm, LeaveForm
from qinglan.parties.people_queries import BY_OFFICER, assignments_visible_to
from qinglan.parties.roles import ROLES, gives
from qinglan.parties.views.organisation_access import open_to, posted
from qinglan.parties.views.organisation_list import territory_choices

LIST = "people:assignments"


def _end_link(row: Assignment) -> str:
    if row.ended_at is not None:
        return ""
    return format_html(
        '<a href="{}">{}<span class="q-hidden"> {} {}</span></a>',
        reverse("people:end-assignment", args=[row.pk]),
        gettext("End"),
        row.user,
        row.get_role_display(),
    )


def _state(row: Assignment) -> str:
    return gettext("ended") if row.ended_at is not None else gettext("in force")


def _state_and_act(row: Assignment) -> str:
    return format_html("{}<br>{}", _state(row), _end_link(row))


class AssignmentList(ListPage):
    """``/office/roles/``."""

    template_name = "parties/people/assignments.html"
    title = _("Roles of the office")
    lead = _("Who acts as what, where, and until when.")
    export_name = _("Roles of the office")
    as_table = True
    empty_title = _("Nobody fits")
    empty_text = _("Take a filter away, or give a role.")
    filters = (
        TextFilter(
            "q", _("User name or name"), ("user__username__icontains", "user__display_name__icontains")
        ),
        ChoiceFilter("role", _("Role"), tuple(ROLES.items()), "role", several=False),
        ChoiceFilter("territory", _("Territory"), territory_choices, "territory_id", several=False),
        TextFilter("department", _("Department or desk"), ("organisation__name__icontains",)),
        BooleanFilter("ended", _("Ended only"), Q(ended_at__isnull=False)),
        BooleanFilter("present", _("In force only"), Q(ended_at__isnull=True)),
    )
    sorts = (
        Sort("new", _("Begun last"), "-valid_from"),
        Sort("name", pgettext_lazy("of a person", "Name"), "user__display_name"),
        Sort("until", _("Last day"), "valid_to"),
    )
    columns = (
        ListColumn(pgettext_lazy("of a person", "Name"), "user", sort="name"),
        ListColumn(_("Role"), lambda row: str(row.get_role_display())),
        ListColumn(_("Scope"), scope_words),
        ListColumn(_("From"), "valid_from", sort="new"),
        ListColumn(_("Until"), "valid_to", sort="until"),
        ListColumn(_("Basis or purpose"), lambda row: row.purpose or row.basis or "—"),
        ListColumn(_("State"), _state, render=_state_and_act),
    )

    def get_queryset(self) -> Rows:
        """What ``people.see_assignments`` lets the reader see."""
        permissions.require(self.request.user, "people.see_assignments")
        return assignments_visible_to(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {"breadcrumbs": [(self.title, "")]}


@open_to("people.see_assignments")
def give(request: HttpRequest) -> HttpResponseBase:
    """``/office/roles/give/``."""
    form = AssignmentForm(
        posted(request), roles=_givable(request.user), initial={"account": request.GET.get("account", "")}
    )
    if form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("version", None)
        account = account_of(data.pop("account"))
        scope = Scope(data.pop("territory"), data.pop("organisation"))
        try:
            if account is None:
                raise Impossible(
                    gettext(
                        "Nobody has this user name, number or mailbox. The system administrator opens accounts."
                    ),
                    field="account",
                )
            give_assignment(acting_user=request.user, account=account, scope=scope, **data)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("The role is given; the person logs in again."))
            return redirect(LIST)
    lead = gettext("Nobody gives himself a role, nor one beyond his own.")
    return _task(request, form, gettext("Give a role of the office"), gettext("Give the role"), lead)


def _givable(user: Any) -> list[str]:
    named = gives(user)
    if holding.holds_somewhere(user, OFFICER):
        named = (*named, *BY_OFFICER)
    return [role for role in ROLES if role in named]


@open_to("people.see_assignments")
def end(request: HttpRequest, assignment: int) -> HttpResponseBase:
    """``/office/roles/<assignment>/end/``."""
    row = get_object_or_404(assignments_visible_to(request.user), pk=assignment)
    permissions.require(request.user, "people.end_assignment", row)
    people = holding.holders_of(row.role, row.territory_id, row.organisation_id).exclude(pk=row.user_id)
    form = LeaveForm(posted(request), people=people)
    if form.is_valid():
        try:
            end_assignment(
                acting_user=request.user,
                assignment=row,
                reason=form.cleaned_data["reason"],
                hand_to=form.cleaned_data["hand_to"],
            )
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("The role has ended and the person's sessions with it."))
            return redirect(LIST)
    lead = gettext("%(name)s loses it at once.") % {"name": row.user}
    behind = left_behind(Leaving(row.user, assignment=row))
    subject = str(row.get_role_display())
    return _task(
        request,
        form,
        gettext("End a role of the office"),
        gettext("End the role"),
        lead,
        behind=behind,
        subject=subject,
    )


def _task(request: HttpRequest, form: Any, title: str, submit: str, lead: str, **more: Any) -> HttpResponse:
    context = {
        "title": title,
        "submit": submit,
        "lead": lead,
        "form": form,
        "breadcrumbs": [(gettext("Roles of the office"), reverse(LIST)), (title, "")],
        "back_url": reverse(LIST),
        **more,
    }
    return render(request, "parties/people/task.html", context, status=422 if form.errors else 200)
