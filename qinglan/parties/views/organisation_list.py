"""The public directory, and one's own organisations."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.web.lists import BooleanFilter, ChoiceFilter, ListColumn, ListPage, Sort
from qinglan.kernel.web.lists.filters import Bound, Chip, Filter, Rows
from qinglan.parties.models.organisation_kind import OrganisationKind, OrganisationState
from qinglan.parties.organisation_queries import (
    open_disputes,
    own_organisations,
    visible_organisations,
    with_word,
)
from qinglan.parties.views.organisation_access import open_to

SECTIONS = "ABCDEFGHIJKLMNOPQRST"
"""Sections of GB/T 4754-2017."""


@dataclass(frozen=True)
class NameFilter(Filter):
    """Words, all of which must stand in the name, a former name or the code."""

    template_name = "web/filters/text.html"

    def read(self, bound: Bound) -> None:
        """By the stored pairs of characters, so that no search reads all rows."""
        text = bound.value.replace("\0", "")[:100]
        if not text:
            return
        condition = Q()
        for word in text.split():
            condition &= with_word(word)
        bound.condition = condition
        bound.chips.append(Chip(self.label, text, self.name, bound.value))


@dataclass(frozen=True)
class SectionFilter(ChoiceFilter):
    """A section of industries: codes that begin with its letter."""

    def read(self, bound: Bound) -> None:
        """The letter."""
        super().read(bound)
        if bound.condition is not None:
            bound.condition = Q(industry__startswith=bound.chips[0].raw)


def territory_choices() -> list[tuple[str, str]]:
    """All territories, each city before what lies in it."""
    rows = sorted(
        Territory.objects.all(),
        key=lambda row: (row.parent_id or row.code, row.parent_id is not None, row.pinyin),
    )
    return [(row.code, row.name) for row in rows]


class OrganisationList(ListPage):
    """``/organisations/``: everybody sees the verified ones; officers all."""

    template_name = "parties/organisations.html"
    title = _("Directory of organisations")
    lead = _(
        "Who takes part in the city's green technology innovation: verified by officers, found by name or code."
    )
    export_name = _("Directory of organisations")
    count_at_most = 1_000
    reach = 1_000
    empty_title = _("No organisation has been verified yet")
    empty_text = _("Officers preload a roster; organisations claim their entry and are verified.")
    filters = (
        NameFilter("q", _("Name, former name or code")),
        ChoiceFilter("kind", _("Kind"), OrganisationKind.choices, "kind", several=False),
        ChoiceFilter("territory", _("Territory"), territory_choices, "territory_id", several=False),
        SectionFilter(
            "industry",
            _("Industry section (GB/T 4754)"),
            [(letter, letter) for letter in SECTIONS],
            several=False,
        ),
        ChoiceFilter("state", _("State"), OrganisationState.choices, "state", several=False),
        BooleanFilter("green", _("With a green tag"), Q(is_green=True)),
    )
    sorts = (
        Sort("name", _("Name"), "name_key"),
        Sort("verified", _("Last verified"), "-verified_on"),
        Sort("code", _("Code"), "code"),
    )
    columns = (
        ListColumn(_("Name"), "name"),
        ListColumn(_("Code"), "code"),
        ListColumn(_("Kind"), lambda row: str(row.get_kind_display())),
        ListColumn(_("Territory"), "territory.name"),
        ListColumn(_("Territory code"), "territory_id"),
        ListColumn(_("Industry (GB/T 4754)"), "industry"),
        ListColumn(_("State"), lambda row: str(row.get_state_display())),
        ListColumn(_("Verified on"), "verified_on"),
        ListColumn(_("Green tag"), lambda row: _("yes") if row.is_green else ""),
    )

    def get_queryset(self) -> Rows:
        """What the reader may see, without what no row shows."""
        return visible_organisations(self.request.user).defer("search_text", "search_grams", "introduction")

    def get_context(self) -> dict[str, Any]:
        """Where this page stands, and what an officer does from here."""
        officer = bool(permissions.answer(self.request.user, "organisations.preload"))
        return {
            "breadcrumbs": [(self.title, "")],
            "officer": officer,
            "disputes": open_disputes().count() if officer else 0,
        }


class OwnOrganisations(ListPage):
    """``/organisations/mine/``: of which the reader is a member."""

    template_name = "parties/organisations_own.html"
    title = _("My organisations")
    lead = _("For which you act here.")
    empty_title = _("You act for no organisation yet")
    empty_text = _("Claim yours with its code and the mobile number that it gave to the office.")
    empty_url = "/organisations/claim/"
    empty_action = _("Claim an organisation")
    sorts = (Sort("name", _("Name"), "name_key"),)
    columns = OrganisationList.columns

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever is logged in."""
        return _own(request, self)

    def get_queryset(self) -> Rows:
        """One's own."""
        return own_organisations(self.request.user)

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {"breadcrumbs": [(self.title, "")]}


@open_to("organisations.claim")
def _own(request: HttpRequest, page: OwnOrganisations) -> HttpResponseBase:
    return super(OwnOrganisations, page).get(request)
