"""allauth's pages of second factors, with our titles."""

import base64
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn import views as webauthn
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.parties import second


def totp_picture(url: str) -> str:
    """The QR code of `url` as an address that an image can show."""
    svg = get_adapter().build_totp_svg(url)
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_now("My account"), reverse("account:own")), *more]


def _below(label: str) -> list[tuple[str, str]]:
    return _crumbs((_now("Second factor"), reverse("mfa_index")), (label, ""))


class _OrHome:
    """Who has nothing to confirm with has nothing to confirm."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or one's account where there is neither password nor second factor."""
        try:
            response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin
        except PermissionDenied:
            return redirect("account:own")
        return response


class Index(IndexView):  # type: ignore[misc]  # allauth has no type stubs
    """``/account/second/``: which factors there are."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Each factor in words."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        held = context["authenticators"]
        return {
            **context,
            "title": _now("Second factor"),
            "breadcrumbs": _crumbs((_now("Second factor"), "")),
            "needed": second.is_needed(self.request.user),
            "totp": held.get(Authenticator.Type.TOTP),
            "keys": [key.instance for key in held.get(Authenticator.Type.WEBAUTHN, [])],
            "recovery": held.get(Authenticator.Type.RECOVERY_CODES),
        }


class ActivateTOTP(ActivateTOTPView):  # type: ignore[misc]  # as above
    """Set up an authenticator application."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture to scan."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        title = _now("Set up an authenticator application")
        return {
            **context,
            "title": title,
            "submit": _("Check the code"),
            "breadcrumbs": _below(title),
            "secret": context["form"].secret,
            "picture": context["totp_svg_data_uri"],
            "back_url": reverse("mfa_index"),
        }


class DeactivateTOTP(DeactivateTOTPView):  # type: ignore[misc]  # as above
    """Remove the authenticator application."""

    extra_context = {  # noqa: RUF012 - as Django declares it
        "title": _("Remove the authenticator application"),
        "submit": _("Remove it"),
        "lead": _("Codes of the application are no longer accepted then."),
    }


class AddKey(webauthn.AddWebAuthnView):  # type: ignore[misc]  # as above
    """Add a security key or passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page's words."""
        title = _now("Add a security key")
        context = {**super().get_context_data(**kwargs), "title": title, "breadcrumbs": _below(title)}
        context.setdefault("form", kwargs.get("form") or self.get_form())
        return context


class RemoveKey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]  # as above
    """Remove a security key."""

    extra_context = {  # noqa: RUF012 - as above
        "title": _("Remove the security key"),
        "submit": _("Remove it"),
    }

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, unless it is the last factor of somebody who needs one."""
        if not get_adapter().can_delete_authenticator(self.object):
            form.add_error(None, get_adapter().error_messages["cannot_delete_authenticator"])
            response: HttpResponse = self.form_invalid(form)
            return response
        answer: HttpResponse = super().form_valid(form)
        return answer


class ReauthenticateByKey(_OrHome, webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]  # as above
    """Show the security key once more."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Allauth leaves the form and the other ways out here."""
        return {
            **super().get_context_data(**kwargs),
            "form": kwargs.get("form") or self.get_form(),
            "reauthentication_alternatives": self.get_reauthentication_alternatives(),
            "title": _now("Confirm that it is you"),
        }


class Reauthenticate(_OrHome, ReauthenticateView):  # type: ignore[misc]  # as above
    """Show the password once more."""

    extra_context = {"title": _("Confirm that it is you"), "submit": _("Confirm")}  # noqa: RUF012 - as above


class ReauthenticateByCode(_OrHome, CodeReauthenticateView):  # type: ignore[misc]  # as above
    """Show the second factor once more."""

    extra_context = {"title": _("Confirm that it is you"), "submit": _("Confirm")}  # noqa: RUF012 - as above


class Codes(ViewRecoveryCodesView):  # type: ignore[misc]  # as above
    """The recovery codes that are left."""

    extra_context = {"title": _("Recovery codes")}  # noqa: RUF012 - as above


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]  # as above
    """New recovery codes; the old ones are void."""

    extra_context = {  # noqa: RUF012 - as above
        "title": _("Make new recovery codes"),
        "submit": _("Make new codes"),
        "lead": _("The codes that you have are void then."),
    }


def keys(request: HttpRequest) -> HttpResponse:
    """Allauth leads here after a key was removed; all factors stand on one page."""
    return redirect("mfa_index")
