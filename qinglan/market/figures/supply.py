"""Supply and demand: needs and technologies that are public now, by field and territory; needs without supply."""

from collections import defaultdict
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from qinglan.market.domain.match import WORTH_TELLING
from qinglan.market.figures import names
from qinglan.market.figures.content import Named, Place, Supply
from qinglan.market.figures.facts import FIELDS, asked
from qinglan.market.models import ListingState, Need, NeedField
from qinglan.market.models.match import Match, MatchVerdict, Side

FITTING = f"""
    SELECT m.need_id FROM market_match m
      JOIN market_technology t ON t.id = m.technology_id AND t.state = 'published'
     WHERE m.is_current AND m.score >= {WORTH_TELLING}
       AND NOT EXISTS (SELECT 1 FROM market_matchverdict v
                        WHERE v.match_id = m.id AND v.side = 'need' AND NOT v.is_undone)"""  # noqa: S608 - a number of ours
"""Needs that have a fitting technology: a current match worth telling, that the need's side hasn't refused."""


def supply(on: date, *, family: str) -> Supply:
    """The map of what is public now; `on` names the day, and the edition of the list. Two counting queries."""
    known = names.fields(family, on)
    needs = _counted("need", f"l.id IN ({FITTING})", family, set(known))
    technologies = _counted("technology", "true", family, set(known))
    shown = names.territories([place for place, _field in [*needs, *technologies]])
    codes = list(known)

    def place(territory: Named, where: list[str]) -> Place:
        def summed(counts: dict[tuple[str, str], tuple[int, int]], which: int) -> tuple[int, ...]:
            return tuple(sum(counts.get((one, code), (0, 0))[which] for one in where) for code in codes)

        return Place(
            territory=territory,
            met=summed(needs, 0),
            unmet=summed(needs, 1),
            technologies=summed(technologies, 0),
        )

    return Supply(
        on=on,
        family=family,
        fields=tuple(known.values()),
        places=tuple(place(one, [one.code]) for one in shown.values()),
        whole=place(Named(code="", zh="", en=""), list(shown)),
    )


def _counted(
    side: str, condition: str, family: str, known: set[str]
) -> dict[tuple[str, str], tuple[int, int]]:
    """(territory, field) → how many public listings meet the condition, and how many don't."""
    rows = asked(
        f"""SELECT l.territory_id, COALESCE(f.top, ''), count(*) FILTER (WHERE {condition}),
                   count(*) FILTER (WHERE NOT ({condition}))
              FROM market_{side} l
              LEFT JOIN (SELECT DISTINCT x.listing,
                                CASE WHEN split_part(x.code, '.', 1) = ANY(%s) THEN split_part(x.code, '.', 1) END AS top
                           FROM ({FIELDS}) x WHERE x.side = %s AND x.family = %s) f ON f.listing = l.id
             WHERE l.state = 'published' GROUP BY 1, 2""",  # noqa: S608 - our own constants
        [sorted(known - {names.NOWHERE}), side, family],
    )
    found: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    return found | {(place, top): (yes, no) for place, top, yes, no in rows}


def without_supply(*, family: str = "", field: str = "", territory: str = "") -> QuerySet[Need]:
    """Public needs that have no fitting technology, the longest waiting first. `field` "-": none of the list said."""
    refused = MatchVerdict.objects.filter(match=OuterRef("pk"), side=Side.NEED, is_undone=False)
    fitting = Match.objects.filter(
        ~Exists(refused),
        need=OuterRef("pk"),
        is_current=True,
        score__gte=WORTH_TELLING,
        technology__state=ListingState.PUBLISHED,
    )
    rows: QuerySet[Need] = (
        Need.objects.filter(~Exists(fitting), state=ListingState.PUBLISHED)
        .select_related("owner", "territory", "broker")
        .prefetch_related("invitations")
        .annotate(weak=Count("matches", filter=Q(matches__is_current=True), distinct=True))
        .order_by("published_at", "pk")
    )
    if territory:
        rows = rows.filter(Q(territory=territory) | Q(territory__parent=territory))
    if family and field:
        rows = _of_field(rows, family, field)
    return rows


def _of_field(rows: QuerySet[Need], family: str, field: str) -> QuerySet[Need]:
    own = NeedField.objects.filter(listing=OuterRef("pk"), family=family)
    if field == "-":
        return rows.exclude(Exists(own))
    return rows.filter(Exists(own.filter(Q(code=field) | Q(code__startswith=f"{field}."))))
