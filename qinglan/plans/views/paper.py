"""Draft an official paper about a version."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.documents.official.content import KINDS as PAPER_KINDS
from qinglan.kernel.web.forms import DateField
from qinglan.plans import papers, queries


class PaperForm(forms.Form):
    """What the officer adds to the paper."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        widget=forms.RadioSelect,
        choices=[(kind, PAPER_KINDS[kind].title) for kind in papers.KINDS],
        initial="promulgation",
    )
    issuer = forms.CharField(
        label=gettext_lazy("Issuing body"),
        max_length=80,
        help_text=gettext_lazy("Its name in full, as it signs."),
    )
    addressee = forms.CharField(
        label=gettext_lazy("Main addressees"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Without the colon; empty for a notice to everybody."),
    )
    day = DateField(
        label=gettext_lazy("Date of the paper"),
        required=False,
        help_text=gettext_lazy("Empty where the office sets it."),
    )
    first_day = DateField(
        label=gettext_lazy("Period from"),
        required=False,
        help_text=gettext_lazy("For a public notice or a request for comments."),
    )
    last_day = DateField(label=gettext_lazy("Period until"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("Contact"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Office and its telephone; no private numbers."),
    )


@login_required
def paper(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Draft a paper with the targets of a version; it is then taken, numbered and returned."""
    permissions.require(request.user, "documents.draft_paper")
    version = queries.version_for(request.user, slug, number)
    if version is None:
        raise Http404(_("This plan has no such version."))
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind = data.pop("kind")
        try:
            made = papers.draft_plan_paper(
                acting_user=request.user, version=version, kind=kind, wording=papers.Wording(**data)
            )
        except Impossible as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            return redirect(made)
    context = {
        "title": _("Draft an official paper"),
        "lead": version.plan.name,
        "form": form,
        "submit": _("Draft the paper"),
        "back_url": f"{version.plan.get_absolute_url()}?version={version.number}",
        "has_help": True,
        "papers": papers.papers_of(version),
    }
    return render(request, "plans/paper.html", context, status=422 if form.errors else 200)
