"""Task pages, one for each verb on an organisation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.conflicts import Difference, Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.parties import organisation_forms as forms
from qinglan.parties.domain import organisation as verbs
from qinglan.parties.domain.organisation_succession import (
    cancel_organisation,
    merge_organisation,
    split_organisation,
)
from qinglan.parties.domain.organisation_tag import give_green_tag, revoke_green_tag
from qinglan.parties.models.organisation import Organisation
from qinglan.parties.models.organisation_tag import GreenTag
from qinglan.parties.views.organisation_access import as_seen, open_to, organisation_of, posted

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """A verb with its form and words. `run(user, organisation, form data)` calls the verb."""

    form: type[forms.Form]
    run: Callable[[Any, Organisation, Any], Any]
    title: Text
    lead: Text
    submit: Text
    done: Text


ACTS: dict[str, Act] = {
    "verify": Act(
        forms.ActForm,
        lambda user, one, form: verbs.verify_organisation(acting_user=user, organisation=one, **_day(form)),
        gettext_lazy("Verify an organisation"),
        gettext_lazy(
            "Compare name, code, kind and territory with the register or the document; then it becomes public."
        ),
        gettext_lazy("Verify the organisation"),
        gettext_lazy("The organisation is verified and public."),
    ),
    "suspend": Act(
        forms.ActForm,
        lambda user, one, form: verbs.suspend_organisation(acting_user=user, organisation=one, **_day(form)),
        gettext_lazy("Suspend an organisation"),
        gettext_lazy("Its page says that it is suspended until an officer ends it."),
        gettext_lazy("Suspend the organisation"),
        gettext_lazy("The organisation is suspended."),
    ),
    "resume": Act(
        forms.ActForm,
        lambda user, one, form: verbs.resume_organisation(acting_user=user, organisation=one, **_day(form)),
        gettext_lazy("End a suspension"),
        gettext_lazy("The organisation comes back to the state in which it was."),
        gettext_lazy("End the suspension"),
        gettext_lazy("The suspension has ended."),
    ),
    "rename": Act(
        forms.RenameForm,
        lambda user, one, form: verbs.rename_organisation(
            acting_user=user, organisation=one, name=form["name"], **_day(form)
        ),
        gettext_lazy("Change the name of an organisation"),
        gettext_lazy(
            "The old name stays on record with its last day, and the organisation is still found by it."
        ),
        gettext_lazy("Change its name"),
        gettext_lazy("The name is changed."),
    ),
    "recode": Act(
        forms.RecodeForm,
        lambda user, one, form: verbs.recode_organisation(
            acting_user=user, organisation=one, code=form["code"], **_day(form)
        ),
        gettext_lazy("Change the code of an organisation"),
        gettext_lazy("For a unit that has got its own code, or a code that was mistyped."),
        gettext_lazy("Change the code"),
        gettext_lazy("The code is changed."),
    ),
    "merge": Act(
        forms.MergeForm,
        lambda user, one, form: merge_organisation(
            acting_user=user, organisation=one, into=form["into"][0], **_day(form)
        ),
        gettext_lazy("Merge an organisation into another"),
        gettext_lazy("This one ends; its page leads to the other. Memberships and green tags end with it."),
        gettext_lazy("Merge the organisation"),
        gettext_lazy("The merger is recorded."),
    ),
    "split": Act(
        forms.SplitForm,
        lambda user, one, form: split_organisation(
            acting_user=user, organisation=one, into=form["into"], goes_on=form["goes_on"], **_day(form)
        ),
        gettext_lazy("Split an organisation"),
        gettext_lazy("The parts are entered first; then the split links them."),
        gettext_lazy("Record the split"),
        gettext_lazy("The split is recorded."),
    ),
    "cancel": Act(
        forms.ActForm,
        lambda user, one, form: cancel_organisation(acting_user=user, organisation=one, **_day(form)),
        gettext_lazy("Cancel an organisation"),
        gettext_lazy("For an organisation that was cancelled in the register. It can't be brought back."),
        gettext_lazy("Cancel the organisation"),
        gettext_lazy("The cancellation is recorded."),
    ),
    "tag": Act(
        forms.TagForm,
        lambda user, one, form: give_green_tag(acting_user=user, organisation=one, grounds=form["grounds"]),
        gettext_lazy("Give a green tag"),
        gettext_lazy("Targets and lists count an organisation as green while a tag is in force."),
        gettext_lazy("Give the tag"),
        gettext_lazy("The tag is given."),
    ),
}


def _day(form: Any) -> dict[str, Any]:
    return {"on": form["on"], "basis": form["basis"]}


def act(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """``/organisations/<pk>/<verb>/``: open to whom the verb's permission lets in."""
    return open_to(f"organisations.{name}")(_act)(request, pk=pk, name=name)


def _act(request: HttpRequest, organisation: Organisation, name: str) -> HttpResponseBase:
    one = ACTS[name]
    form = one.form(posted(request), initial={"version": organisation.revision})
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        data = form.cleaned_data
        if isinstance(form, forms.TagForm):
            data = {**data, "grounds": form.grounds()}
        try:
            one.run(request.user, as_seen(organisation, data["version"]), data)
        except StaleEdit as stale:
            return _stale(request, organisation.pk, stale)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(one.done))
            return redirect(organisation)
    return _task(request, organisation, form, one.title, one.lead, one.submit, f"organisations:{name}")


@open_to("organisations.edit")
def edit(request: HttpRequest, organisation: Organisation) -> HttpResponseBase:
    """``/organisations/<pk>/edit/``: particulars; name and code have verbs of their own."""
    form = forms.ParticularsForm.opened(organisation, posted(request))
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            verbs.edit_organisation(
                acting_user=request.user,
                organisation=as_seen(organisation, form.cleaned_data["version"]),
                values=form.values(),
            )
        except StaleEdit:
            now = organisation_of(organisation.pk)
            return _stale(request, now.pk, StaleEdit(_differences(form, now)))
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The particulars are changed."))
            return redirect(organisation)
    title, lead = _("Change particulars"), _("Name and code are changed by an officer, with a document.")
    return _task(request, organisation, form, title, lead, _("Save the particulars"), "organisations:edit")


@open_to("organisations.register")
def register(request: HttpRequest) -> HttpResponseBase:
    """``/organisations/new/``: an officer enters one organisation."""
    form = forms.RegisterForm(posted(request))
    similar: list[Organisation] = []
    if request.method == "POST" and form.is_valid():
        try:
            organisation = verbs.register_organisation(
                acting_user=request.user,
                particulars=form.particulars(),
                basis=form.cleaned_data["basis"],
                is_another=form.cleaned_data["is_another"],
            )
        except verbs.SimilarExists as refusal:
            similar = refusal.found
            form.refuse(refusal)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The organisation is entered. Verify it to make it public."))
            return redirect(organisation)
    if not similar:
        form.fields["is_another"].widget = form.fields["is_another"].hidden_widget()
    context = {
        "title": _("Enter an organisation"),
        "lead": _("For many at once, bring in a roster."),
        "form": form,
        "similar": similar,
        "submit": _("Enter the organisation"),
        "back_url": reverse("organisations:list"),
        "breadcrumbs": [
            (_("Directory of organisations"), reverse("organisations:list")),
            (_("Enter an organisation"), ""),
        ],
    }
    return render(request, "parties/organisation_register.html", context)


def revoke(request: HttpRequest, pk: int, tag: int) -> HttpResponseBase:
    """``/organisations/<pk>/tags/<tag>/revoke/``."""
    return _revoke(request, pk=pk, tag=tag)


@open_to("organisations.untag")
def _revoke(request: HttpRequest, organisation: Organisation, tag: int) -> HttpResponseBase:
    found = get_object_or_404(
        GreenTag.objects.select_related("organisation"), pk=tag, organisation=organisation
    )
    form = forms.RevokeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            revoke_green_tag(acting_user=request.user, tag=found, on=data["on"], reason=data["basis"])
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The tag is revoked; it stays on record with the reason."))
            return redirect(organisation)
    title = _("Revoke a green tag")
    lead = _("%(ground)s, since %(day)s") % {"ground": found.get_ground_display(), "day": found.valid_from}
    return _task(request, organisation, form, title, lead, _("Revoke the tag"), "")


def _task(
    request: HttpRequest,
    organisation: Organisation,
    form: forms.Form,
    title: Text,
    lead: Text,
    submit: Text,
    url_name: str,
) -> HttpResponseBase:
    context = {
        "title": title,
        "lead": lead,
        "form": form,
        "organisation": organisation,
        "submit": submit,
        "action": reverse(url_name, args=[organisation.pk]) if url_name else "",
        "back_url": organisation.get_absolute_url(),
        "breadcrumbs": [
            (_("Directory of organisations"), reverse("organisations:list")),
            (organisation.name, organisation.get_absolute_url()),
            (title, ""),
        ],
    }
    return render(request, "parties/organisation_task.html", context)


def _stale(request: HttpRequest, pk: int, stale: StaleEdit) -> HttpResponseBase:
    now = organisation_of(pk)
    return conflict(request, stale.differences, current_url=now.get_absolute_url(), version=str(now.revision))


def _differences(form: forms.ParticularsForm, now: Organisation) -> list[Difference]:
    """The fields in which what was typed differs from what stands now."""
    current = forms.ParticularsForm.opened(now)
    found = []
    for name in form.values():
        yours, stands = str(form[name].value() or ""), str(current[name].value() or "")
        if yours != stands:
            found.append(Difference(str(form.fields[name].label), yours, stands))
    return found
