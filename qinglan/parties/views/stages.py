"""Between a right password and being logged in: set up a second factor, renew an old password."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import stash_login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import AuthenticateView, TrustView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.socialaccount.views import LoginCancelledView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from qinglan.parties import account_events
from qinglan.parties.account_forms import ContinueForm, NewPasswordForm
from qinglan.parties.domain.password import set_password
from qinglan.parties.stages import EnrolStage, PasswordStage
from qinglan.parties.views.second import totp_picture
from qinglan.parties.views.verb_form import VerbForm


class FrameKept:
    """allauth puts its own `site` into the context, which would hide the frame's."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context without it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mixin
        context.pop("site", None)
        return context


class IdentityCancelled(FrameKept, LoginCancelledView):  # type: ignore[misc]  # allauth has no type stubs
    """``/account/identity-cancelled/``: somebody broke off at the identity service."""


class Authenticate(FrameKept, AuthenticateView):  # type: ignore[misc]  # allauth has no type stubs
    """``/account/second/authenticate/``: the second factor."""

    extra_context = {"title": _("Second factor"), "submit": _("Log in")}  # noqa: RUF012 - as Django declares it

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the account has a security key to ask for."""
        keys = Authenticator.objects.filter(user=self.stage.login.user, type=Authenticator.Type.WEBAUTHN)
        return {**super().get_context_data(**kwargs), "has_keys": keys.exists()}


class Trust(FrameKept, TrustView):  # type: ignore[misc]  # as above
    """``/account/second/trust/``: whether this browser is trusted for a while."""

    extra_context = {"title": _("Trust this browser?")}  # noqa: RUF012 - as above


@method_decorator(
    [login_stage_required(stage=EnrolStage.key, redirect_urlname="login"), sensitive_post_parameters()],
    name="dispatch",
)
class Enrol(VerbForm):
    """``/account/login/enrol/``: set up an authenticator application, then keep the recovery codes."""

    template_name = "parties/account/enrol.html"

    @property
    def _stage(self) -> Any:
        return self.request._login_stage  # type: ignore[attr-defined]  # set by allauth's decorator

    @property
    def _is_set_up(self) -> bool:
        return bool(self._stage.state.get("set_up"))

    def get_form_class(self) -> Any:
        """First the code of the application, then only a button."""
        return ContinueForm if self._is_set_up else ActivateTOTPForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The application's form needs to know whose it is."""
        kwargs = super().get_form_kwargs()
        return kwargs if self._is_set_up else {**kwargs, "user": self._stage.login.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture to scan, or the codes to keep."""
        context = super().get_context_data(**kwargs)
        user = self._stage.login.user
        if self._is_set_up:
            codes = RecoveryCodes.activate(user).get_unused_codes()
            return {
                **context,
                "codes": codes,
                "title": _("Keep your recovery codes"),
                "submit": _("I have kept them: log in"),
                "step": 2,
                "steps": 2,
            }
        secret = context["form"].secret
        return {
            **context,
            "title": _("Set up your second factor"),
            "submit": _("Check the code"),
            "secret": secret,
            "picture": totp_picture(get_adapter().build_totp_url(user, secret)),
            "step": 1,
            "steps": 2,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Set up, show the codes; then go on."""
        stage = self._stage
        if self._is_set_up:
            response: HttpResponse = stage.exit()
            return response
        user = stage.login.user
        with transaction.atomic():
            factor = TOTP.activate(user, form.secret).instance
            RecoveryCodes.activate(user)
            account_events.record(user, account_events.FACTOR_ADDED, user, which=str(Authenticator.Type.TOTP))
        clear_totp_secret(self.request)
        record_authentication(self.request, user, "mfa", id=factor.pk, type=factor.type)
        stage.state["set_up"] = True
        stash_login(self.request, stage.login)
        return self.render_to_response(self.get_context_data(form=ContinueForm()))


@method_decorator(
    [login_stage_required(stage=PasswordStage.key, redirect_urlname="login"), sensitive_post_parameters()],
    name="dispatch",
)
class RenewPassword(VerbForm):
    """``/account/login/new-password/``: a password that is too old is changed before the login ends."""

    form_class = NewPasswordForm
    extra_context = {  # noqa: RUF012 - as above
        "title": _("Your password is too old"),
        "lead": _("The rules of this site ask for a new one. Set it, and you are logged in."),
        "submit": _("Set the password"),
    }
    request: HttpRequest

    def act(self, data: dict[str, Any]) -> HttpResponse:
        """Set it and go on."""
        stage = self.request._login_stage  # type: ignore[attr-defined]  # set by allauth's decorator
        user = stage.login.user
        stage.login.user = set_password(
            acting_user=user, account=user, password=data["new_password1"], how="expired"
        )
        response: HttpResponse = stage.exit()
        return response
