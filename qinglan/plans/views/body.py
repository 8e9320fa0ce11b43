"""Pages on which an official corrects or adds a responsible body."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.plans import forms
from qinglan.plans.domain.body import add_body, correct_body
from qinglan.plans.models import Article, Body
from qinglan.plans.views.shared import seen_revision, show_refusal, task_page, version_of


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a body."""
    body = get_object_or_404(Body.objects.select_related("version__plan", "article"), pk=pk)
    permissions.require(request.user, "plans.confirm", body.version)
    start = {"role": body.role, "name": body.name, "quote": body.quote, "version": body.revision}
    form = forms.BodyForm(request.POST or None, initial=start)
    back = redirect("plans:reading", body.version.plan.slug, body.version.number)
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            correct_body(
                acting_user=request.user, body=body, duty=form.duty(), seen_revision=seen_revision(request)
            )
        except StaleEdit as error:
            body.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(body.revision))
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Corrected."))
            back["Location"] += f"#body-{body.pk}"
            return back
    return _page(request, form, body.article, _("Correct a responsible body"), _("Save the correction"))


@login_required
def add(request: HttpRequest, slug: str, number: int, article: int) -> HttpResponse:
    """Add a body to an article."""
    version = version_of(request, slug, number)
    permissions.require(request.user, "plans.confirm", version)
    place = get_object_or_404(
        Article.objects.select_related("version__plan"), version=version, number=article
    )
    form = forms.BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            body = add_body(acting_user=request.user, article=place, duty=form.duty())
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Added."))
            back = redirect("plans:reading", slug, number)
            back["Location"] += f"#body-{body.pk}"
            return back
    return _page(request, form, place, _("Add a responsible body"), _("Add the body"))


def _page(
    request: HttpRequest, form: forms.BodyForm, article: Article, title: str, submit: str
) -> HttpResponse:
    version = article.version
    return task_page(
        request,
        "plans/body_form.html",
        form,
        title=title,
        article=article,
        submit=submit,
        back_url=redirect("plans:reading", version.plan.slug, version.number).url,
        has_help=True,
    )
