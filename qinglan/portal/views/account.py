"""Logging in, and one's own password."""

from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from qinglan.parties.demonstration import ACCOUNTS, PASSWORD


class LoginForm(AuthenticationForm):
    """User name and password."""

    error_messages = {  # noqa: RUF012 - as Django declares it
        "invalid_login": _(
            "The user name or the password is wrong. Check both; capital letters count in the password."
        ),
        "inactive": _("This account is closed. Ask the administrator."),
    }


class Login(views.LoginView):
    """The login page; in demonstration mode it names the demonstration accounts."""

    template_name = "portal/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows beside the form."""
        context = super().get_context_data(**kwargs)
        for name in ("site", "site_name"):
            del context[name]  # Django's would hide the frame's
        if settings.DEMONSTRATION:
            context |= {"accounts": ACCOUNTS, "password": PASSWORD, "has_help": True}
        return {**context, "title": _("Log in"), "submit": _("Log in")}


class PasswordChange(SuccessMessageMixin, views.PasswordChangeView):  # type: ignore[type-arg]
    """Change one's own password."""

    template_name = "portal/password.html"
    success_url = reverse_lazy("portal:desk")
    success_message = _("The password is changed.")
    extra_context = {"title": _("Change my password"), "submit": _("Change the password")}  # noqa: RUF012 - as Django declares it
