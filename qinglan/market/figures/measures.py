"""Measures over listings, matches, refusals and times. They count the same facts as the pages (`facts`, `spans`).

A single match, refusal or contact is confidential: its row is named by numbers alone, and the public reads no
row. Each counted row stands for one, so that a value of fewer than three is withheld from the public.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel import clock
from qinglan.kernel.codes.models import Territory
from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.result import Result, Row, Scope, Standing
from qinglan.market.figures.facts import Refused, Stage, Which, asked, refusals_sql, stages_sql, where
from qinglan.market.figures.naming import reference
from qinglan.market.figures.spans import Span, spans_sql
from qinglan.market.models import ListingState, Step
from qinglan.market.queries import MODELS
from qinglan.market.recorded import STEPS

UNIT, DAYS = "项", "天"
ONE = Decimal(1)
PUBLISHED = {"technology": Stage.TECHNOLOGIES, "need": Stage.NEEDS}
ENDING = {Step.EXPIRED, Step.WITHDRAWN}
_MATCH_STEPS = {"delivered": Stage.DELIVERED, "opened": Stage.OPENED, "answered": Stage.ANSWERED}


@measure(
    "market.technologies",
    title=gettext_lazy("Technologies published"),
    description=gettext_lazy(
        "How many technologies were published up to the day asked for, or in one year or month; in one field or territory, or only those still listed on the day, where so asked."
    ),
)
def technologies(
    scope: Scope,
    *,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
    current: bool = False,
) -> Result:
    """Technologies by the day of their first publication."""
    return _listings(scope, "technology", field, territory, year, month, current)


@measure(
    "market.needs",
    title=gettext_lazy("Needs published"),
    description=gettext_lazy(
        "How many needs were published up to the day asked for, or in one year or month; in one field or territory, or only those still listed on the day, where so asked."
    ),
)
def needs(
    scope: Scope,
    *,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
    current: bool = False,
) -> Result:
    """Needs by the day of their first publication."""
    return _listings(scope, "need", field, territory, year, month, current)


@measure(
    "market.matches",
    title=gettext_lazy("Matches of needs and technologies"),
    description=gettext_lazy(
        "How many matches were delivered to one side at least (or opened, or answered by “not relevant” or an enquiry) up to the day asked for, or in one year or month; field and territory are those of the need."
    ),
)
def matches(
    scope: Scope,
    *,
    step: str = "delivered",
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Matches by the day of the step; a pair counts once."""
    if step not in _MATCH_STEPS:
        raise BadParameters(f"market.matches: step: must be one of {', '.join(_MATCH_STEPS)}")
    rows = _asked(stages_sql([_MATCH_STEPS[step]]), scope, field, territory)
    found = [_row(scope, "match", one, "", year, month) for one in rows]
    return _sum(found, _("matches by the day on which the first side got that far"))


@measure(
    "market.refusals",
    title=gettext_lazy("Refusals with their coded reasons"),
    description=gettext_lazy(
        "How many matches were found not relevant, enquiries declined, or talks ended without agreement, up to the day asked for, or in one year or month; for one reason, field or territory where so asked."
    ),
)
def refusals(
    scope: Scope,
    *,
    refused: str,
    reason: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """Refusals by their day; what was taken back doesn't count."""
    if refused not in Refused.values:
        raise BadParameters(f"market.refusals: refused: must be one of {', '.join(Refused.values)}")
    rows = _asked(refusals_sql([Refused(refused)]), scope, field, territory)
    found = [
        _row(scope, refused, one, one[-1], year, month) for one in rows if reason is None or one[-1] == reason
    ]
    return _sum(found, _("refusals by their day, each with its reason"))


@measure(
    "market.stage_days",
    title=gettext_lazy("Days from stage to stage of the market"),
    description=gettext_lazy(
        "The middle number of days of one stage that ended up to the day asked for, or in one year or month: delivered (publication to first match), opened, answered, enquiry (match to enquiry), room, agreed, whole (publication to agreement); field and territory are those of what it is about."
    ),
)
def stage_days(
    scope: Scope,
    *,
    stage: str,
    about: str | None = None,
    field: str | None = None,
    territory: str | None = None,
    year: int | None = None,
    month: int | None = None,
) -> Result:
    """The median of days, to 0.1."""
    if stage not in Span.values:
        raise BadParameters(f"market.stage_days: stage: must be one of {', '.join(Span.values)}")
    if about not in (None, "technology", "need"):
        raise BadParameters("market.stage_days: about: must be technology or need")
    condition, values = where(_which(scope, field, territory, about), "f.ended")
    rows = asked(
        f"""SELECT f.ended, f.side, f.listing, f.territory, f.number, round(extract(epoch FROM f.ended - f.began))
              FROM ({spans_sql([Span(stage)])}) f WHERE {condition} ORDER BY f.ended, f.listing, f.number""",  # noqa: S608 - our own constants
        values,
    )
    found, times = [], []
    places = _places()
    for ended, side, listing, place, number, seconds in rows:
        counts, reason = when(scope, ended, year, month)
        took = (Decimal(seconds) / 86_400).quantize(Decimal("0.1"))
        if counts:
            times.append(took)
        subject = reference(_SUBJECT.get(stage, "enquiry"), side, listing, number)
        found.append(_hidden(subject, counts, reason, places.get(place, place), str(_day(ended)), took, DAYS))
    formula = _("the middle of {n} times").format(n=len(times))
    if not times:
        return Result(None, DAYS, standing=Standing.NO_DATA, rows=tuple(found), formula=formula)
    return Result(median(times).quantize(Decimal("0.1")), DAYS, rows=tuple(found), formula=formula)


_SUBJECT = {"delivered": "listing", "opened": "match", "answered": "match", "enquiry": "match"}


def _asked(sql: str, scope: Scope, field: str | None, territory: str | None) -> Iterable[tuple[Any, ...]]:
    condition, values = where(_which(scope, field, territory, None))
    names = _places()
    for _stage, moment, side, listing, place, number, *more in asked(
        f"SELECT f.* FROM ({sql}) f WHERE {condition} ORDER BY f.moment, f.listing, f.number",  # noqa: S608 - as above
        values,
    ):
        yield moment, side, listing, names.get(place, place), number, *more


def _which(scope: Scope, field: str | None, territory: str | None, about: str | None) -> Which:
    """Everything of the place up to now: what lies after the day asked for is looked at and not counted."""
    return Which(
        field=field or "", territory=territory or scope.territory, about=about or "", known_at=scope.known_at
    )


def _places() -> dict[str, str]:
    return {row.code: row.name for row in Territory.objects.all()}


def _row(
    scope: Scope, kind: str, fact: tuple[Any, ...], said: str, year: int | None, month: int | None
) -> Row:
    moment, side, listing, place, number = fact[:5]
    counts, reason = when(scope, moment, year, month)
    text = f"{reason} · {said}" if said else reason
    return _hidden(reference(kind, side, listing, number), counts, text, place, str(_day(moment)), ONE, UNIT)


def _hidden(
    subject: str, counts: bool, reason: str, place: str, period: str, value: Decimal, unit: str
) -> Row:
    return Row(
        subject,
        counts,
        reason,
        value,
        unit,
        territory=place,
        period=period,
        withheld=True,
        name_withheld=True,
    )


def _sum(rows: list[Row], formula: str) -> Result:
    return Result(Decimal(sum(row.counted for row in rows)), UNIT, rows=tuple(rows), formula=formula)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.SHANGHAI).date()


def when(scope: Scope, moment: datetime, year: int | None, month: int | None) -> tuple[bool, str]:
    """Whether what happened at `moment` counts, and why or why not."""
    day = _day(moment)
    if day > scope.on:
        return False, _("only on %(day)s") % {"day": day}
    if (year is not None and day.year != year) or (month is not None and day.month != month):
        return False, _("in another year or month")
    return True, str(day)


def _listings(
    scope: Scope,
    side: str,
    field: str | None,
    territory: str | None,
    year: int | None,
    month: int | None,
    current: bool,
) -> Result:
    place = territory or scope.territory
    rows = MODELS[side].objects.filter(published_at__isnull=False, revises=None)
    rows = rows.filter(Q(territory=place) | Q(territory__parent=place))
    if scope.known_at is not None:
        rows = rows.filter(published_at__lte=scope.known_at)
    if field:
        sql, values = where(Which(field=field))
        keys = asked(f"SELECT f.listing FROM ({stages_sql([PUBLISHED[side]])}) f WHERE {sql}", values)  # noqa: S608 - as above
        rows = rows.filter(pk__in=[key for (key,) in keys])
    end = (
        STEPS[side]
        .objects.filter(listing=OuterRef("pk"), happened_at__date__lte=scope.on)
        .filter(step__in=[Step.PUBLISHED, Step.RENEWED, *ENDING])
        .order_by("-happened_at", "-pk")
    )
    if current:
        rows = rows.annotate(last_step=Subquery(end.values("step")[:1]))
    names = _places()
    found = []
    for one in rows.order_by("published_at", "pk").values(
        "pk", "title", "state", "published_at", "territory_id", *(["last_step"] if current else [])
    ):
        counts, reason = when(scope, one["published_at"], year, month)
        if counts and current and one["last_step"] in ENDING:
            counts, reason = False, _("published on %(day)s, no longer listed") % {"day": reason}
        public = one["state"] == ListingState.PUBLISHED
        found.append(
            Row(
                one["title"],
                counts,
                reason,
                territory=names.get(one["territory_id"], ""),
                period=str(_day(one["published_at"])),
                withheld=not public,
                name_withheld=not public,
                url=MODELS[side](pk=one["pk"]).get_absolute_url() if public else "",
            )
        )
    return _sum(found, _("published by their owners after two checks, by the day of publication"))
