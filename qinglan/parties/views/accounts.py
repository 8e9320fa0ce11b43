"""Accounts, as the three administrators see them."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.dates import minute
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.kernel.web.tables import build
from qinglan.parties import second
from qinglan.parties.account_forms import OpenAccountForm, ReasonForm
from qinglan.parties.account_queries import accounts_visible_to, sessions_visible_to
from qinglan.parties.account_rules import Handing
from qinglan.parties.asking import device_name
from qinglan.parties.domain import guard
from qinglan.parties.domain.account import close_account, open_account, reopen_account
from qinglan.parties.domain.role import role_name, take_role
from qinglan.parties.domain.session import end_sessions, unlock
from qinglan.parties.mobile import masked, masked_mail
from qinglan.parties.models import User
from qinglan.parties.roles import ROLES, gives, roles_of
from qinglan.parties.views.verb_form import VerbForm, refused


def _crumbs(label: str) -> list[tuple[str, str]]:
    return [(_now("Accounts"), reverse("accounts:list")), (label, "")]


def _address(account: User) -> str:
    return reverse("accounts:record", args=[account.pk])


def _link(account: User) -> str:
    return format_html('<a href="{}">{}</a>', _address(account), account.username)


def _roles(account: User) -> str:
    held = {assignment.role for assignment in account.in_force}  # type: ignore[attr-defined]  # prefetched
    return ", ".join(str(title) for role, title in ROLES.items() if role in held) or "—"


def _state(account: User) -> str:
    return _now("open") if account.is_active else _now("closed")


class AccountList(ListPage):
    """``/accounts/``."""

    title = _("Accounts")
    lead = _("Who may log in, with which role. Numbers and mailboxes are shown to their owners only.")
    export_name = _("Accounts")
    as_table = True
    empty_title = _("No account fits")
    empty_text = _("Take a filter away.")
    filters = (
        TextFilter("q", _("User name or name"), ("username__icontains", "display_name__icontains")),
        ChoiceFilter("role", _("Role"), tuple(ROLES.items()), "held__role", several=False),
        BooleanFilter("closed", _("Closed only"), Q(is_active=False)),
    )
    sorts = (Sort("name", _("User name"), "username"), Sort("login", _("Last login"), "-last_login"))
    columns = (
        ListColumn(_("User name"), "username", render=_link, sort="name"),
        ListColumn(_("Name shown to others"), "display_name"),
        ListColumn(_("Roles"), _roles),
        ListColumn(_("State"), _state),
        ListColumn(_("Last login"), "last_login", sort="login"),
    )

    def get_queryset(self) -> Rows:
        """What ``parties.see_accounts`` lets the reader see."""
        permissions.require(self.request.user, "parties.see_accounts")
        return accounts_visible_to(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands, and the way to a new account."""
        may_open = bool(permissions.answer(self.request.user, "parties.open_account"))
        return {"breadcrumbs": [(self.title, "")], "may_open": may_open}

    template_name = "parties/accounts/list.html"


def _account(request: HttpRequest, pk: int) -> User:
    permissions.require(request.user, "parties.see_accounts")
    account = accounts_visible_to(request.user).filter(pk=pk).first() if pk < 2**63 else None
    if account is None:
        raise Http404(_now("There is no account with this number."))
    return account


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """``/accounts/<pk>/``: one account, and what the reader may do with it."""
    account = _account(request, pk)
    user = request.user
    roles = roles_of(account)
    locks = {
        name: until
        for name, key in (
            (_now("Password"), guard.of_account(account)),
            (_now("Second factor"), guard.of_second(account)),
        )
        if (until := guard.locked_until(key)) is not None
    }
    may_sessions = bool(permissions.answer(user, "parties.see_sessions", account))
    context = {
        "title": str(account),
        "kind": _now("Account"),
        "breadcrumbs": _crumbs(account.username),
        "status": {"kind": "done" if account.is_active else "idle", "word": _state(account)},
        "account": account,
        "summary": [
            {"label": _now("User name"), "value": account.username},
            {"label": _now("Roles"), "value": _roles(account)},
            {"label": _now("Mobile number"), "value": masked(account.mobile) or "—"},
            {"label": _now("Mailbox"), "value": masked_mail(account.email) or "—"},
            {
                "label": _now("Second factor"),
                "value": _now("set up") if second.has_one(account) else _now("not set up"),
            },
            {
                "label": _now("Last login"),
                "value": minute(account.last_login) if account.last_login else "—",
            },
        ],
        "locks": locks,
        "may_unlock": bool(permissions.answer(user, "parties.unlock", account)),
        "sessions": _sessions(user, account) if may_sessions else None,
        "may_close": bool(permissions.answer(user, "parties.close_account", account)),
        "givable": [
            r for r in gives(user) if permissions.answer(user, "parties.give_role", Handing(account, r))
        ],
        "takable": [
            (role, ROLES[role])
            for role in roles
            if permissions.answer(user, "parties.take_role", Handing(account, role))
        ],
        "visibility": _now("Administrators see this page. What is done here stands in the account's events."),
    }
    return render(request, "parties/accounts/record.html", context)


def _sessions(user: Any, account: User) -> Any:
    return build(
        _now("Sessions"),
        [_now("Device"), _now("Address"), _now("Logged in"), _now("Last seen")],
        [
            (
                device_name(row.device),
                row.address or "—",
                minute(row.started_at or row.last_seen_at),
                minute(row.last_seen_at),
            )
            for row in sessions_visible_to(user, account)
        ],
    )


class _AccountForm(VerbForm):
    """A form on one account; `verb` must be allowed before the page is shown."""

    account: User
    title: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the account and ask for permission."""
        self.account = _account(request, kwargs["pk"])
        self.allow()
        return super().dispatch(request, *args, **kwargs)

    def allow(self) -> None:
        """Raise PermissionRefused unless the reader may do it."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the page stands."""
        return {
            **super().get_context_data(**kwargs),
            "title": self.title,
            "lead": str(self.account),
            "breadcrumbs": [
                *_crumbs("")[:1],
                (self.account.username, _address(self.account)),
                (str(self.title), ""),
            ],
            "back_url": _address(self.account),
        }


class Open(VerbForm):
    """``/accounts/open/``: a new account; its owner logs in with a code and sets his password."""

    form_class = OpenAccountForm
    done = _("The account is open. Its owner logs in with a code; the security administrator gives roles.")
    extra_context = {"title": _("Open an account"), "submit": _("Open the account")}  # noqa: RUF012 - as Django declares it

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For the system administrator."""
        permissions.require(request.user, "parties.open_account")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the page stands."""
        return {
            **super().get_context_data(**kwargs),
            "breadcrumbs": _crumbs(_now("Open an account")),
            "back_url": reverse("accounts:list"),
        }

    def act(self, data: dict[str, Any]) -> str:
        """Open it."""
        assert isinstance(self.request.user, User)
        return _address(open_account(acting_user=self.request.user, **data))


class Close(_AccountForm):
    """``/accounts/<pk>/close/``."""

    form_class = ReasonForm
    title = _("Close the account")
    done = _("The account is closed and its sessions are ended.")
    extra_context = {"submit": _("Close the account")}  # noqa: RUF012 - as above

    def allow(self) -> None:
        """As the verb says."""
        permissions.require(self.request.user, "parties.close_account", self.account)

    def act(self, data: dict[str, Any]) -> str:
        """Close it."""
        assert isinstance(self.request.user, User)
        close_account(acting_user=self.request.user, account=self.account, reason=data["reason"])
        return _address(self.account)


@require_safe
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """``/accounts/<pk>/give/``: on to the form for roles, with this account."""
    account = _account(request, pk)
    permissions.require(request.user, "parties.hand_roles")
    return redirect(f"{reverse('people:give')}?{urlencode({'account': account.username})}")


class TakeRole(_AccountForm):
    """``/accounts/<pk>/take/<role>/``."""

    form_class = ReasonForm
    done = _("The role is taken away and the sessions are ended.")
    extra_context = {"submit": _("Take the role away")}  # noqa: RUF012 - as above

    def allow(self) -> None:
        """As the verb says."""
        if self.kwargs["role"] not in ROLES:
            raise Http404(_now("There is no such role."))
        permissions.require(
            self.request.user, "parties.take_role", Handing(self.account, self.kwargs["role"])
        )
        self.title = _now("Take away: %(role)s") % {"role": role_name(self.kwargs["role"])}

    def act(self, data: dict[str, Any]) -> str:
        """Take it."""
        assert isinstance(self.request.user, User)
        take_role(
            acting_user=self.request.user,
            account=self.account,
            role=self.kwargs["role"],
            reason=data["reason"],
        )
        return _address(self.account)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """``/accounts/<pk>/<verb>/``: the acts that need no words: reopen, unlock, end sessions."""
    account = _account(request, pk)
    assert isinstance(request.user, User)
    try:
        if verb == "reopen":
            reopen_account(acting_user=request.user, account=account)
            done = _now("The account is open again, without a role.")
        elif verb == "unlock":
            unlock(acting_user=request.user, account=account)
            done = _now("The locks are lifted.")
        else:
            count = end_sessions(acting_user=request.user, account=account)
            done = _now("%(count)s sessions were ended.") % {"count": count}
    except Impossible as refusal:
        return refused(request, refusal, _address(account))
    messages.success(request, done)
    return redirect(_address(account))
