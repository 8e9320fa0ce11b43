"""My data: see, take, ask for correction or erasure, consents; and the queue of requests."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.periods import working_days_between
from qinglan.kernel.periods.packs import national_calendar
from qinglan.kernel.web import demonstration, exports
from qinglan.kernel.web.lists import ChoiceFilter, ListPage, Sort
from qinglan.kernel.web.lists.filters import Rows
from qinglan.parties import personal_data
from qinglan.parties.domain import personal_data as verbs
from qinglan.parties.models.personal_data import (
    Consent,
    ConsentPurpose,
    DataRequest,
    DataRequestKind,
    DataRequestState,
    Retention,
)
from qinglan.parties.models.user import User
from qinglan.parties.views.person_task import PersonTask


def _own(request: HttpRequest) -> User | HttpResponseBase:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    permissions.require(request.user, "personal.own")
    assert isinstance(request.user, User)
    return request.user


@never_cache
def mine(request: HttpRequest) -> HttpResponseBase:
    """``/account/data/``: everything that is held on oneself."""
    user = _own(request)
    if not isinstance(user, User):
        return user
    title = gettext("My data")
    sections = [
        (
            str(one.title),
            [(personal_data.shown(label), personal_data.shown(value)) for label, value in one.lines],
        )
        for one in personal_data.collect(user)
    ]
    context = {
        "title": title,
        "lead": gettext(
            "Everything that this system holds on you. Take it with you, have it corrected, or have it erased."
        ),
        "sections": sections,
        "requests": DataRequest.objects.filter(user=user).order_by("-made_at")[:20],
        "kept": Retention.objects.filter(erases=False),
        "times": Retention.objects.filter(erases=True),
        "duties": personal_data.duties_of(user),
        "breadcrumbs": [(gettext("My account"), reverse("account:own")), (title, "")],
    }
    return render(request, "parties/my_data.html", context)


@never_cache
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """``/account/data/export/<kind>/``: xlsx to read, json for other systems."""
    user = _own(request)
    if not isinstance(user, User):
        return user
    sections = personal_data.collect(user)
    name = gettext("My data")
    if kind == "json":
        content = {
            "format": "qinglan-personal-data/1",
            "made_at": clock.now().isoformat(),
            "demonstration": demonstration.mark() or "",
            "sections": [
                {
                    "title": str(one.title),
                    "lines": [
                        {"label": personal_data.shown(label), "value": personal_data.shown(value)}
                        for label, value in one.lines
                    ],
                }
                for one in sections
            ],
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
        response = HttpResponse(text, content_type="application/json; charset=utf-8")
        response["Content-Disposition"] = exports.disposition(demonstration.file_name(name), "json")
        return response
    rows = [
        (str(one.title), personal_data.shown(label), personal_data.shown(value))
        for one in sections
        for label, value in one.lines
    ]
    return exports.answer("xlsx", name, [gettext("Section"), gettext("What"), gettext("Value")], rows)


class CorrectionForm(forms.Form):
    """What is wrong."""

    text = forms.CharField(
        label=_("What is wrong, and how is it right?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ErasureForm(forms.Form):
    """In one's own words, or none."""

    text = forms.CharField(
        label=_("Anything that we should know?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Ask(PersonTask):
    """``/account/data/ask/<kind>/``."""

    permission = "personal.own"

    def get_form_class(self) -> Any:
        """By the kind."""
        return CorrectionForm if self.kwargs["kind"] == DataRequestKind.CORRECTION else ErasureForm

    def back(self) -> str:
        """My data."""
        return reverse("personal:mine")

    def crumbs(self) -> list[tuple[str, str]]:
        """Below my data."""
        return [(gettext("My data"), self.back())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What follows."""
        if self.kwargs["kind"] == DataRequestKind.CORRECTION:
            self.title = gettext("Ask for a correction")
            self.lead = gettext(
                "Name, contacts and password you change yourself under “My account”. An officer answers the rest within 15 working days."
            )
            self.submit = gettext("Send the request")
        else:
            self.title = gettext("Ask for erasure of my data")
            self.lead = gettext(
                "Your account is closed and what names you is emptied. It can't be undone. An officer answers within 15 working days."
            )
            self.submit = gettext("Ask for erasure")
        return super().get_context_data(**kwargs)

    def act(self, data: dict[str, Any]) -> str:
        """Ask."""
        user: Any = self.request.user
        made = verbs.ask(acting_user=user, kind=self.kwargs["kind"], text=data["text"])
        messages.success(
            self.request,
            gettext("The request is sent; it will be answered by {day}.").format(day=made.due_on),
        )
        return self.back()


class Withdraw(PersonTask):
    """``/account/data/requests/<pk>/withdraw/``."""

    permission = "personal.own"
    form_class = forms.Form
    title = _("Withdraw the request")
    submit = _("Withdraw the request")
    done = _("The request is withdrawn.")

    def back(self) -> str:
        """My data."""
        return reverse("personal:mine")

    def act(self, data: dict[str, Any]) -> str:
        """Withdraw it."""
        user: Any = self.request.user
        held = get_object_or_404(DataRequest, pk=self.kwargs["pk"], user=user)
        verbs.withdraw(acting_user=user, request=held)
        return self.back()


def consents(request: HttpRequest) -> HttpResponseBase:
    """``/account/data/consents/``: what I agreed to, and to withdraw it."""
    user = _own(request)
    if not isinstance(user, User):
        return user
    if request.method == "POST":
        purpose = get_object_or_404(ConsentPurpose, pk=request.POST.get("purpose", ""))
        try:
            if request.POST.get("act") == "withdraw":
                verbs.withdraw_consent(acting_user=user, purpose=purpose)
                messages.success(request, gettext("Your consent is withdrawn."))
            else:
                verbs.consent(acting_user=user, purpose=purpose)
                messages.success(request, gettext("Your consent is noted."))
        except Impossible as refusal:
            messages.error(request, refusal.message)
        return redirect("personal:consents")
    standing = {one.purpose_id: one for one in Consent.objects.filter(user=user, withdrawn_at__isnull=True)}
    title = gettext("My consents")
    context = {
        "title": title,
        "lead": gettext(
            "Each purpose is asked for by itself; a consent can be withdrawn as easily as it was given."
        ),
        "rows": [(purpose, standing.get(purpose.pk)) for purpose in ConsentPurpose.objects.all()],
        "past": Consent.objects.filter(user=user, withdrawn_at__isnull=False).select_related("purpose"),
        "breadcrumbs": [(gettext("My data"), reverse("personal:mine")), (title, "")],
    }
    return render(request, "parties/consents.html", context)


class Requests(ListPage):
    """``/personal/requests/``: what waits for an answer, the next deadline first."""

    template_name = "parties/data_requests.html"
    title = _("Requests about personal data")
    lead = _("To be answered within 15 working days, or as your city rules.")
    filters = (
        ChoiceFilter("state", _("State"), DataRequestState.choices, "state", several=False),
        ChoiceFilter("kind", _("Kind"), DataRequestKind.choices, "kind", several=False),
    )
    sorts = (Sort("due", _("Next deadline first"), "due_on"), Sort("new", _("Newest first"), "-made_at"))
    empty_title = _("No request waits")
    empty_text = _("People ask for correction or erasure under “My data”.")

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers and the system administrator."""
        permissions.require(request.user, "personal.settle")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """All; open ones are those that wait."""
        return DataRequest.objects.select_related("user").order_by("due_on", "id")

    def get_context(self) -> dict[str, Any]:
        """Where the page stands."""
        return {"breadcrumbs": [(self.title, "")]}


class AnswerForm(forms.Form):
    """Granted or not, and in words."""

    grant = forms.TypedChoiceField(
        label=_("What you decide"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Granted: it is done")), ("no", _("Refused"))],
        coerce=lambda value: value == "yes",
    )
    answer = forms.CharField(
        label=_("Answer to the person"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


class Settle(PersonTask):
    """``/personal/requests/<pk>/``."""

    template_name = "parties/data_request.html"
    permission = "personal.settle"
    form_class = AnswerForm
    title = _("Answer a request")
    submit = _("Send the answer")
    done = _("The request is answered.")

    def subject(self) -> DataRequest:
        """The request."""
        return get_object_or_404(DataRequest.objects.select_related("user"), pk=self.kwargs["pk"])

    def back(self) -> str:
        """The queue."""
        return reverse("personal:requests")

    def crumbs(self) -> list[tuple[str, str]]:
        """Below the queue."""
        return [(gettext("Requests about personal data"), self.back())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What would be erased, what blocks it, what stays."""
        held = self.one
        erasure = held.kind == DataRequestKind.ERASURE
        left = 0
        if held.due_on >= clock.today():
            left = working_days_between(clock.today(), held.due_on, national_calendar())
        return {
            **super().get_context_data(**kwargs),
            "held": held,
            "working_days": left if held.due_on >= clock.today() else -1,
            "is_erasure": erasure,
            "duties": personal_data.duties_of(held.user) if erasure else [],
            "sections": [str(one.title) for one in personal_data.collect(held.user)] if erasure else [],
            "kept": Retention.objects.filter(erases=False) if erasure else [],
        }

    def act(self, data: dict[str, Any]) -> str:
        """Answer."""
        verbs.answer(
            acting_user=self.request.user, request=self.one, grant=data["grant"], text=data["answer"]
        )
        return self.back()
