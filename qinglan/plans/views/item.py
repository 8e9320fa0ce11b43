"""Pages on which an official corrects or adds an item, and says how a target is counted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.measures.registry import REGISTRY
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.plans import forms
from qinglan.plans.domain import item as items
from qinglan.plans.domain.indicator import define_and_link
from qinglan.plans.models import Article, Quantity, QuantityKind
from qinglan.plans.views.shared import seen_revision, show_refusal, task_page, version_of


@login_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an item."""
    item = get_object_or_404(Quantity.objects.select_related("version__plan", "article"), pk=pk)
    permissions.require(request.user, "plans.confirm", item.version)
    form = forms.ItemForm(request.POST) if request.method == "POST" else forms.ItemForm.of(item)
    back = redirect("plans:reading", item.version.plan.slug, item.version.number)
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            items.correct_item(
                acting_user=request.user,
                item=item,
                content=form.content(),
                seen_revision=seen_revision(request),
            )
        except StaleEdit as error:
            item.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(item.revision))
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Corrected."))
            back["Location"] += f"#item-{item.slug}"
            return back
    return _item_page(
        request,
        form,
        item.article,
        title=_("Correct what was read"),
        submit=_("Save the correction"),
        back=back.url,
    )


@login_required
def add(request: HttpRequest, slug: str, number: int, article: int) -> HttpResponse:
    """Add an item to an article."""
    version = version_of(request, slug, number)
    permissions.require(request.user, "plans.confirm", version)
    place = get_object_or_404(
        Article.objects.select_related("version__plan"), version=version, number=article
    )
    form = forms.ItemForm(request.POST or None)
    back = redirect("plans:reading", slug, number)
    if request.method == "POST" and form.is_valid():
        try:
            item = items.add_item(acting_user=request.user, article=place, content=form.content())
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Added."))
            back["Location"] += f"#item-{item.slug}"
            return back
    return _item_page(
        request, form, place, title=_("Add a target or rule"), submit=_("Add the item"), back=back.url
    )


def _item_page(
    request: HttpRequest, form: forms.ItemForm, article: Article, *, title: str, submit: str, back: str
) -> HttpResponse:
    return task_page(
        request,
        "plans/item_form.html",
        form,
        title=title,
        article=article,
        submit=submit,
        back_url=back,
        has_help=True,
    )


@login_required
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a target is counted."""
    target = get_object_or_404(
        Quantity.objects.select_related("version__plan", "article"), pk=pk, kind=QuantityKind.TARGET
    )
    permissions.require(request.user, "plans.link", target.version)
    if request.method == "POST":
        form = forms.LinkForm(request.POST, plan=target.version.plan)
    else:
        form = forms.LinkForm.of(target)
    back = redirect("plans:reading", target.version.plan.slug, target.version.number)
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            items.link_measure(
                acting_user=request.user,
                target=target,
                measure=form.cleaned_data["measure"],
                parameters=form.parameters(),
                seen_revision=seen_revision(request),
            )
        except StaleEdit as error:
            target.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(target.revision))
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The target is linked to its measure."))
            back["Location"] += f"#item-{target.slug}"
            return back
    return task_page(
        request,
        "plans/link.html",
        form,
        title=_("Choose how the target is counted"),
        target=target,
        submit=_("Link the measure"),
        back_url=back.url,
        has_help=True,
        measures=[REGISTRY[name] for name in sorted(REGISTRY)],
        may_define=True,
    )


@login_required
def define(request: HttpRequest, pk: int) -> HttpResponse:
    """Define an indicator for a target that nothing on record can count."""
    target = get_object_or_404(
        Quantity.objects.select_related("version__plan", "article"), pk=pk, kind=QuantityKind.TARGET
    )
    permissions.require(request.user, "plans.link", target.version)
    start = {
        "name": target.indicator,
        "unit": target.unit,
        "confidentiality": "public",
        "version": target.revision,
    }
    form = forms.IndicatorForm(request.POST or None, initial=start)
    back = redirect("plans:reading", target.version.plan.slug, target.version.number)
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            define_and_link(
                acting_user=request.user, target=target, seen_revision=seen_revision(request), **given
            )
        except StaleEdit as error:
            target.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(target.revision))
        except Impossible as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The indicator is defined and the target is linked to it."))
            back["Location"] += f"#item-{target.slug}"
            return back
    return task_page(
        request,
        "plans/link.html",
        form,
        title=_("Define a new indicator for the target"),
        target=target,
        submit=_("Define and link"),
        back_url=back.url,
    )
