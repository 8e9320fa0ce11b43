"""What is on record, fetched once and shared by all measures of a page."""

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.models import Entry, Figure, Indicator
from qinglan.kernel.measures.models.record import Record

RecordType = TypeVar("RecordType", bound=Record)


class Records:
    """Indicators, figures and entries as they stood on record at `known_at` (now, where None).

    Everything is fetched on first use and then kept, so an object lives no longer than the page
    that made it. For the indicators of `packs` all is fetched at once: a page that shows whole
    plans names them and needs the same few queries for one plan and for ten. Without `packs` the
    rows of an indicator are fetched when it is asked for.

    `reader` is the user to whom what is made of them will be shown; None for work that shows
    nothing to anybody.
    """

    def __init__(
        self, known_at: datetime | None = None, packs: Iterable[str] = (), reader: Any = None
    ) -> None:
        self.known_at = known_at
        self.reader = reader
        self._packs = frozenset(packs)
        self._indicators: dict[str, dict[str, Indicator]] = {}
        self._territories: dict[str, Territory] = {}
        self._figures: dict[int, list[Figure]] = {}
        self._entries: dict[int, list[Entry]] = {}
        self._kept: dict[Hashable, Any] = {}

    def keep(self, key: Hashable, fetch: Callable[[], Any]) -> Any:
        """What `fetch` brings, once for each `key`: for measures over what another app has on record."""
        if key not in self._kept:
            self._kept[key] = fetch()
        return self._kept[key]

    def indicator(self, pack: str, slug: str) -> Indicator | None:
        """The indicator `slug` of `pack`; None where it has none."""
        if pack not in self._indicators:
            packs = self._packs if pack in self._packs else {pack}
            self._indicators |= {name: {} for name in packs}
            for found in Indicator.objects.filter(pack__in=packs):
                self._indicators[found.pack][found.slug] = found
        return self._indicators[pack].get(slug)

    def figures(self, indicator: Indicator) -> list[Figure]:
        """The figures of `indicator`, newest year first."""
        if indicator.pk not in self._figures:
            rows = on_record(Figure.objects.order_by("-year", "subject_name", "id"), self.known_at)
            self._fetch(rows, indicator, self._figures)
        return self._figures[indicator.pk]

    def entries(self, indicator: Indicator) -> list[Entry]:
        """The entries of `indicator` by subject and first day."""
        if indicator.pk not in self._entries:
            rows = on_record(Entry.objects.order_by("subject_name", "valid_from", "id"), self.known_at)
            self._fetch(rows, indicator, self._entries)
        return self._entries[indicator.pk]

    def _fetch(
        self, rows: QuerySet[RecordType], indicator: Indicator, into: dict[int, list[RecordType]]
    ) -> None:
        wanted = {indicator.pk: indicator}
        if indicator.pack in self._packs:
            self.indicator(indicator.pack, indicator.slug)
            wanted |= {one.pk: one for pack in self._packs for one in self._indicators[pack].values()}
        into |= {pk: [] for pk in wanted}
        found = list(rows.filter(indicator__in=wanted))
        missing = {row.territory_id for row in found} - self._territories.keys()
        if missing:
            self._territories |= Territory.objects.in_bulk(missing)
        for row in found:
            row.indicator = wanted[row.indicator_id]
            row.territory = self._territories[row.territory_id]
            into[row.indicator_id].append(row)


def on_record(rows: QuerySet[RecordType], known_at: datetime | None) -> QuerySet[RecordType]:
    """Those rows that stood on record at `known_at`; now, where it is None."""
    if known_at is None:
        return rows.filter(closed_at__isnull=True)
    return rows.filter(recorded_at__lte=known_at).filter(
        Q(closed_at__isnull=True) | Q(closed_at__gt=known_at)
    )
