"""The people of an organisation: who belongs to it now and earlier, invitations, roles, leaving."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.domain.message import whole_address
from qinglan.parties import holding
from qinglan.parties.domain import invitation as invitations
from qinglan.parties.domain import membership as memberships
from qinglan.parties.leaving import Leaving, left_behind
from qinglan.parties.mobile import masked, masked_mail
from qinglan.parties.models import Invitation, Membership, MembershipRole, Organisation, User
from qinglan.parties.people_forms import EndForm, GiveRoleForm, HandOverForm, InviteForm, LeaveForm
from qinglan.parties.people_queries import memberships_of, open_invitations_of
from qinglan.parties.views.organisation_access import open_to, posted
from qinglan.parties.views.verb_form import refused

SENT = "people.invited"
"""Key of the session: the link of the invitation that was just made, shown once."""


def _address(organisation: Organisation) -> str:
    return reverse("people:members", args=[organisation.pk])


def _crumbs(organisation: Organisation, *last: str) -> list[tuple[str, str]]:
    crumbs = [
        (_("Directory of organisations"), reverse("organisations:list")),
        (organisation.name, organisation.get_absolute_url()),
        (_("People"), _address(organisation) if last else ""),
    ]
    return [*crumbs, *((label, "") for label in last)]


@require_safe
@open_to("people.see_members")
def members(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/people/``."""
    user = request.user
    rows = list(memberships_of(organisation, user))
    present: dict[int, list[Membership]] = {}
    for row in rows:
        if row.ended_at is None:
            present.setdefault(row.user_id, []).append(row)
    may_give = bool(permissions.answer(user, "people.give_role", organisation))
    may_end = bool(permissions.answer(user, "people.end_role", organisation))
    may_invite = bool(permissions.answer(user, "people.invite", organisation)) and not organisation.has_ended
    context = {
        "title": _("People of %(name)s") % {"name": organisation.name},
        "breadcrumbs": _crumbs(organisation),
        "organisation": organisation,
        "people": [(held[0].user, held) for held in present.values()],
        "earlier": [row for row in rows if row.ended_at is not None],
        "invitations": [(one, shown(one.contact)) for one in open_invitations_of(organisation, user)],
        "may_give": may_give,
        "may_end": may_end,
        "may_invite": may_invite,
        "may_hand_over": bool(permissions.answer(user, "people.hand_over", organisation))
        and len(present) > 1,
        "may_leave": bool(permissions.answer(user, "people.leave", organisation)),
        "sent": request.session.pop(SENT, None),
        "lead": _("Who may act for the organisation here, as what, and until when."),
        "visibility": _("Members of the organisation and officers for its territory see this page."),
    }
    return render(request, "parties/people/members.html", context)


def shown(contact: str) -> str:
    """A contact, masked."""
    return masked_mail(contact) if "@" in contact else masked(contact)


@open_to("people.invite")
def invite(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/people/invite/``."""
    own = holding.administers(request.user, organisation)
    roles = MembershipRole.values if own else [MembershipRole.ADMINISTRATOR.value]
    form = InviteForm(posted(request), roles=roles)
    if form.is_valid():
        try:
            data = _data(form)
            made, token = invitations.invite(acting_user=request.user, organisation=organisation, **data)
        except Impossible as error:
            form.refuse(error)
        else:
            link = reverse("people:join", args=[token])
            request.session[SENT] = {
                "link": whole_address(link)
                if whole_address(link) != link
                else request.build_absolute_uri(link),
                "to": shown(made.contact),
            }
            return redirect(_address(organisation))
    lead = _("%(name)s. The link is good for seven days and once.") % {"name": organisation.name}
    return _task(request, organisation, form, _("Invite somebody"), _("Send the invitation"), lead=lead)


@require_POST
@open_to("people.see_members")
def withdraw(request: HttpRequest, organisation: Organisation, invitation: int) -> HttpResponseBase:
    """``/organisations/<pk>/people/invitations/<invitation>/withdraw/``."""
    row = get_object_or_404(
        Invitation.objects.select_related("organisation"), pk=invitation, organisation=organisation
    )
    try:
        invitations.withdraw_invitation(acting_user=request.user, invitation=row)
    except Impossible as error:
        return refused(request, error, _address(organisation))
    messages.success(request, _("The invitation is withdrawn: its link opens nothing any more."))
    return redirect(_address(organisation))


@open_to("people.give_role")
def give_role(request: HttpRequest, organisation: Organisation, person: int) -> HttpResponseBase:
    """``/organisations/<pk>/people/<person>/role/``: a further role of a member."""
    who = _person(organisation, person)
    held = {row.role for row in _roles_of(organisation, who)}
    left = [role for role in MembershipRole.values if role not in held]
    form = GiveRoleForm(posted(request), roles=left)
    if form.is_valid():
        try:
            data = _data(form)
            memberships.give_role(acting_user=request.user, organisation=organisation, person=who, **data)
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("The role is given and counts at once."))
            return redirect(_address(organisation))
    lead = _("%(person)s in %(name)s") % {"person": who, "name": organisation.name}
    return _task(request, organisation, form, _("Give a further role"), _("Give the role"), lead=lead)


@open_to("people.see_members")
def end_role(request: HttpRequest, organisation: Organisation, membership: int) -> HttpResponseBase:
    """``/organisations/<pk>/people/roles/<membership>/end/``: one role ends, the others stay."""
    rows = Membership.objects.select_related("organisation", "user").filter(organisation=organisation)
    row = get_object_or_404(rows, pk=membership)
    permissions.require(request.user, "people.end_role", row)
    form = EndForm(posted(request))
    if form.is_valid():
        try:
            memberships.end_role(acting_user=request.user, membership=row, reason=form.cleaned_data["reason"])
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("The role has ended."))
            return _back(request, organisation)
    lead = f"{row.user} · {row.get_role_display()}"
    return _task(request, organisation, form, _("End a role"), _("End the role"), lead=lead)


@open_to("people.end_role")
def remove(request: HttpRequest, organisation: Organisation, person: int) -> HttpResponseBase:
    """``/organisations/<pk>/people/<person>/remove/``: all roles of a person end."""
    who = _person(organisation, person)
    people = holding.people_of(organisation).exclude(pk=who.pk)
    form = LeaveForm(posted(request), people=people)
    if form.is_valid():
        try:
            memberships.remove_member(
                acting_user=request.user,
                organisation=organisation,
                person=who,
                reason=form.cleaned_data["reason"],
                hand_to=form.cleaned_data["hand_to"],
            )
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(name)s no longer acts for the organisation.") % {"name": who})
            return _back(request, organisation)
    return _task(
        request,
        organisation,
        form,
        _("Take out of the organisation"),
        _("End all roles"),
        lead=_("%(person)s loses all access at once.") % {"person": who},
        behind=left_behind(Leaving(who, organisation=organisation)),
    )


@open_to("people.leave")
def leave(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/people/leave/``."""
    user = request.user
    assert isinstance(user, User)
    form = LeaveForm(posted(request), people=holding.people_of(organisation).exclude(pk=user.pk), own=True)
    if form.is_valid():
        try:
            memberships.leave(
                acting_user=user, organisation=organisation, hand_to=form.cleaned_data["hand_to"]
            )
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("You have left %(name)s.") % {"name": organisation.name})
            return redirect("people:own")
    return _task(
        request,
        organisation,
        form,
        _("Leave the organisation"),
        _("Leave %(name)s") % {"name": organisation.name},
        lead=_("You lose all access at once; what you did stays recorded in your name."),
        behind=left_behind(Leaving(user, organisation=organisation)),
    )


@open_to("people.hand_over")
def hand_over(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/people/hand-over/``."""
    user = request.user
    assert isinstance(user, User)
    form = HandOverForm(posted(request), people=holding.people_of(organisation).exclude(pk=user.pk))
    if form.is_valid():
        try:
            memberships.hand_over_administration(
                acting_user=user, organisation=organisation, to=form.cleaned_data["to"]
            )
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(request, _("The administration is handed over; you stay a member."))
            return redirect(_address(organisation))
    lead = _("You stay a member and do business as before.")
    return _task(request, organisation, form, _("Hand the administration over"), _("Hand it over"), lead=lead)


def _task(
    request: HttpRequest, organisation: Organisation, form: Any, title: str, submit: str, **more: Any
) -> HttpResponse:
    context = {
        "title": title,
        "submit": submit,
        "form": form,
        "breadcrumbs": _crumbs(organisation, title),
        "back_url": _address(organisation),
        **more,
    }
    return render(request, "parties/people/task.html", context, status=422 if form.errors else 200)


def _data(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def _roles_of(organisation: Organisation, person: User) -> Any:
    return Membership.objects.unended().filter(organisation=organisation, user=person)


def _person(organisation: Organisation, key: int) -> User:
    found = User.objects.filter(pk=key).first() if key < 2**63 else None
    if found is None or not _roles_of(organisation, found).exists():
        raise Http404(_("This person is no longer a member of the organisation."))
    return found


def _back(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """To the people of the organisation, or to one's own page where one has no access any more."""
    if permissions.answer(request.user, "people.see_members", organisation):
        return redirect(_address(organisation))
    return redirect("people:own")
