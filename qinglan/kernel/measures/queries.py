"""Named querysets over reported figures and entries."""

from typing import TypeVar

from django.db.models import Q, QuerySet

from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.kernel.measures.models.record import Record
from qinglan.kernel.measures.registry import BadParameters
from qinglan.kernel.measures.result import Scope


def indicator_of(scope: Scope, slug: str) -> Indicator:
    """The indicator `slug` of the scope's pack; raises BadParameters when the pack has none."""
    try:
        return Indicator.objects.get(pack=scope.pack, slug=slug)
    except Indicator.DoesNotExist:
        raise BadParameters(f"the pack {scope.pack} has no indicator {slug!r}") from None


RecordType = TypeVar("RecordType", bound=Record)


def on_record(rows: QuerySet[RecordType], scope: Scope) -> QuerySet[RecordType]:
    """Those rows that stood on record at the scope's `known_at`; now, where it has none."""
    if scope.known_at is None:
        return rows.filter(closed_at__isnull=True)
    return rows.filter(recorded_at__lte=scope.known_at).filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=scope.known_at)
    )


def _within(rows: QuerySet[RecordType], scope: Scope) -> QuerySet[RecordType]:
    """Rows on record about the scope's territory or a part of it."""
    here = Q(territory_id=scope.territory) | Q(territory__parent_id=scope.territory)
    return on_record(rows.filter(here), scope).select_related("territory", "indicator")


def figures(scope: Scope, indicator: Indicator) -> QuerySet[Figure]:
    """Figures of `indicator` on record, for years up to the scope's day, newest year first."""
    return _within(Figure.objects.filter(indicator=indicator, year__lte=scope.on.year), scope).order_by(
        "-year", "subject_name", "id"
    )


def city_figures(scope: Scope, indicator: Indicator) -> QuerySet[Figure]:
    """Those figures that are about the scope's own territory as a whole."""
    return figures(scope, indicator).filter(territory_id=scope.territory, subject_code="", subject_name="")


def entries(scope: Scope, indicator: Indicator) -> QuerySet[Entry]:
    """Entries of `indicator` on record that began on or before the scope's day."""
    return _within(Entry.objects.filter(indicator=indicator, valid_from__lte=scope.on), scope).order_by(
        "subject_name", "valid_from", "id"
    )
