"""Named querysets over reported figures and entries."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from qinglan.kernel.codes.models import Territory, TerritoryKind
from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.kernel.measures.models.record import Record
from qinglan.kernel.measures.records import Records
from qinglan.kernel.measures.registry import BadParameters
from qinglan.kernel.measures.result import Scope
from qinglan.kernel.rulebook.language import in_reader_language
from qinglan.kernel.rulebook.packs import Manifest, discover


def indicator_of(scope: Scope, slug: str) -> Indicator:
    """The indicator `slug` of the scope's pack; raises BadParameters when the pack has none."""
    found = _records(scope).indicator(scope.pack, slug)
    if found is None:
        raise BadParameters(f"the pack {scope.pack} has no indicator {slug!r}")
    return found


def figures(scope: Scope, indicator: Indicator) -> list[Figure]:
    """Figures of `indicator` on record, for years up to the scope's day, newest year first."""
    return [
        row
        for row in _records(scope).figures(indicator)
        if row.year <= scope.on.year and _is_within(row, scope)
    ]


def city_figures(scope: Scope, indicator: Indicator) -> list[Figure]:
    """Those figures that are about the scope's own territory as a whole."""
    return [
        row
        for row in figures(scope, indicator)
        if row.territory_id == scope.territory and not row.subject_code and not row.subject_name
    ]


def entries(scope: Scope, indicator: Indicator) -> list[Entry]:
    """Entries of `indicator` on record that began on or before the scope's day."""
    return [
        row
        for row in _records(scope).entries(indicator)
        if row.valid_from <= scope.on and _is_within(row, scope)
    ]


def _records(scope: Scope) -> Records:
    if scope.records is None:
        return Records(scope.known_at)
    assert scope.records.known_at == scope.known_at
    return scope.records


def _is_within(row: Record, scope: Scope) -> bool:
    """Whether a row is about the scope's territory or a part of it."""
    return scope.territory in (row.territory_id, row.territory.parent_id)


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
    return in_reader_language(manifest.name)


def _stamp(root: Path) -> tuple[int, ...]:
    return tuple(path.stat().st_mtime_ns for path in sorted(root.glob("*/pack.yaml")))


@lru_cache(maxsize=4)
def _manifests(root: Path, stamp: tuple[int, ...]) -> dict[str, Manifest]:
    return {pack.slug: pack.manifest for pack in discover(root)}
