"""The list of all reported figures and entries."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures import queries
from qinglan.kernel.measures.forms import YEARS
from qinglan.kernel.measures.models import Confidentiality, Indicator, Kind, Line, Stage, State
from qinglan.kernel.web.lists import ChoiceFilter, ListColumn, ListPage, Sort, TextFilter
from qinglan.kernel.web.lists.filters import Rows


def _packs() -> list[tuple[str, str]]:
    slugs = Indicator.objects.order_by("pack").values_list("pack", flat=True).distinct()
    return [(slug, queries.pack_name(slug)) for slug in slugs]


def _indicators() -> list[tuple[str, str]]:
    names = dict(_packs())
    rows = Indicator.objects.all()
    if len(names) < 2:
        return [(str(row.pk), row.name) for row in rows]
    return [(str(row.pk), f"{names[row.pack]} · {row.name}") for row in rows]


def _territories() -> list[tuple[str, str]]:
    rows = Territory.objects.order_by("parent_id", "pinyin")
    return [
        (row.code, row.name)
        for row in sorted(
            rows, key=lambda row: (row.parent_id or row.code, row.parent_id is not None, row.pinyin)
        )
    ]


def _years() -> list[tuple[int, str]]:
    this = clock.today().year
    return [(year, str(year)) for year in range(this, this - YEARS, -1)]


def _stage(line: Line) -> str:
    return str(dict(Stage.choices).get(line.stage, line.stage))


class FigureList(ListPage):
    """``/figures/``: for whoever may report figures."""

    template_name = "measures/figures.html"
    title = _("Reported figures")
    lead = _(
        "What the system can't know by itself: amounts and list entries, with evidence, reporter and date."
    )
    export_name = _("Reported figures")
    empty_title = _("No figure has been reported yet")
    empty_text = _("Report the first amount or enter the first item of a list.")
    empty_action = _("Report a figure")
    filters = (
        TextFilter(
            "q",
            _("Name, code or evidence"),
            (
                "subject_name__icontains",
                "subject_code__icontains",
                "evidence__icontains",
                "number__icontains",
            ),
        ),
        ChoiceFilter("pack", _("City"), _packs, "indicator__pack", several=False),
        ChoiceFilter("indicator", _("Indicator"), _indicators, "indicator_id", several=False),
        ChoiceFilter("territory", _("Territory"), _territories, "territory_id", several=False),
        ChoiceFilter("year", _("Year"), _years, "year", several=False),
        ChoiceFilter("kind", _("Kind"), Kind.choices, "kind"),
        ChoiceFilter("state", _("State"), State.choices, "state"),
    )
    sorts = (
        Sort("recorded", _("Last recorded"), "-recorded_at"),
        Sort("year", _("Newest year"), "-year"),
        Sort("value", _("Largest amount"), "-value"),
        Sort("indicator", _("Indicator"), "indicator"),
    )
    columns = (
        ListColumn(_("City"), lambda line: queries.pack_name(line.indicator.pack)),
        ListColumn(_("Indicator"), lambda line: line.indicator.name),
        ListColumn(_("Kind"), lambda line: line.get_kind_display()),
        ListColumn(_("Organisation, thing or person"), "subject_name"),
        ListColumn(_("Unified social credit code"), "subject_code"),
        ListColumn(_("Territory code"), "territory_id"),
        ListColumn(_("Territory"), "territory.name"),
        ListColumn(_("Year"), "year"),
        ListColumn(_("Amount"), "value", numeric=True),
        ListColumn(_("Unit of measure"), "indicator.unit"),
        ListColumn(_("First day"), "valid_from"),
        ListColumn(_("Last day"), "valid_to"),
        ListColumn(_("Level of the list"), lambda line: line.get_level_display() if line.level else ""),
        ListColumn(_("Stage reached"), _stage),
        ListColumn(_("Document number"), "number"),
        ListColumn(_("Evidence"), "evidence"),
        ListColumn(_("Form number"), "indicator.form_number"),
        ListColumn(_("Reporter"), lambda line: str(line.reporter)),
        ListColumn(_("Date of the report"), "reported_on"),
        ListColumn(_("Recorded at"), "recorded_at"),
        ListColumn(_("Who sees it"), lambda line: str(Confidentiality(line.confidentiality).label)),
        ListColumn(_("State"), lambda line: line.get_state_display()),
        ListColumn(_("Reason"), "closing_reason"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list, for those who may report figures."""
        permissions.require(request.user, "measures.report")
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Rows:
        """All records with what a row shows."""
        return Line.objects.select_related("indicator", "territory", "reporter")

    def _empty(self, narrowed: bool, clear_url: str) -> dict[str, Any]:
        words = super()._empty(narrowed, clear_url)
        return words if narrowed else words | {"empty_url": reverse("measures:report")}

    def get_context(self) -> dict[str, Any]:
        """Where this page stands."""
        return {"breadcrumbs": [(self.title, "")]}
