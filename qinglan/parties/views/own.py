"""One's own account: data, password, sessions, logins."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import day as day_text
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.tables import build
from qinglan.parties import policy, second
from qinglan.parties.account_forms import (
    CodeForm,
    NameForm,
    NewContactForm,
    NewPasswordForm,
    PasswordChangeForm,
)
from qinglan.parties.account_queries import sessions_visible_to
from qinglan.parties.asking import address_of, device_name
from qinglan.parties.domain import guard
from qinglan.parties.domain.own import ask_contact_code, change_contact, change_name
from qinglan.parties.domain.password import set_password
from qinglan.parties.domain.session import end_sessions, number_of
from qinglan.parties.models import Login, User
from qinglan.parties.roles import ROLES, roles_of
from qinglan.parties.views.verb_form import VerbForm, refused

NEW_CONTACT = "q_new_contact"
"""Key of the session: the number of the code and the contact that it went to."""
RECENT = 20


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _crumbs(label: str) -> list[tuple[str, str]]:
    return [(_now("My account"), reverse("account:own")), (label, "")]


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    """``/account/``: what stands in one's account, and what to change."""
    account = _own(request)
    roles = [str(ROLES[role]) for role in roles_of(account)]
    password = _now("not set")
    if account.has_usable_password():
        password = day_text(account.password_set_at) if account.password_set_at else _now("set")
    return render(
        request,
        "parties/account/own.html",
        {
            "title": _now("My account"),
            "answer": ", ".join(roles) or _now("Your account has no role."),
            "summary": [
                {"label": _now("User name"), "value": account.username},
                {
                    "label": _now("Name shown to others"),
                    "value": account.display_name or "—",
                    "url": reverse("account:name"),
                },
                {
                    "label": _now("Mobile number"),
                    "value": account.mobile or "—",
                    "url": reverse("account:contact"),
                },
                {"label": _now("Mailbox"), "value": account.email or "—", "url": reverse("account:contact")},
                {"label": _now("Password"), "value": password, "url": reverse("password_change")},
                {
                    "label": _now("Second factor"),
                    "value": _now("set up") if second.has_one(account) else _now("not set up"),
                    "url": reverse("mfa_index"),
                },
                {
                    "label": _("Unified identity"),
                    "value": _("linked")
                    if SocialAccount.objects.filter(user=account).exists()
                    else _("not linked"),
                    "url": reverse("account:identities"),
                },
                {
                    "label": _("My data"),
                    "value": _("see, take, correct, erase"),
                    "url": reverse("personal:mine"),
                },
            ],
            "visibility": _now("Only you see this page. Administrators see number and mailbox masked."),
            "sessions": _session_rows(request, account),
            "logins": _login_table(account),
        },
    )


def _session_rows(request: HttpRequest, account: User) -> list[dict[str, Any]]:
    return [
        {
            "device": device_name(row.device),
            "address": row.address,
            "started": row.started_at,
            "seen": row.last_seen_at,
            "current": row.pk == request.session.session_key,
            "number": number_of(row.pk),
        }
        for row in sessions_visible_to(account, account)
    ]


def _login_table(account: User) -> Any:
    rows = Login.objects.filter(account=account).order_by("-id")[:RECENT]
    return build(
        _now("Your last logins"),
        [_now("When"), _now("Outcome"), _now("By"), _now("Device"), _now("Address")],
        [
            (
                minute(row.at),
                row.get_outcome_display(),
                row.get_method_display(),
                device_name(row.device),
                row.address or "—",
            )
            for row in rows
        ],
    )


@require_POST
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """``/account/sessions/end/``: end one session, or all others."""
    account, number = _own(request), request.POST.get("number", "")
    only = int(number) if number.isdecimal() and len(number) < 20 else None
    keep = request.session.session_key or ""
    try:
        count = end_sessions(acting_user=account, account=account, only=only, keep=keep)
    except Impossible as refusal:
        return refused(request, refusal, "account:own")
    messages.success(request, _now("%(count)s sessions were ended.") % {"count": count})
    return redirect("account:own")


@method_decorator(login_required, name="dispatch")
class _OwnForm(VerbForm):
    """A change of one's own account."""

    title: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the page stands."""
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "breadcrumbs": _crumbs(str(self.title)),
            "back_url": reverse("account:own"),
        }


class Name(_OwnForm):
    """``/account/name/``."""

    form_class = NameForm
    title = _("Change my name")
    done = _("The name is changed.")
    extra_context = {"submit": _("Change the name")}  # noqa: RUF012 - as Django declares it

    def get_initial(self) -> dict[str, Any]:
        """The present name."""
        return {"display_name": _own(self.request).display_name}

    def act(self, data: dict[str, Any]) -> str:
        """Change it."""
        account = _own(self.request)
        change_name(acting_user=account, account=account, display_name=data["display_name"])
        return "account:own"


@method_decorator(reauthentication_required(app="qinglan.parties"), name="dispatch")
class Contact(_OwnForm):
    """``/account/contact/``: a new number or mailbox; a code goes there."""

    form_class = NewContactForm
    title = _("Change my mobile number or mailbox")
    extra_context = {"submit": _("Send the code")}  # noqa: RUF012 - as above

    def act(self, data: dict[str, Any]) -> str:
        """Send the code."""
        account = _own(self.request)
        made, where = ask_contact_code(
            acting_user=account,
            account=account,
            contact=data["contact"],
            address=address_of(self.request),
        )
        self.request.session[NEW_CONTACT] = [made.pk, where]
        return "account:contact-confirm"


class ContactConfirm(_OwnForm):
    """``/account/contact/confirm/``: the code that came there."""

    template_name = "parties/account/code.html"
    form_class = CodeForm
    title = _("Enter the code")
    done = _("The change is made.")
    extra_context = {"submit": _("Confirm the change")}  # noqa: RUF012 - as above

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a code on its way, begin at the beginning."""
        if request.user.is_authenticated and NEW_CONTACT not in request.session:
            return redirect("account:contact")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the code went."""
        return {
            **super().get_context_data(**kwargs),
            "destination": self.request.session[NEW_CONTACT][1],
            "again": reverse("account:contact"),
        }

    def act(self, data: dict[str, Any]) -> str:
        """Confirm."""
        account = _own(self.request)
        code_id, where = self.request.session[NEW_CONTACT]
        change_contact(
            acting_user=account, account=account, contact=where, code_id=code_id, typed=data["code"]
        )
        del self.request.session[NEW_CONTACT]
        return "account:own"


@method_decorator(sensitive_post_parameters(), name="dispatch")
class Password(_OwnForm):
    """``/account/password/``: a new password; who has one types the present one first."""

    title = _("Change my password")
    done = _("The password is changed.")
    extra_context = {"submit": _("Change the password")}  # noqa: RUF012 - as above

    def get_form_class(self) -> Any:
        """With the present password, or for an account that has none, without."""
        return PasswordChangeForm if _own(self.request).has_usable_password() else NewPasswordForm

    def act(self, data: dict[str, Any]) -> str:
        """Check the present one as a login would, then set the new one; other sessions end."""
        account = _own(self.request)
        if account.has_usable_password():
            _check_present(account, data["old_password"])
        held = set_password(
            acting_user=account,
            account=account,
            password=data["new_password1"],
            how="changed",
            keep_session=self.request.session.session_key,
        )
        update_session_auth_hash(self.request, held)
        return "account:own"


def _check_present(account: User, password: str) -> None:
    key = guard.of_account(account)
    if not guard.admit(key, policy.current().account_brake, account=account):
        raise Impossible(_now("Too many wrong tries. Wait some minutes and try again."), field="old_password")
    if not account.check_password(password):
        raise Impossible(_now("The present password is wrong."), field="old_password")
    guard.forgive(key)
