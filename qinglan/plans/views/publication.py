"""Publish a version: the officer says who checked it for secrets and publication, when, on what basis."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.disclosure.domain import NotCleared
from qinglan.kernel.disclosure.forms import ClearanceForm
from qinglan.kernel.disclosure.words import finding_words
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.plans.domain.clearance import Checks
from qinglan.plans.domain.version import publish_version
from qinglan.plans.models import Version, VersionState
from qinglan.plans.views.reading import not_ready
from qinglan.plans.views.shared import seen_revision, show_refusal, task_page, version_of


class PublishForm(ClearanceForm):
    """Both checks, and the revision that the officer had before him."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@login_required
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask for the checks, then open the version to everybody."""
    version = version_of(request, slug, number)
    if version.state != VersionState.READING:
        messages.info(request, _("This version is no longer being confirmed."))
        return redirect(f"{version.plan.get_absolute_url()}?version={number}")
    open_ones = not_ready(version)
    if open_ones:
        messages.error(request, open_ones)
        return redirect("plans:reading", slug, number)
    may_override = bool(permissions.answer(request.user, "disclosure.override"))
    data = request.POST if request.method == "POST" else None
    form = PublishForm(
        data,
        user=request.user,
        asks_override=may_override and "override_reason" in (data or {}),
        initial={"version": version.revision},
    )
    if data is None or wants_another_look(request) or not form.is_valid():
        return _page(request, version, form)
    try:
        publish_version(
            acting_user=request.user,
            version=version,
            seen_revision=seen_revision(request),
            checks=Checks(form.secrecy, form.publication),
            override_reason=form.cleaned_data.get("override_reason", ""),
        )
    except StaleEdit as error:
        current = f"{version.plan.get_absolute_url()}?version={number}"
        return conflict(request, error.differences, current_url=current)
    except NotCleared as error:
        form = PublishForm(data, user=request.user, asks_override=may_override)
        form.is_valid()
        show_refusal(form, error)
        return _page(request, version, form, [finding_words(finding) for finding in error.findings])
    except Impossible as error:
        messages.error(request, error.message)
        return redirect("plans:reading", slug, number)
    messages.success(request, _("The plan is published. Everybody can read it now."))
    return redirect(version.plan)


def _page(
    request: HttpRequest, version: Version, form: PublishForm, found: list[Any] | None = None
) -> HttpResponse:
    return task_page(
        request,
        "plans/publish.html",
        form,
        title=_("Publish version %(number)s") % {"number": version.number},
        lead=version.plan.name,
        submit=_("Publish this version"),
        back_url=f"{version.plan.get_absolute_url()}versions/{version.number}/reading/",
        has_help=True,
        plan=version.plan,
        version=version,
        found=found,
        may_override="override_reason" in form.fields,
    )
