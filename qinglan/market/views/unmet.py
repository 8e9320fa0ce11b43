"""Needs for which nothing fitting is offered: the list, as a file for a call, and asking organisations."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Bound, Rows
from qinglan.market.domain.supplier_call import invite_suppliers
from qinglan.market.figures.forms import InviteForm
from qinglan.market.figures.supply import without_supply
from qinglan.market.matching.queries import organisations_for
from qinglan.market.models import NeedKind, SupplierInvitation
from qinglan.market.views.access import open_to, posted
from qinglan.market.views.figures import crumbs
from qinglan.market.views.lists import field_choices, owner_of, public_line, territory_choices


class TopFilter(ChoiceFilter):
    """A field by its top, with all codes below it."""

    def read(self, bound: Bound) -> None:
        """Needs that name the code or one below it."""
        super().read(bound)
        if bound.condition is not None:
            condition = Q(pk__in=[])
            for chip in bound.chips:
                named = without_supply(family=self.lookup, field=chip.raw).order_by()
                condition |= Q(pk__in=named.values("pk"))
            bound.condition = condition


class PlaceFilter(ChoiceFilter):
    """A territory with what lies in it."""

    def read(self, bound: Bound) -> None:
        """There, or in a part of it."""
        super().read(bound)
        if bound.condition is not None:
            code = bound.chips[0].raw
            bound.condition = Q(territory=code) | Q(territory__parent=code)


class NeedsWithoutSupply(ListPage):
    """``/market/figures/supply/needs/``."""

    template_name = "market/unmet.html"
    title = _("Needs without a fitting technology")
    lead = _(
        "Public needs for which matching finds nothing strong enough. Ask organisations in the field, or take the list as a file for a call for technologies."
    )
    export_name = title
    filters = (
        TextFilter("q", _("Words"), ("title__icontains", "summary__icontains", "problem__icontains")),
        TopFilter("field", _("Key field"), lambda: field_choices("key-fields"), "key-fields"),
        TopFilter("catalogue", _("Green catalogue"), lambda: field_choices("green-catalogue"), "green-catalogue"),
        PlaceFilter("territory", _("Territory"), territory_choices, several=False),
        ChoiceFilter("kind", _("Kind of need"), NeedKind.choices, "kind"),
    )  # fmt: skip
    sorts = (
        Sort("longest", _("Waits longest"), "published_at"),
        Sort("deadline", _("Soonest deadline"), "deadline"),
        Sort("new", _("Newest first"), "-published_at"),
    )
    columns = (
        ListColumn(_("Number"), "reference"),
        ListColumn(_("Title"), "title"),
        ListColumn(_("Owner, as everybody reads it"), owner_of),
        ListColumn(_("Territory"), "territory.name"),
        ListColumn(_("Kind of need"), lambda row: str(row.get_kind_display())),
        ListColumn(_("Problem"), lambda row: public_line(row, "problem")),
        ListColumn(_("To be solved by"), "deadline"),
        ListColumn(_("Published on"), "published_at"),
        ListColumn(_("Weaker matches"), "weak", numeric=True),
    )
    empty_title = _("Every public need here has a fitting technology")
    empty_text = _("As soon as one has none, it stands here.")
    count_at_most: ClassVar[int | None] = 1_000
    reach = 1_000

    @method_decorator(login_required)
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For officers."""
        permissions.require(request.user, "market.see_figures")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """Those without supply, each with how many were asked about it."""
        return without_supply().defer("description", "sketch").prefetch_related("visibilities")

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {
            "today": clock.today(),
            "breadcrumbs": crumbs((_("Supply and demand"), reverse("figures:supply")), (self.title, "")),
        }


@open_to("market.invite_suppliers")
def invite(request: HttpRequest, side: str, listing: Any) -> HttpResponseBase:
    """``/market/needs/<pk>/invite/``: ask organisations that offer in its fields whether they can meet it."""
    asked = {
        one.organisation_id: one
        for one in SupplierInvitation.objects.filter(need=listing).select_related("organisation")
    }
    candidates = [one for one in organisations_for(listing) if one.pk not in asked]
    form = InviteForm(posted(request), candidates=candidates)
    if form.is_valid():
        try:
            told = invite_suppliers(
                acting_user=request.user,
                need=listing,
                organisations=list(form.cleaned_data["organisations"]),
                note=form.cleaned_data["note"],
            )
        except Impossible as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _now("Asked: %(names)s") % {"names": "、".join(one.name for one in told)}
            )
            return redirect("figures:unmet")
    context = {
        "title": _now("Ask organisations about this need"),
        "lead": str(listing),
        "form": form,
        "candidates": candidates,
        "asked": asked.values(),
        "listing": listing,
        "submit": _now("Ask them"),
        "back_url": reverse("figures:unmet"),
        "breadcrumbs": crumbs(
            (_("Needs without a fitting technology"), reverse("figures:unmet")),
            (str(listing), listing.get_absolute_url()),
            (_now("Ask organisations"), ""),
        ),
    }
    return render(request, "market/invite.html", context)
