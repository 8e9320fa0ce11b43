"""What is counted how: every measure and every indicator, for everybody."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from qinglan.kernel import clock
from qinglan.kernel.measures import queries
from qinglan.kernel.measures.models import Indicator
from qinglan.kernel.measures.parameters import words
from qinglan.kernel.measures.registry import REGISTRY
from qinglan.kernel.measures.units import unit_words


@dataclass(frozen=True)
class MeasureText:
    """A measure as a reader sees it."""

    name: str
    title: str | Promise
    description: str | Promise
    parameters: list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class IndicatorText:
    """An indicator with its unit in words, and whether its form has run out."""

    indicator: Indicator
    unit: str
    form_has_expired: bool


@dataclass(frozen=True)
class PackText:
    """The indicators of one pack."""

    slug: str
    name: str
    indicators: list[IndicatorText]


def catalogue(request: HttpRequest) -> HttpResponse:
    """The page ``/measures/``."""
    today = clock.today()
    measures = [
        MeasureText(
            entry.name,
            entry.title,
            entry.description,
            [(name, words(name)) for name in entry.parameter_names],
        )
        for entry in sorted(REGISTRY.values(), key=lambda entry: entry.name)
    ]
    packs = [
        PackText(slug, queries.pack_name(slug), [_text(indicator, today) for indicator in group])
        for slug, group in groupby(Indicator.objects.all(), key=lambda indicator: indicator.pack)
    ]
    context = {
        "title": _("Measures"),
        "lead": _(
            "Every number that a plan is held to is counted by a named rule, and every figure that people report has a definition and a form. Both stand here."
        ),
        "breadcrumbs": [(_("Measures"), "")],
        "measures": measures,
        "packs": packs,
    }
    return render(request, "measures/catalogue.html", context)


def _text(indicator: Indicator, today: date) -> IndicatorText:
    return IndicatorText(indicator, unit_words(indicator.unit), indicator.form_has_expired(today))
