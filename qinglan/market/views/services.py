"""``/market/services/``: technical services and consulting that organisations offer, and who offers such."""

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel.web.lists import ChoiceFilter, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows
from qinglan.market.models import Mode
from qinglan.market.queries import services
from qinglan.market.views.lists import (
    FieldFilter,
    ModeFilter,
    PublishedList,
    TechnologyList,
    field_choices,
    territory_choices,
)
from qinglan.parties.models.organisation_kind import OrganisationKind
from qinglan.parties.organisation_queries import public_organisations

SERVICE_BODIES = (
    OrganisationKind.LABORATORY,
    OrganisationKind.CERTIFIER,
    OrganisationKind.INTERMEDIARY,
    OrganisationKind.EXCHANGE,
    OrganisationKind.BASE,
)
"""Organisations whose business is a service to technology: testing, evaluation, transfer, exchange, platforms."""


class ServiceList(PublishedList):
    """Technologies whose owners offer them as technical service or consulting: they passed the same gate."""

    template_name = "market/services.html"
    side = "technology"
    title = _("Directory of services")
    lead = _(
        "Technical services and consulting that organisations offer here; and the bodies that test, evaluate and bring together."
    )
    export_name = title
    empty_title = _("No service is offered yet")
    empty_text = _("Publish a technology with the mode “technical service” or “technical consulting”.")
    empty_url = "/market/technologies/new/"
    empty_action = _("Publish a technology")
    filters = (
        TextFilter(
            "q",
            _("Words"),
            ("title__icontains", "summary__icontains", "problem__icontains", "owner__name__icontains"),
        ),
        ModeFilter("mode", _("Service"), [(one.value, one.label) for one in (Mode.SERVICE, Mode.CONSULTING)]),
        ChoiceFilter(
            "unit", _("Kind of organisation"), OrganisationKind.choices, "owner__kind", several=False
        ),
        FieldFilter("field", _("Key field"), lambda: field_choices("key-fields"), "key-fields"),
        FieldFilter(
            "catalogue", _("Green catalogue"), lambda: field_choices("green-catalogue"), "green-catalogue"
        ),
        ChoiceFilter("territory", _("Territory"), territory_choices, "territory_id", several=False),
    )
    sorts = (
        Sort("new", _("Newest first"), "-published_at"),
        Sort("owner", _("Organisation"), "owner__name_key"),
    )
    columns = TechnologyList.columns

    def get_queryset(self) -> Rows:
        """What is public and offered as a service."""
        rows = services().defer("description", "sketch").prefetch_related("visibilities")
        return rows.distinct() if {"field", "catalogue"} & set(self.request.GET) else rows

    def get_context(self) -> dict[str, Any]:
        """The bodies whose business is a service, by kind, and the way back."""
        counted = dict(
            public_organisations()
            .filter(kind__in=SERVICE_BODIES)
            .order_by()
            .values_list("kind")
            .annotate(Count("pk"))
        )
        return {
            **super().get_context(),
            "bodies": [
                (kind.label, f"{reverse('organisations:list')}?kind={kind.value}", counted.get(kind.value, 0))
                for kind in SERVICE_BODIES
            ],
            "breadcrumbs": [(_("Directories"), reverse("directories:hub")), (self.title, "")],
        }
