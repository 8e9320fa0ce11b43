"""Schemes, with what is open of them."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.programmes.models import DefinitionVersion, Round, RoundState

NATION = "100000"
OPEN_NOW = "open_now"
"""Where `with_open_rounds` puts the open rounds of a version."""
AWAITED = (RoundState.ANNOUNCED, RoundState.OPEN)


def open_rounds() -> QuerySet[Round]:
    """The rounds that take applications now, first to close first."""
    now = clock.now()
    return Round.objects.filter(state__in=AWAITED, opens_at__lte=now, closes_at__gt=now).order_by(
        "closes_at", "pk"
    )


def schemes() -> QuerySet[DefinitionVersion]:
    """The current versions, of each scheme the newest edition, with whether one of its rounds is open."""
    newest = DefinitionVersion.objects.filter(programme=OuterRef("programme"), is_current=True).order_by(
        "-edition"
    )
    now_open = open_rounds().filter(version__programme=OuterRef("programme"))
    return (
        DefinitionVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("programme__territory")
        .annotate(is_open=Exists(now_open), closes_at=Subquery(now_open.values("closes_at")[:1]))
    )


def schemes_for(territory: Territory) -> QuerySet[DefinitionVersion]:
    """Those of the territory and of all that it lies in, the nation included."""
    above = {NATION}
    place: Territory | None = territory
    while place is not None:
        above.add(place.pk)
        place = place.parent
    return schemes().filter(programme__territory__in=above)


def with_open_rounds(rows: QuerySet[DefinitionVersion]) -> QuerySet[DefinitionVersion]:
    """The same, with the open rounds of each version fetched."""
    return rows.prefetch_related(Prefetch("rounds", queryset=open_rounds(), to_attr=OPEN_NOW))
