"""Pages on which an official takes a document in and decides on what was read from it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qinglan.kernel import permissions
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.measures.registry import REGISTRY
from qinglan.kernel.web.views.errors import conflict, wants_another_look
from qinglan.plans import forms, queries
from qinglan.plans.domain import item as items
from qinglan.plans.domain.indicator import define_and_link
from qinglan.plans.domain.plan import open_plan
from qinglan.plans.domain.reading import take_in
from qinglan.plans.domain.version import publish_version, withdraw_version
from qinglan.plans.marked import marked
from qinglan.plans.models import Article, Body, Decision, Plan, Quantity, QuantityKind, Version
from qinglan.plans.reader import ReadError, read_bytes, read_text
from qinglan.plans.reader.model import Reading


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
            _show(form, error)
        else:
            messages.success(request, _("The document was read. Now confirm what was found."))
            return redirect("plans:reading", version.plan.slug, version.number)
    context = {
        "title": _("Read a plan document"),
        "form": form,
        "submit": _("Read the document"),
        "uploads": True,
        "has_help": True,
        "lead": _(
            "The system proposes articles, targets, rules and bodies; you confirm them beside the text."
        ),
    }
    return render(request, "plans/upload.html", context, status=200 if not form.errors else 422)


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


@login_required
def reading(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The reading bench: text on the left, what was read on the right."""
    version = _version(request, slug, number)
    blocks = []
    for article in version.articles.prefetch_related("quantities", "bodies").order_by("number"):
        rows = list(article.quantities.all())
        shown = [row for row in rows if row.decision != Decision.DROPPED]
        blocks.append(
            {
                "article": article,
                "paragraphs": marked(article.text, shown),
                "items": rows,
                "bodies": list(article.bodies.all()),
            }
        )
    context = {"title": _("Confirm the reading"), "plan": version.plan, "blocks": blocks, **_state(version)}
    return render(request, "plans/reading.html", context)


def _state(version: Version) -> dict[str, Any]:
    undecided = (
        version.quantities.filter(decision=Decision.PROPOSED).count()
        + version.bodies.filter(decision=Decision.PROPOSED).count()
    )
    unlinked = (
        version.quantities.filter(kind=QuantityKind.TARGET, measure="")
        .exclude(decision=Decision.DROPPED)
        .count()
    )
    return {
        "version": version,
        "plan": version.plan,
        "undecided": undecided,
        "unlinked": unlinked,
        "undecided_text": _("%(count)s items are still to be decided") % {"count": undecided},
        "unlinked_text": _("%(count)s targets are not linked to a measure yet") % {"count": unlinked},
    }


@login_required
@require_POST
def decide(request: HttpRequest, pk: int, act: str, kind: str) -> HttpResponse:
    """Confirm or drop an item (`kind` is quantity or body)."""
    row: Quantity | Body
    if kind == "quantity":
        row = get_object_or_404(Quantity.objects.select_related("version__plan", "article"), pk=pk)
    else:
        row = get_object_or_404(Body.objects.select_related("version__plan", "article"), pk=pk)
    verb = items.confirm_item if act == "confirm" else items.drop_item
    back = redirect("plans:reading", row.version.plan.slug, row.version.number)
    try:
        decided = verb(
            acting_user=request.user, item=row, seen_revision=int(request.POST.get("revision") or -1)
        )
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=back.url)
    except Impossible as error:
        messages.error(request, error.message)
        return back
    if not request.headers.get("HX-Request"):
        back["Location"] += (
            f"#{'item-' + decided.slug if isinstance(decided, Quantity) else 'body-' + str(decided.pk)}"
        )
        return back
    shown = {"item": decided} if isinstance(decided, Quantity) else {"body": decided}
    return render(request, "plans/decided.html", {**shown, **_state(row.version)})


@login_required
@require_POST
def confirm_all(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Confirm every item that is still open."""
    version = _version(request, slug, number)
    try:
        count = items.confirm_all(acting_user=request.user, version=version)
        messages.success(request, _("%(count)s items confirmed.") % {"count": count})
    except Impossible as error:
        messages.error(request, error.message)
    return redirect("plans:reading", slug, number)


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
                seen_revision=form.cleaned_data["revision"] or -1,
            )
        except StaleEdit as error:
            item.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(item.revision))
        except Impossible as error:
            _show(form, error)
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
    version = _version(request, slug, number)
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
            _show(form, error)
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
    context = {
        "title": title,
        "form": form,
        "article": article,
        "submit": submit,
        "back_url": back,
        "has_help": True,
    }
    return render(request, "plans/item_form.html", context, status=422 if form.errors else 200)


@login_required
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how a target is counted."""
    target = get_object_or_404(
        Quantity.objects.select_related("version__plan", "article"), pk=pk, kind=QuantityKind.TARGET
    )
    permissions.require(request.user, "plans.link", target.version)
    pack = target.version.plan.indicator_pack
    form = forms.LinkForm(request.POST, pack=pack) if request.method == "POST" else forms.LinkForm.of(target)
    back = redirect("plans:reading", target.version.plan.slug, target.version.number)
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            items.link_measure(
                acting_user=request.user,
                target=target,
                measure=form.cleaned_data["measure"],
                parameters=form.parameters(),
                seen_revision=form.cleaned_data["revision"],
            )
        except StaleEdit as error:
            target.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(target.revision))
        except Impossible as error:
            _show(form, error)
        else:
            messages.success(request, _("The target is linked to its measure."))
            back["Location"] += f"#item-{target.slug}"
            return back
    context = {
        "title": _("Choose how the target is counted"),
        "form": form,
        "target": target,
        "submit": _("Link the measure"),
        "back_url": back.url,
        "has_help": True,
        "measures": [REGISTRY[name] for name in sorted(REGISTRY)],
        "may_define": True,
    }
    return render(request, "plans/link.html", context, status=422 if form.errors else 200)


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
        "revision": target.revision,
    }
    form = forms.IndicatorForm(request.POST or None, initial=start)
    back = redirect("plans:reading", target.version.plan.slug, target.version.number)
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        given = dict(form.cleaned_data)
        try:
            define_and_link(
                acting_user=request.user, target=target, seen_revision=given.pop("revision"), **given
            )
        except StaleEdit as error:
            target.refresh_from_db()
            return conflict(request, error.differences, current_url=back.url, version=str(target.revision))
        except Impossible as error:
            _show(form, error)
        else:
            messages.success(request, _("The indicator is defined and the target is linked to it."))
            back["Location"] += f"#item-{target.slug}"
            return back
    context = {
        "title": _("Define a new indicator for the target"),
        "form": form,
        "target": target,
        "submit": _("Define and link"),
        "back_url": back.url,
    }
    return render(request, "plans/link.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Open the version to everybody."""
    version = _version(request, slug, number)
    try:
        publish_version(
            acting_user=request.user, version=version, seen_revision=int(request.POST.get("revision") or -1)
        )
    except StaleEdit as error:
        return conflict(request, error.differences, current_url=version.plan.get_absolute_url())
    except Impossible as error:
        messages.error(request, error.message)
        return redirect("plans:reading", slug, number)
    messages.success(request, _("The plan is published. Everybody can read it now."))
    return redirect(version.plan)


@login_required
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Take a published version back."""
    version = _version(request, slug, number)
    permissions.require(request.user, "plans.withdraw", version)
    form = forms.ReasonForm(request.POST or None, initial={"revision": version.revision})
    if request.method == "POST" and form.is_valid() and not wants_another_look(request):
        try:
            withdraw_version(
                acting_user=request.user,
                version=version,
                reason=form.cleaned_data["reason"],
                seen_revision=form.cleaned_data["revision"],
            )
        except StaleEdit as error:
            return conflict(request, error.differences, current_url=version.plan.get_absolute_url())
        except Impossible as error:
            _show(form, error)
        else:
            messages.success(request, _("The version is withdrawn."))
            return redirect("plans:list")
    context = {
        "title": _("Withdraw version %(number)s of “%(plan)s”")
        % {"number": number, "plan": version.plan.name},
        "form": form,
        "submit": _("Withdraw this version"),
        "back_url": version.plan.get_absolute_url(),
        "has_help": True,
    }
    return render(request, "plans/withdraw.html", context, status=422 if form.errors else 200)


def _version(request: HttpRequest, slug: str, number: int) -> Version:
    permissions.require(request.user, "plans.confirm")
    version = queries.version_for(request.user, slug, number)
    if version is None:
        raise Http404(_("This plan has no such version."))
    return version


def _in_language(error: ReadError) -> str:
    return error.english if get_language() == "en" else error.chinese


def _show(form: Any, error: Impossible) -> None:
    form.add_error(error.field if error.field in form.fields else None, error.message)
