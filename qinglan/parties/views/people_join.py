"""The page that an invitation's link opens: made for a phone, and for a person without an account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.permissions import PermissionRefused
from qinglan.parties.asking import address_of
from qinglan.parties.domain import joining
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.contact import account_of
from qinglan.parties.domain.invitation import (
    InvitationClosed,
    accept_invitation,
    by_token,
    check_open,
    decline_invitation,
)
from qinglan.parties.models import Invitation, MembershipRole
from qinglan.parties.people_forms import SAYS, RegisterForm
from qinglan.parties.views.entering import enter
from qinglan.parties.views.people_members import shown

ASKED = "people.joining"
"""Key of the session: the invitation for which a code was sent."""


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """``/join/<token>/``: who invites, as what; accept, decline, or register first."""
    try:
        row = by_token(token)
        check_open(row)
        if request.method == "POST":
            return _act(request, row, token)
    except InvitationClosed as closed:
        return _closed(request, closed)
    except (Impossible, PermissionRefused) as error:
        message = error.message if isinstance(error, Impossible) else error.reason
        messages.error(request, message)
        return redirect("people:join", token)
    return _page(request, row, token, RegisterForm() if _asked(request, row) else None)


def _act(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    if "decline" in request.POST:
        decline_invitation(
            acting_user=request.user if request.user.is_authenticated else system_user(), invitation=row
        )
        messages.success(request, _("You declined the invitation."))
        return redirect("portal:home")
    if "ask" in request.POST:
        joining.ask_joining_code(invitation=row, address=address_of(request))
        request.session[ASKED] = row.pk
        return redirect("people:join", token)
    if request.user.is_authenticated:
        accept_invitation(acting_user=request.user, invitation=row)
        messages.success(request, _("Welcome: you now act for %(name)s.") % {"name": row.organisation.name})
        return redirect("people:own")
    form = RegisterForm(request.POST)
    if form.is_valid():
        try:
            account = joining.register_and_join(
                invitation=row,
                display_name=form.cleaned_data["display_name"],
                code=form.cleaned_data["code"],
            )
        except InvitationClosed:
            raise
        except Impossible as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Welcome: you now act for %(name)s.") % {"name": row.organisation.name}
            )
            return enter(request, account, "code", reverse("people:own"))
    return _page(request, row, token, form)


def _asked(request: HttpRequest, row: Invitation) -> bool:
    return request.session.get(ASKED) == row.pk and not request.user.is_authenticated


def _page(request: HttpRequest, row: Invitation, token: str, form: Any) -> HttpResponse:
    own = request.user.is_authenticated
    address = reverse("people:join", args=[token])
    context = {
        "title": _("%(name)s invites you") % {"name": row.organisation.name},
        "kind": _("Invitation"),
        "row": row,
        "says": SAYS[MembershipRole(row.role)],
        "contact": shown(row.contact),
        "form": form,
        "may_accept": own and bool(permissions.answer(request.user, "people.accept_invitation", row)),
        "is_known": not own and account_of(row.contact) is not None,
        "login": f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': address})}",
        "code_login": f"{reverse('login_code')}?{urlencode({'next': address})}",
        "demonstration": settings.DEMONSTRATION,
    }
    status = 422 if form is not None and form.errors else 200
    response = render(request, "parties/people/join.html", context, status=status)
    # The token stays on this site; without any referrer the browser's own check of forms would refuse.
    response["Referrer-Policy"] = "same-origin"
    return response


def _closed(request: HttpRequest, closed: InvitationClosed) -> HttpResponse:
    context = {"title": _("This invitation can't be used"), "lead": closed.message, "closed": closed}
    status = 404 if closed.state == "unknown" else 410
    return render(request, "parties/people/join_closed.html", context, status=status)
