"""What the pages of officials share."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.plans import queries
from qinglan.plans.models import Version
from qinglan.plans.views.whole_number import whole_number


def version_of(request: HttpRequest, slug: str, number: int) -> Version:
    """The version in the address; 403 for whoever may not confirm, 404 where there is none."""
    permissions.require(request.user, "plans.confirm")
    version = queries.version_for(request.user, slug, number)
    if version is None:
        raise Http404(_("This plan has no such version."))
    return version


def seen_revision(request: HttpRequest) -> int:
    """The revision that the sender had before him; -1, which none has, where he names none."""
    number = whole_number(request.POST.get("version"))
    return -1 if number is None else number


def show_refusal(form: Any, error: Impossible) -> None:
    """Put a refusal beside the field that it is about, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def task_page(request: HttpRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    """A page with one form; 422 where what was sent has errors."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def leave_for(request: HttpRequest, address: str) -> HttpResponse:
    """Go to another page, also out of a part of a page that a script asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
