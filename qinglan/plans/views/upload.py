"""The page on which an official takes a document in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.plans import forms
from qinglan.plans.domain.plan import open_plan
from qinglan.plans.domain.reading import take_in
from qinglan.plans.models import Plan, Version
from qinglan.plans.reader import ReadError, read_bytes, read_text
from qinglan.plans.reader.model import Reading
from qinglan.plans.views.shared import show_refusal, task_page


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Take a document in: a file or pasted text."""
    permissions.require(request.user, "plans.upload")
    plan = Plan.objects.filter(slug=request.GET.get("plan", "")).first()
    form = forms.UploadForm(request.POST or None, request.FILES or None, initial={"plan": plan})
    if request.method == "POST" and form.is_valid():
        try:
            version = _take_in(request, form.cleaned_data)
        except ReadError as error:
            form.add_error("file" if form.cleaned_data.get("file") else "text", _in_language(error))
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The document was read. Now confirm what was found."))
            return redirect("plans:reading", version.plan.slug, version.number)
    return task_page(
        request,
        "plans/upload.html",
        form,
        title=_("Read a plan document"),
        submit=_("Read the document"),
        uploads=True,
        has_help=True,
        lead=_("The system proposes articles, targets, rules and bodies; you confirm them beside the text."),
    )


@transaction.atomic
def _take_in(request: HttpRequest, data: dict[str, Any]) -> Version:
    reading, name = _read(data)
    plan = data["plan"] or open_plan(
        acting_user=request.user,
        slug=data["slug"],
        title=reading.title[:200],
        territory=data["territory"],
        pack=forms.pack_of(data["territory"]),
    )
    return take_in(
        acting_user=request.user,
        plan=plan,
        reading=reading,
        stage=data["stage"],
        file_name=name,
        source_name=data["source_name"],
        base_year=data["base_year"],
    )


def _read(data: dict[str, Any]) -> tuple[Reading, str]:
    file = data.get("file")
    if file is None:
        return read_text(data["text"], document=_("pasted text")), _("pasted text")
    return read_bytes(file.read(), file.name), file.name


def _in_language(error: ReadError) -> str:
    return error.english if get_language() == "en" else error.chinese
