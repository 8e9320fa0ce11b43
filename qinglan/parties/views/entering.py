"""Logging in: by password, by code, by a unified identity; setting a new password by code."""

import time
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login as PendingLogin
from django.conf import settings
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.models import Channel
from qinglan.parties import sending
from qinglan.parties.account_forms import AskCodeForm, CodeForm, LoginForm, NewPasswordForm
from qinglan.parties.asking import address_of, device_of
from qinglan.parties.demonstration import ACCOUNTS, PASSWORD
from qinglan.parties.domain.code import send_code, use_code
from qinglan.parties.domain.contact import account_of, destination_of
from qinglan.parties.domain.login import check_login
from qinglan.parties.domain.password import set_password
from qinglan.parties.models import Code, User
from qinglan.parties.views.verb_form import VerbForm

ASKED = "q_code_asked"
"""Key of the session: which code was asked for, for what, where it went and where to go then."""

PROVED, PROVED_FOR = "q_code_proved", 600
"""Key of the session: who showed a right code for a new password, and when; and for how many seconds."""


def codes_can_be_sent() -> bool:
    """Whether there is any way to send a code here."""
    return any(sending.can_send(channel) for channel in (Channel.SMS, Channel.MAIL))


def safe_next(request: HttpRequest) -> str:
    """Where the reader was going, when that is on this site."""
    target = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and "\0" not in target else ""


def enter(request: HttpRequest, account: User, method: str, target: str) -> HttpResponse:
    """Log `account` in as far as one factor goes; second factor and the rest follow."""
    record_authentication(request, account, method)
    response: HttpResponse = perform_login(request, PendingLogin(user=account, redirect_url=target or None))
    return response


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class _Entrance(VerbForm):
    """A page for those who are not logged in yet."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who is logged in goes on."""
        if request.user.is_authenticated:
            target = safe_next(request)
            return HttpResponseRedirect(target) if target else redirect(settings.LOGIN_REDIRECT_URL)
        return super().dispatch(request, *args, **kwargs)


class Login(_Entrance):
    """``/account/login/``; in demonstration mode it names the demonstration accounts."""

    template_name = "parties/account/login.html"
    form_class = LoginForm
    extra_context = {"title": _("Log in"), "submit": _("Log in")}  # noqa: RUF012 - as Django declares it

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        context = super().get_context_data(**kwargs)
        context |= {
            "next": safe_next(self.request),
            "codes": codes_can_be_sent(),
            "identity": settings.IDENTITY_NAME,
        }
        if settings.DEMONSTRATION:
            context |= {"accounts": ACCOUNTS, "password": PASSWORD, "has_help": True}
        return context

    def act(self, data: dict[str, Any]) -> HttpResponse:
        """Check, then go on."""
        account = check_login(
            identifier=data["username"],
            password=data["password"],
            address=address_of(self.request),
            device=device_of(self.request),
        )
        return enter(self.request, account, "password", safe_next(self.request))


class AskLoginCode(_Entrance):
    """``/account/login/code/``: where a code for the login goes."""

    template_name = "parties/account/ask_code.html"
    form_class = AskCodeForm
    purpose: str = Code.Purpose.LOGIN
    then = "login_code_confirm"
    extra_context = {  # noqa: RUF012 - as Django declares it
        "title": _("Log in with a code"),
        "submit": _("Send the code"),
        "lead": _("We send six digits to the mobile number or mailbox of your account."),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Back to the login, and on to where the reader was going."""
        return {
            **super().get_context_data(**kwargs),
            "next": safe_next(self.request),
            "back_url": reverse("login"),
        }

    def act(self, data: dict[str, Any]) -> str:
        """Send a code where there is an account; the answer is the same where there is none."""
        destination = destination_of(data["contact"])
        if not destination:
            raise Impossible(str(_("Write a mobile number of 11 digits or a mailbox.")), field="contact")
        made = send_code(
            purpose=self.purpose,
            destination=destination,
            account=account_of(destination),
            address=address_of(self.request),
        )
        self.request.session[ASKED] = [self.purpose, made.pk, destination, safe_next(self.request)]
        return self.then


class AskResetCode(AskLoginCode):
    """``/account/reset/``: where a code for a new password goes."""

    purpose: str = Code.Purpose.RESET
    then = "password_reset_confirm"
    extra_context = {  # noqa: RUF012 - as Django declares it
        "title": _("Set a new password"),
        "submit": _("Send the code"),
        "lead": _("We send six digits to the mobile number or mailbox of your account."),
    }


class LoginByCode(_Entrance):
    """``/account/login/code/confirm/``: the code that came."""

    template_name = "parties/account/code.html"
    form_class = CodeForm
    purpose: str = Code.Purpose.LOGIN
    start = "login_code"
    extra_context = {"title": _("Enter the code"), "submit": _("Log in")}  # noqa: RUF012 - as above

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a code that was asked for, begin at the beginning."""
        asked = request.session.get(ASKED)
        if not request.user.is_authenticated and (not asked or asked[0] != self.purpose):
            return redirect(self.start)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the code went, as it was typed."""
        return {
            **super().get_context_data(**kwargs),
            "destination": self.request.session[ASKED][2],
            "again": reverse(self.start),
            "demonstration": settings.DEMONSTRATION,
        }

    def use(self, typed: str) -> tuple[User, str]:
        """The account, and where to go."""
        _purpose, code_id, _destination, target = self.request.session[ASKED]
        account = use_code(code_id=code_id, purpose=self.purpose, typed=typed)
        del self.request.session[ASKED]
        return account, target

    def act(self, data: dict[str, Any]) -> HttpResponse | str:
        """Log in."""
        account, target = self.use(data["code"])
        return enter(self.request, account, "code", target)


class ResetByCode(LoginByCode):
    """``/account/reset/confirm/``: the code that came."""

    purpose: str = Code.Purpose.RESET
    start = "password_reset"
    extra_context = {"title": _("Enter the code"), "submit": _("Continue")}  # noqa: RUF012 - as above

    def act(self, data: dict[str, Any]) -> str:
        """Remember for some minutes who may set a new password."""
        account, _target = self.use(data["code"])
        self.request.session[PROVED] = [account.pk, int(time.time())]
        return "password_reset_new"


class ResetPassword(_Entrance):
    """``/account/reset/new/``: the new password. Logging in with it comes next, second factor included."""

    form_class = NewPasswordForm
    done = _("The password is set. Log in with it.")
    extra_context = {"title": _("Set a new password"), "submit": _("Set the password")}  # noqa: RUF012 - as above

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only soon after a right code."""
        proved = request.session.get(PROVED)
        if not request.user.is_authenticated and (not proved or time.time() - proved[1] > PROVED_FOR):
            return redirect("password_reset")
        return super().dispatch(request, *args, **kwargs)

    def act(self, data: dict[str, Any]) -> str:
        """Set it."""
        account = User.objects.get(pk=self.request.session[PROVED][0])
        set_password(acting_user=account, account=account, password=data["new_password1"], how="reset")
        del self.request.session[PROVED]
        return "login"


class Logout(auth_views.LogoutView):
    """``/account/logout/``, by a button only."""
