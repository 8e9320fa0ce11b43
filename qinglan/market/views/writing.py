"""Begin a listing, write its groups and parts, add files."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.web.forms import CodeField, LimitedFileField, LineField
from qinglan.kernel.web.views.errors import wants_another_look
from qinglan.market import forms
from qinglan.market.domain.attachment import attach, detach
from qinglan.market.domain.listing import begin_need, begin_technology, edit_listing
from qinglan.market.domain.part import PARTS, drop_part, put_part
from qinglan.market.models import WRITABLE, Level
from qinglan.market.part_forms import PAGES
from qinglan.market.views.access import LISTS, SPACES, as_seen, open_to, posted, stale, task_page
from qinglan.parties import holding
from qinglan.parties.models import Organisation

_BEGIN: dict[str, Any] = {"technology": begin_technology, "need": begin_need}
_TITLES = {"technology": gettext_lazy("Publish a technology"), "need": gettext_lazy("Publish a need")}
_LEADS = {
    "technology": gettext_lazy(
        "Eight fields suffice: these, your organisation, and the secrecy check that follows. You can save with the title alone and go on later."
    ),
    "need": gettext_lazy("Write what you want solved. You can save with the title alone and go on later."),
}


@open_to("market.begin")
def new(request: HttpRequest, side: str) -> HttpResponseBase:
    """``/market/technologies/new/``, ``/market/needs/new/``."""
    form = forms.GROUPS[side]["essentials"][1](posted(request))
    mine = list(holding.organisations_represented_by(request.user).order_by("name_key"))
    ask_for_owner(form, mine)
    if request.method == "POST" and form.is_valid():
        owner = chosen_owner(form, mine)
        if owner is not None:
            arguments = form.arguments()
            for name in ("owner", "owner_code"):
                arguments["values"].pop(name, None)
            try:
                listing = _BEGIN[side](acting_user=request.user, owner=owner, **arguments)
            except Impossible as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, _("Saved as a draft. The page says what is still missing."))
                return redirect(listing)
    context = {
        "title": _TITLES[side],
        "lead": _LEADS[side],
        "form": form,
        "submit": _("Save the draft"),
        "uploads": True,
        "back_url": reverse(f"{SPACES[side]}:list"),
        "breadcrumbs": [(LISTS[side], reverse(f"{SPACES[side]}:list")), (_TITLES[side], "")],
    }
    return render(request, "web/task.html", context)


def ask_for_owner(form: django_forms.Form, mine: list[Organisation]) -> None:
    """Which organisation: not asked where there is only one; an officer names it by its code."""
    if len(mine) > 1:
        form.fields["owner"] = django_forms.TypedChoiceField(
            label=pgettext("listing", "owner"), choices=[(one.pk, one.name) for one in mine], coerce=int
        )
        form.order_fields(["owner"])
    elif not mine:
        form.fields["owner_code"] = CodeField(
            label=_("unified social credit code of the owner"),
            max_length=20,
            help_text=_("The organisation whose technology or need this is."),
        )
        form.order_fields(["owner_code"])


def chosen_owner(form: Any, mine: list[Organisation]) -> Organisation | None:
    """The organisation that was chosen; None with an error beside the field."""
    if len(mine) == 1:
        return mine[0]
    if mine:
        return next(one for one in mine if one.pk == form.cleaned_data["owner"])
    found = (
        Organisation.objects.select_related("territory").filter(code=form.cleaned_data["owner_code"]).first()
    )
    if found is None:
        form.add_error(
            "owner_code", _("No organisation on record has this code. Enter it in the directory first.")
        )
    return found


@open_to("market.edit")
def edit(request: HttpRequest, side: str, listing: Any, group: str) -> HttpResponseBase:
    """``/market/…/<pk>/edit/<group>/``: one group of fields."""
    if group not in forms.GROUPS[side]:
        raise Http404
    title, form_class = forms.GROUPS[side][group]
    form = form_class(posted(request), listing=listing)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            edit_listing(
                acting_user=request.user,
                listing=as_seen(listing, form.cleaned_data["version"]),
                **form.arguments(),
            )
        except StaleEdit as error:
            return stale(request, side, listing.pk, error)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(listing)
    return task_page(request, side, listing, form, title, _("Save"), **_steps(side, group))


def _steps(side: str, group: str) -> dict[str, Any]:
    names = list(forms.GROUPS[side])
    return {"step": names.index(group) + 1, "steps": len(names)}


@open_to("market.edit")
def part(
    request: HttpRequest, side: str, listing: Any, kind: str, part: int | None = None
) -> HttpResponseBase:
    """``/market/…/<pk>/parts/<kind>/``, ``…/<part>/``: add or change one part."""
    if kind not in PARTS[side]:
        raise Http404
    row = None
    if part is not None:
        row = get_object_or_404(PARTS[side][kind], listing=listing, pk=part)
    page = PAGES[kind]
    form = page.form(posted(request), part=row, listing=listing, user=request.user)
    if request.method == "POST" and not wants_another_look(request) and form.is_valid():
        try:
            put_part(
                acting_user=request.user,
                listing=as_seen(listing, form.cleaned_data["version"]),
                kind=kind,
                values=form.values(),
                pk=part,
            )
        except StaleEdit as error:
            return stale(request, side, listing.pk, error)
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(listing)
    drop_url = reverse(f"{SPACES[side]}:part-drop", args=[listing.pk, kind, part]) if part is not None else ""
    title = page.title if row is not None else page.add
    return task_page(
        request, side, listing, form, title, _("Save"), template="market/part.html", drop_url=drop_url
    )


@require_POST
@open_to("market.edit")
def drop(request: HttpRequest, side: str, listing: Any, kind: str, part: int) -> HttpResponseBase:
    """``/market/…/<pk>/parts/<kind>/<part>/drop/``."""
    if kind not in PARTS[side]:
        raise Http404
    try:
        drop_part(acting_user=request.user, listing=listing, kind=kind, pk=part)
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken away."))
    return redirect(listing)


class FileForm(forms.Form):
    """A photograph or a file."""

    autosave = False
    file = LimitedFileField(label=gettext_lazy("photograph or file"))
    caption = LineField(label=gettext_lazy("what it shows"), max_length=120, required=False)
    level = django_forms.ChoiceField(label=gettext_lazy("who sees it"), choices=Level.choices)


@open_to("market.edit")
def files(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/…/<pk>/files/``: add photographs and files, take them away."""
    form = FileForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            attach(
                acting_user=request.user,
                listing=listing,
                name=file.name,
                content=file.read(),
                caption=form.cleaned_data["caption"],
                level=form.cleaned_data["level"],
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The file is added."))
            return redirect(f"{SPACES[side]}:files", listing.pk)
    return task_page(
        request, side, listing, form, _("photographs and files"), _("Add the file"),
        template="market/files.html", uploads=True, writable=listing.state in WRITABLE,
    )  # fmt: skip


@require_POST
@open_to("market.edit")
def file_drop(request: HttpRequest, side: str, listing: Any, attachment: int) -> HttpResponseBase:
    """``/market/…/<pk>/files/<attachment>/drop/``."""
    try:
        detach(acting_user=request.user, listing=listing, pk=attachment)
    except Impossible as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken away."))
    return redirect(f"{SPACES[side]}:files", listing.pk)
