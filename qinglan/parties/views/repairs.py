"""Repairs of identities: a lost second factor, and the link to a unified identity."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.lists import ChoiceFilter, ListPage
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties.account_forms import AskCodeForm, CodeForm
from qinglan.parties.asking import address_of
from qinglan.parties.domain.code import send_code
from qinglan.parties.domain.contact import account_of, destination_of
from qinglan.parties.domain.factor_reset import ask_reset, settle_reset
from qinglan.parties.domain.linking import other_ways_in, unlink_identity
from qinglan.parties.models import Code, User
from qinglan.parties.models.factor_reset import FactorReset, ResetState
from qinglan.parties.views.person_task import PersonTask
from qinglan.parties.views.verb_form import VerbForm

LOST = "q_lost_factor"
"""Key of the session: the number of the code, and where it went."""


class AskReset(VerbForm):
    """``/account/lost-factor/``: prove by a code that the account is yours."""

    template_name = "parties/account/ask_code.html"
    form_class = AskCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What follows."""
        return {
            **super().get_context_data(**kwargs),
            "title": gettext("I have lost my second factor"),
            "lead": gettext(
                "First a code to your mobile number or mailbox; then you come to the counter with your identity card, and a security administrator removes the lost factor."
            ),
            "submit": gettext("Send the code"),
            "back_url": reverse("login"),
        }

    def act(self, data: dict[str, Any]) -> str:
        """Send a code where there is an account; the answer is the same where there is none."""
        destination = destination_of(data["contact"])
        if not destination:
            raise Impossible(gettext("Write a mobile number of 11 digits or a mailbox."), field="contact")
        made = send_code(
            purpose=Code.Purpose.FACTOR,
            destination=destination,
            account=account_of(destination),
            address=address_of(self.request),
        )
        self.request.session[LOST] = [made.pk, destination]
        return "account:lost-factor-confirm"


class ConfirmReset(VerbForm):
    """``/account/lost-factor/confirm/``: the code that came."""

    template_name = "parties/account/code.html"
    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Without a code on its way, begin at the beginning."""
        if LOST not in request.session:
            return redirect("account:lost-factor")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where the code went."""
        return {
            **super().get_context_data(**kwargs),
            "title": gettext("Enter the code"),
            "submit": gettext("Ask for a new second factor"),
            "destination": self.request.session[LOST][1],
            "again": reverse("account:lost-factor"),
            "demonstration": settings.DEMONSTRATION,
        }

    def act(self, data: dict[str, Any]) -> str:
        """Ask."""
        code_id, destination = self.request.session[LOST]
        ask_reset(code_id=code_id, typed=data["code"], destination=destination)
        del self.request.session[LOST]
        return "account:lost-factor-sent"


def sent(request: HttpRequest) -> HttpResponse:
    """``/account/lost-factor/sent/``: what happens next."""
    context = {
        "title": gettext("Your request is noted"),
        "next_steps": [
            gettext(
                "Come to the counter with your identity card; a security administrator compares it with your account."
            ),
            gettext(
                "He removes the lost factor. All your sessions end, and your number and mailbox get a notice."
            ),
            gettext("Log in; where your role needs a second factor, you set up a new one there."),
        ],
        "links": [{"url": reverse("login"), "label": gettext("To the login")}],
    }
    return render(request, "web/confirmation.html", context)


class ResetList(ListPage):
    """``/accounts/resets/``: who asked for a new second factor."""

    template_name = "parties/factor_resets.html"
    title = _("Lost second factors")
    lead = _("Confirm only who stands before you with an identity card; never yourself.")
    filters = (ChoiceFilter("state", _("State"), ResetState.choices, "state", several=False),)
    empty_title = _("Nobody asked for a reset")
    empty_text = _("Who lost a second factor asks for a reset from the login page.")

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For security administrators."""
        permissions.require(request.user, "personal.reset_factor")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """The latest first."""
        return FactorReset.objects.select_related("account", "settled_by").order_by("-asked_at", "-id")

    def get_context(self) -> dict[str, Any]:
        """Where the page stands."""
        return {"breadcrumbs": [(self.title, "")]}


class SettleForm(forms.Form):
    """Confirmed or refused, and how identity was checked."""

    confirmed = forms.TypedChoiceField(
        label=_("What you decide"),
        widget=forms.RadioSelect,
        choices=[("yes", _("It is him: remove the lost factor")), ("no", _("Refuse"))],
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(
        label=_("How his identity was checked"),
        max_length=300,
        help_text=_(
            "Such as: identity card seen at the counter, compared with the face. Do not write the number."
        ),
    )


class SettleReset(PersonTask):
    """``/accounts/resets/<pk>/``."""

    template_name = "parties/factor_reset.html"
    permission = "personal.reset_factor"
    form_class = SettleForm
    title = _("Settle a request for a new second factor")
    submit = _("Settle the request")
    done = _("The request is settled.")

    def subject(self) -> FactorReset:
        """The request; no more for others than that there is nothing."""
        permissions.require(self.request.user, "personal.reset_factor")
        return get_object_or_404(FactorReset.objects.select_related("account"), pk=self.kwargs["pk"])

    def back(self) -> str:
        """The list."""
        return reverse("accounts:resets")

    def crumbs(self) -> list[tuple[str, str]]:
        """Below the list."""
        return [(gettext("Lost second factors"), self.back())]

    def act(self, data: dict[str, Any]) -> str:
        """Settle it."""
        settle_reset(
            acting_user=self.request.user, reset=self.one, confirmed=data["confirmed"], reason=data["reason"]
        )
        return self.back()


@login_required
@reauthentication_required(app="qinglan.parties")  # type: ignore[untyped-decorator]
def identities(request: HttpRequest) -> HttpResponseBase:
    """``/account/identities/``: link a unified identity, or unlink it."""
    account = request.user
    assert isinstance(account, User)
    if request.method == "POST":
        key = request.POST.get("key", "")
        try:
            unlink_identity(
                acting_user=account, account=account, key=int(key) if key.isdecimal() and len(key) < 18 else 0
            )
            messages.success(request, gettext("The identity is unlinked."))
        except Impossible as refusal:
            messages.error(request, refusal.message)
        return redirect("account:identities")
    title = gettext("Unified identity")
    rows = [
        (one, other_ways_in(account, besides=one.pk)) for one in SocialAccount.objects.filter(user=account)
    ]
    context = {
        "title": title,
        "lead": gettext("Log in with your city's unified identity as well."),
        "rows": rows,
        "offered": settings.IDENTITY_NAME,
        "breadcrumbs": [(gettext("My account"), reverse("account:own")), (title, "")],
    }
    return render(request, "parties/account/identities.html", context)
