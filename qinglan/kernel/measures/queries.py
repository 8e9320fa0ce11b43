"""Named querysets over reported figures and entries."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from qinglan.kernel.codes.models import Territory, TerritoryKind
from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.kernel.measures.models.record import Record
from qinglan.kernel.measures.registry import BadParameters
from qinglan.kernel.measures.result import Scope
from qinglan.kernel.rulebook.packs import Manifest, discover


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


def territories(indicator: Indicator, first: date, last: date) -> list[Territory]:
    """The city of the indicator's pack and its parts, as far as they existed between two days.

    The city comes first, then divisions and zones by their Chinese names.
    """
    rows = Territory.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        Q(valid_from__isnull=True) | Q(valid_from__lte=last),
    )
    city = indicator.territory_id
    if city is not None:
        rows = rows.filter(Q(code=city) | Q(parent_id=city))
    return sorted(
        rows, key=lambda row: (row.code != city, row.kind == TerritoryKind.FUNCTIONAL_ZONE, row.pinyin)
    )


def pack_name(slug: str) -> str:
    """What a pack is called, in the reader's language; its slug where the pack is gone."""
    manifest = _manifests(settings.PACKS, _stamp(settings.PACKS)).get(slug)
    if manifest is None:
        return slug
    return manifest.name.en if get_language() == "en" else manifest.name.zh


def _stamp(root: Path) -> tuple[int, ...]:
    return tuple(path.stat().st_mtime_ns for path in sorted(root.glob("*/pack.yaml")))


@lru_cache(maxsize=4)
def _manifests(root: Path, stamp: tuple[int, ...]) -> dict[str, Manifest]:
    return {pack.slug: pack.manifest for pack in discover(root)}
