"""One's own places and roles: as what one may act, where, until when; leaving, standing in, invitations."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.parties.domain import delegation as delegations
from qinglan.parties.domain.assignment import end_assignment, scope_words
from qinglan.parties.domain.invitation import accept_invitation, decline_invitation
from qinglan.parties.leaving import Leaving, left_behind
from qinglan.parties.models import Assignment, Delegation, Invitation, Membership, User
from qinglan.parties.people_forms import DelegateForm, EndForm
from qinglan.parties.people_queries import (
    invitations_for,
    own_assignments,
    own_delegations,
    own_memberships,
)
from qinglan.parties.roles import KEEPERS
from qinglan.parties.views.organisation_access import posted
from qinglan.parties.views.verb_form import refused

OWN = "people:own"


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """``/account/places/``."""
    user = request.user
    permissions.require(user, "people.see_own")
    today = clock.today()
    memberships, offices = list(own_memberships(user)), list(own_assignments(user))
    stands = [
        row for row in own_delegations(user) if row.ended_at is None and (row.valid_to or today) >= today
    ]
    context = {
        "title": _("My places and roles"),
        "lead": _("As what you may act here, where, and until when."),
        "breadcrumbs": [(_("My account"), reverse("account:own")), (_("My places and roles"), "")],
        "invitations": [one for one in invitations_for(user) if one.expires_at > clock.now()],
        "memberships": [_line(row, today) for row in memberships if row.ended_at is None],
        "offices": [
            {**_line(row, today), "scope": scope_words(row), "may_end": row.role not in KEEPERS}
            for row in offices
            if row.ended_at is None
        ],
        "given": [_deputy(row) for row in stands if row.given_by_id == user.pk],
        "taken": [_deputy(row) for row in stands if row.deputy_id == user.pk],
        "earlier": [row for row in memberships if row.ended_at is not None],
        "earlier_offices": [(row, scope_words(row)) for row in offices if row.ended_at is not None],
        "visibility": _("Only you see this page."),
    }
    return render(request, "parties/people/own.html", context)


def _line(row: Membership | Assignment, today: Any) -> dict[str, Any]:
    over = row.valid_to is not None and row.valid_to < today
    coming = row.valid_from > today
    return {
        "row": row,
        "delegable": delegations.can_be_delegated(row) and not over,
        "light": "idle" if over or coming else "done",
        "word": _("run out") if over else _("from a later day") if coming else _("in force"),
    }


def _deputy(row: Delegation) -> dict[str, Any]:
    held = row.assignment or row.membership
    assert held is not None
    where = scope_words(held) if isinstance(held, Assignment) else held.organisation.name
    return {"row": row, "role": held.get_role_display(), "where": where}


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """``/account/places/invitations/<pk>/``: accept or decline an invitation to one's own contact."""
    row = get_object_or_404(Invitation.objects.select_related("organisation"), pk=pk)
    try:
        if "decline" in request.POST:
            decline_invitation(acting_user=request.user, invitation=row)
            messages.success(request, _("You declined the invitation."))
        else:
            accept_invitation(acting_user=request.user, invitation=row)
            messages.success(
                request, _("Welcome: you now act for %(name)s.") % {"name": row.organisation.name}
            )
    except Impossible as error:
        return refused(request, error, OWN)
    return redirect(OWN)


@login_required
def delegate(request: HttpRequest, sort: str, pk: int) -> HttpResponse:
    """``/account/places/<sort>/<pk>/delegate/``: let a colleague stand in."""
    assert isinstance(request.user, User)
    row = _held(sort, pk)
    permissions.require(request.user, "people.delegate", row)
    form = DelegateForm(
        posted(request), people=delegations.colleagues(row), initial={"valid_from": clock.today()}
    )
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("deputy", "valid_from", "valid_to", "reason")}
        try:
            delegations.delegate(acting_user=request.user, held=row, **data)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s stands in for you then.") % {"name": data["deputy"]})
            return redirect(OWN)
    where = scope_words(row) if isinstance(row, Assignment) else row.organisation.name
    lead = _("What your deputy does is recorded in both names, and can't be passed on.")
    return _task(
        request,
        form,
        _("Let a colleague stand in"),
        _("Delegate the role"),
        lead,
        f"{row.get_role_display()} · {where}",
    )


@require_POST
@login_required
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """``/account/places/delegations/<pk>/end/``."""
    assert isinstance(request.user, User)
    row = get_object_or_404(own_delegations(request.user), pk=pk)
    try:
        delegations.end_delegation(acting_user=request.user, delegation=row)
    except Impossible as error:
        return refused(request, error, OWN)
    messages.success(request, _("The delegation has ended."))
    return redirect(OWN)


@login_required
def lay_down(request: HttpRequest, pk: int) -> HttpResponse:
    """``/account/places/roles/<pk>/end/``: lay down a role of the office."""
    row = get_object_or_404(own_assignments(request.user), pk=pk)
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            end_assignment(acting_user=request.user, assignment=row, reason=form.cleaned_data["reason"])
        except Impossible as error:
            form.refuse(error)
        else:
            return redirect("login")
    lead = _("You lose it at once and log in again; who gives roles can give it anew.")
    subject = f"{row.get_role_display()} · {scope_words(row)}"
    assert isinstance(request.user, User)
    behind = left_behind(Leaving(request.user, assignment=row))
    return _task(request, form, _("Lay down a role"), _("Lay it down"), lead, subject, behind=behind)


def _held(sort: str, pk: int) -> Assignment | Membership:
    model: Any = {"role": Assignment, "membership": Membership}[sort]
    found: Assignment | Membership = get_object_or_404(model.objects.select_related("organisation"), pk=pk)
    return found


def _task(
    request: HttpRequest, form: Any, title: str, submit: str, lead: str, subject: str, **more: Any
) -> HttpResponse:
    context = {
        "title": title,
        "submit": submit,
        "lead": lead,
        "subject": subject,
        "form": form,
        "breadcrumbs": [
            (_("My account"), reverse("account:own")),
            (_("My places and roles"), reverse(OWN)),
            (title, ""),
        ],
        "back_url": reverse(OWN),
        **more,
    }
    return render(request, "parties/people/task.html", context, status=422 if form.errors else 200)
