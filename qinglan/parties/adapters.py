"""Where allauth meets our rules: how a login is completed, and whose a unified identity is."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from qinglan.kernel.conflicts import Impossible
from qinglan.parties.asking import address_of, device_of
from qinglan.parties.domain.identity import account_for, read_claims
from qinglan.parties.domain.linking import link_identity
from qinglan.parties.domain.login import note_login
from qinglan.parties.models import Login, User
from qinglan.parties.sessions import ADDRESS, DEVICE

RECENTLY = 300
"""Seconds after a login in which nobody is asked for his password once more."""
_METHODS = {
    "password": Login.Method.PASSWORD,
    "code": Login.Method.CODE,
    "socialaccount": Login.Method.IDENTITY,
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type stubs
    """Logging in with our stages, our log and no self-made accounts."""

    def get_login_stages(self) -> list[str]:
        """Allauth's second factor, then ours."""
        stages = ["allauth.mfa.stages.AuthenticateStage"]
        if settings.MFA_TRUST_ENABLED:
            stages.append("allauth.mfa.stages.TrustStage")
        return [*stages, "qinglan.parties.stages.EnrolStage", "qinglan.parties.stages.PasswordStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account by allauth's form."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """The last step of every login, whatever the way: the session and the log."""
        super().login(request, user)
        request.session[ADDRESS], request.session[DEVICE] = address_of(request), device_of(request)
        shown = [record["method"] for record in get_authentication_records(request, user)]
        first = next((_METHODS[method] for method in shown if method in _METHODS), Login.Method.PASSWORD)
        note_login(
            user,
            first,
            Login.Outcome.ENTERED,
            address_of(request),
            device_of(request),
            second_factor="mfa" in shown,
        )

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """What somebody with a closed account is told."""
        note_login(user, Login.Method.IDENTITY, Login.Outcome.CLOSED, address_of(request), device_of(request))
        messages.error(request, _("This account is closed. Ask the administrator."))
        return redirect("login")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not in the first minutes after a login."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(time.time() - record["at"] < RECENTLY for record in records)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """A unified identity finds its account or opens one; of its claims only few are kept."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Read the claims and throw the rest away, before anything is stored."""
        raw = sociallogin.account.extra_data
        claims = {**(raw.get("id_token") or {}), **(raw.get("userinfo") or {})}
        try:
            identity = read_claims(claims, settings.IDENTITY_CLAIMS)
        except Impossible as refusal:
            raise ImmediateHttpResponse(_back(request, refusal.message)) from refusal
        sociallogin.account.extra_data = identity.kept()
        sociallogin.qinglan_identity = identity
        sociallogin.email_addresses = []
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """At the first login, link the identity to an account. Tokens are not kept."""
        sociallogin.token = None
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(self._link(request, sociallogin))
        if sociallogin.is_existing:
            return
        try:
            with transaction.atomic():
                sociallogin.connect(request, account_for(sociallogin.qinglan_identity))
        except IntegrityError as error:
            again = _("Two logins came at the same time. Try once more.")
            raise ImmediateHttpResponse(_back(request, again)) from error

    def _link(self, request: HttpRequest, sociallogin: Any) -> HttpResponse:
        """Link the identity to the account that is logged in and showed lately that it is itself."""
        if not request.user.is_authenticated:
            return _back(request, _("Log in first, then link your unified identity."))
        if AccountAdapter().is_reauthentication_required(app="qinglan.parties"):
            return redirect("account:identities")
        owner = sociallogin.user if sociallogin.is_existing else None
        try:
            with transaction.atomic():
                link_identity(acting_user=request.user, owner=owner)
                sociallogin.connect(request, request.user)
        except Impossible as refusal:
            messages.error(request, refusal.message)
        except IntegrityError:
            messages.error(request, _("Two logins came at the same time. Try once more."))
        else:
            messages.success(request, _("Your unified identity is linked: you can log in with it."))
        return redirect("account:identities")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing by mail: the link stands in the account's events."""


def _back(request: HttpRequest, message: str) -> HttpResponse:
    messages.error(request, message)
    return redirect("login")
