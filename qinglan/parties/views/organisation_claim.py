"""Claim an organisation in two steps, or ask an officer; the officer's queue."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort
from qinglan.parties import organisation_forms as forms
from qinglan.parties.domain import organisation_claim as verbs
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_claim import Claim, ClaimState
from qinglan.parties.views.organisation_access import open_to, posted

DISPUTES = (ClaimState.DISPUTED, ClaimState.UPHELD, ClaimState.REJECTED)


def claim(request: HttpRequest) -> HttpResponseBase:
    """``/organisations/claim/``: open to read for everybody; code and mobile number of a logged-in person."""
    if request.method == "POST":
        return _request(request)
    form = forms.ClaimForm(posted(request), initial={"code": request.GET.get("code", "")[:30]})
    return _claim_page(request, form)


@open_to("organisations.claim")
def _request(request: HttpRequest) -> HttpResponseBase:
    form = forms.ClaimForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = verbs.request_claim_code(
                acting_user=request.user, code=data["code"], mobile=data["mobile"]
            )
        except verbs.AlreadyClaimed as refusal:
            messages.warning(request, refusal.message)
            return redirect("organisations:dispute", refusal.organisation.pk)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            if made.state == ClaimState.SENT:
                return redirect("organisations:confirm", made.pk)
            form.add_error(
                "mobile", _("This is not the number that the office has on record for this organisation.")
            )
            return _claim_page(request, form, made.organisation)
    return _claim_page(request, form)


@open_to("organisations.claim")
def confirm(request: HttpRequest, claim: int) -> HttpResponseBase:
    """``/organisations/claim/<claim>/``: the code from the short message."""
    found = get_object_or_404(Claim.objects.select_related("organisation"), pk=claim, user=request.user)
    form = forms.ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = verbs.confirm_claim(
                acting_user=request.user, claim=found, code=form.cleaned_data["code"]
            )
        except verbs.AlreadyClaimed as refusal:
            messages.warning(request, refusal.message)
            return redirect("organisations:dispute", refusal.organisation.pk)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            return _confirmed(request, organisation)
    context = {
        "title": _("Type the code"),
        "lead": _(
            "A code for “%(name)s” was sent to the number on record. It is valid for %(minutes)s minutes."
        )
        % {"name": found.organisation.name, "minutes": verbs.VALID_MINUTES},
        "step": 2,
        "steps": 2,
        "form": form,
        "submit": _("Claim the organisation"),
        "back_url": reverse("organisations:claim"),
        "breadcrumbs": _breadcrumbs(_("Type the code")),
    }
    return render(request, "parties/claim_confirm.html", context)


@open_to("organisations.claim")
def dispute(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/dispute/``: another has claimed it, or the number is wrong: an officer decides."""
    form = forms.DisputeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.dispute_claim(
                acting_user=request.user, organisation=organisation, statement=form.cleaned_data["statement"]
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            done: dict[str, Any] = {
                "title": _("Your request waits for an officer"),
                "reference_label": _("Organisation"),
                "reference": organisation.name,
                "next_steps": [
                    _("An officer asks the organisation and decides."),
                    _("The answer stands on the page “My requests”."),
                ],
                "links": [{"url": reverse("organisations:requests"), "label": _("My requests")}],
            }
            return render(request, "web/confirmation.html", done)
    context = {
        "title": _("Ask an officer to decide"),
        "lead": _("For “%(name)s” (%(code)s): it has an administrator already, or another mobile number.")
        % {"name": organisation.name, "code": organisation.code},
        "form": form,
        "submit": _("Send the request"),
        "back_url": reverse("organisations:claim"),
        "breadcrumbs": _breadcrumbs(_("Ask an officer to decide")),
    }
    return render(request, "web/task.html", context)


class ClaimQueue(ListPage):
    """``/organisations/claims/``: requests that officers decide."""

    template_name = "parties/claims.html"
    title = gettext_lazy("Requests to act for an organisation")
    lead = gettext_lazy(
        "Organisations that somebody else has claimed already, or whose number on record is another."
    )
    empty_title = gettext_lazy("No request waits")
    empty_text = gettext_lazy("Requests come here when a second person claims an organisation.")
    filters = (
        ChoiceFilter(
            "state", gettext_lazy("State"), [(state.value, state.label) for state in DISPUTES], "state"
        ),
    )
    sorts = (
        Sort("old", gettext_lazy("Longest waiting first"), "created_at"),
        Sort("new", gettext_lazy("Newest first"), "-created_at"),
    )
    columns = (
        ListColumn(gettext_lazy("Organisation"), "organisation.name"),
        ListColumn(gettext_lazy("Code"), "organisation.code"),
        ListColumn(gettext_lazy("Claimant"), lambda claim: str(claim.user)),
        ListColumn(gettext_lazy("State"), lambda claim: str(claim.get_state_display())),
        ListColumn(gettext_lazy("Asked at"), "created_at"),
        ListColumn(gettext_lazy("Settled at"), "settled_at"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        permissions.require(request.user, "organisations.settle_claim")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Claim]:
        """All that came before an officer."""
        return Claim.objects.filter(state__in=DISPUTES).select_related("organisation", "user")

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {
            "breadcrumbs": [
                (_("Directory of organisations"), reverse("organisations:list")),
                (self.title, ""),
            ]
        }


class OwnRequests(ClaimQueue):
    """``/organisations/requests/``: what one asked oneself, with the officers' answers."""

    template_name = "parties/claims_own.html"
    title = gettext_lazy("My requests")
    lead = gettext_lazy("What you asked officers to decide, and their answers.")
    empty_text = gettext_lazy("You have asked for nothing.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever is logged in."""
        permissions.require(request.user, "organisations.claim")
        return ListPage.get(self, request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Claim]:
        """One's own."""
        return super().get_queryset().filter(user_id=self.request.user.pk or 0)


@open_to("organisations.settle_claim")
def settle(request: HttpRequest, claim: int) -> HttpResponseBase:
    """``/organisations/claims/<claim>/``: an officer decides."""
    rows = Claim.objects.select_related(
        "organisation__contact", "organisation__territory", "user", "settled_by"
    )
    found = get_object_or_404(rows, pk=claim, state__in=DISPUTES)
    form = forms.SettleForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.settle_claim(acting_user=request.user, claim=found, **_decision(form))
        except Impossible as refusal:
            form.refuse(refusal)
            found = get_object_or_404(rows, pk=claim)
        else:
            messages.success(request, _("The request is settled."))
            return redirect("organisations:claims")
    present = found.organisation.memberships.in_force().filter(role="administrator")
    context = {
        "title": _("Decide on a request"),
        "claim": found,
        "present": present.select_related("user").first(),
        "form": form,
        "submit": _("Settle the request"),
        "back_url": reverse("organisations:claims"),
        "breadcrumbs": [
            (_("Directory of organisations"), reverse("organisations:list")),
            (_("Requests to act for an organisation"), reverse("organisations:claims")),
            (found.organisation.name, ""),
        ],
    }
    return render(request, "parties/claim_settle.html", context)


def _decision(form: Any) -> dict[str, Any]:
    return {"uphold": form.cleaned_data["uphold"], "answer": form.cleaned_data["answer"]}


def _claim_page(
    request: HttpRequest, form: forms.ClaimForm, mismatched: Organisation | None = None
) -> HttpResponseBase:
    context = {
        "title": _("Claim your organisation"),
        "lead": _(
            "The office has entered many organisations already. With the code and the number that yours gave to the office you become its administrator here."
        ),
        "step": 1,
        "steps": 2,
        "form": form,
        "mismatched": mismatched,
        "has_help": True,
        "submit": _("Send the code"),
        "back_url": reverse("organisations:list"),
        "breadcrumbs": _breadcrumbs(_("Claim your organisation")),
    }
    return render(request, "parties/claim.html", context)


def _confirmed(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    steps = [_("Check the particulars and correct what is wrong.")]
    if not organisation.is_public:
        steps.append(_("An officer verifies the organisation; then its page is public."))
    context = {
        "title": _("You are the administrator of this organisation"),
        "reference_label": _("Organisation"),
        "reference": organisation.name,
        "next_steps": steps,
        "links": [
            {"url": organisation.get_absolute_url(), "label": _("Open its page")},
            {"url": reverse("organisations:edit", args=[organisation.pk]), "label": _("Change particulars")},
        ],
    }
    return render(request, "web/confirmation.html", context)


def _breadcrumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Directory of organisations"), reverse("organisations:list")), (last, "")]
