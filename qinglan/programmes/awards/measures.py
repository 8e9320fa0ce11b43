"""Measures over the register of awards: nobody types what the register holds."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qinglan.kernel.measures import reported
from qinglan.kernel.measures.records import Records
from qinglan.kernel.measures.registry import BadParameters, measure
from qinglan.kernel.measures.result import Result, Row, Scope
from qinglan.programmes.models import Authority, Award, AwardChange, AwardState, Programme

HOLDERS, AWARDS = "家", "项"
LEVELS = [
    level.value
    for level in (Authority.DISTRICT, Authority.MUNICIPAL, Authority.PROVINCIAL, Authority.NATIONAL)
]
"""From the lowest to the highest."""
BEGINS = ("granted", "listed")


@measure(
    "programmes.awards_in_force",
    title=gettext_lazy("Holders of awards in force"),
    description=gettext_lazy(
        "How many organisations hold an award of the scheme that was in force on the day asked for. An organisation with several awards counts once; warned ones and those under rectification count, revoked ones do not. Where a list is named, organisations on it count too until the register has an award of them."
    ),
)
def awards_in_force(
    scope: Scope,
    *,
    programme: str,
    level: str | None = None,
    territory: str | None = None,
    listed_in: str | None = None,
) -> Result:
    """Different holders of awards of the scheme in force on the scope's day, each award with its reason.

    `listed_in` names the indicator whose entries say who was recognised before the register began, or by a list
    that isn't followed here: they count too, but from the first day of an organisation's first award on the
    register alone decides about it.
    """
    awards = _awards(scope, "programmes.awards_in_force", programme, level, territory)
    rows, seen = [], set()
    for award in awards:
        counted, reason = _stands(award, scope)
        if counted and award.holder_id in seen:
            counted, reason = False, _("the organisation counts once already")
        if counted:
            seen.add(award.holder_id)
        rows.append(_row(award, counted, reason))
    value = Decimal(len(seen))
    if listed_in is None:
        return Result(value, HOLDERS, rows=tuple(rows), formula=_("different holders of awards in force"))
    decided = {award.holder.code for award in awards if award.valid_from <= scope.on}
    where = replace(scope, territory=territory or scope.territory)
    why = _("the register of awards decides about it")
    earlier = reported.listed_rows(where, listed_in, level, dict.fromkeys(decided, why))
    return Result(
        value + sum(row.counted for row in earlier),
        HOLDERS,
        rows=(*rows, *earlier),
        formula=_(
            "different holders of awards in force, and those on the list whom the register doesn't know"
        ),
    )


@measure(
    "programmes.awards_granted",
    title=gettext_lazy("Awards granted"),
    description=gettext_lazy(
        "How many awards of the scheme were granted up to the day asked for, or in one year; renewals count anew only in the year's figure, and what was revoked since still counts as granted."
    ),
)
def awards_granted(
    scope: Scope,
    *,
    programme: str,
    year: int | None = None,
    level: str | None = None,
    territory: str | None = None,
) -> Result:
    """Awards of the scheme granted up to the scope's day, or in `year` up to that day."""
    rows = []
    for award in _awards(scope, "programmes.awards_granted", programme, level, territory):
        counted, reason = True, _("granted on %(day)s") % {"day": award.granted_on}
        if award.granted_on > scope.on:
            counted, reason = False, _("granted only on %(day)s") % {"day": award.granted_on}
        elif year is not None and award.granted_on.year != year:
            counted, reason = False, _("granted in another year")
        elif year is None and award.renews_id is not None:
            counted, reason = False, _("renews an award that counts already")
        rows.append(_row(award, counted, reason))
    value = Decimal(sum(row.counted for row in rows))
    return Result(value, AWARDS, rows=tuple(rows), formula=_("awards by the day on which they were granted"))


def _awards(scope: Scope, name: str, programme: str, level: str | None, territory: str | None) -> list[Award]:
    """The awards of the scheme in the territory, fetched once for all days of a page."""
    if level is not None and level not in LEVELS:
        raise BadParameters(f"{name}: level: must be one of {', '.join(LEVELS)}")
    shared = scope.records or Records(scope.known_at)
    if not shared.keep(("scheme", programme), Programme.objects.filter(slug=programme).exists):
        raise BadParameters(f"{name}: programme: there is no scheme {programme}")
    where = territory or scope.territory
    found: list[Award] = shared.keep(("awards", programme), lambda: _on_register(programme, scope.known_at))
    return [
        award
        for award in found
        if where in (award.holder.territory_id, award.holder.territory.parent_id)
        and (level is None or (award.level in LEVELS and LEVELS.index(award.level) >= LEVELS.index(level)))
    ]


def _on_register(programme: str, known_at: datetime | None) -> list[Award]:
    """The awards of the scheme as they were on record at `known_at`; now, where it is None."""
    rows = Award.objects.filter(programme__slug=programme)
    if known_at is not None:
        known = AwardChange.objects.filter(kind__in=BEGINS, made_at__lte=known_at)
        rows = rows.filter(pk__in=known.values("award"))
    changes = Prefetch("changes", queryset=AwardChange.objects.order_by("id"))
    return list(
        rows.select_related("holder__territory")
        .prefetch_related(changes)
        .defer("holder__search_text", "holder__search_grams")
        .order_by("holder__name_key", "granted_on", "pk")
    )


def _stands(award: Award, scope: Scope) -> tuple[bool, str]:
    """Whether the award held on the day, by what was known at the scope's moment, and why (not)."""
    day = scope.on
    if award.valid_from > day:
        return False, _("in force only from %(day)s") % {"day": award.valid_from}
    if award.valid_to is not None and award.valid_to < day:
        return False, _("ran out on %(day)s") % {"day": award.valid_to}
    end = _end_known(award, scope.known_at)
    if end is not None:
        state, on = end
        last_counts = state in (AwardState.EXPIRED, AwardState.EXITED)
        if on < day or (on == day and not last_counts):
            return False, _("%(state)s on %(day)s") % {"state": AwardState(state).label, "day": on}
    return True, _("in force since %(day)s") % {"day": award.valid_from}


def _end_known(award: Award, known_at: datetime | None) -> tuple[str, date] | None:
    if award.ended_on is None:
        return None
    if known_at is not None:
        last = [change for change in award.changes.all() if change.kind == award.state][-1:]
        if last and last[0].made_at > known_at:
            return None
    return award.state, award.ended_on


def _row(award: Award, counted: bool, reason: str) -> Row:
    return Row(
        subject=award.holder.name,
        counted=counted,
        reason=reason,
        territory=award.holder.territory.name,
        period=str(award.granted_on),
        evidence=" ".join(part for part in (award.number, award.document) if part),
        level=award.level,
        url=award.get_absolute_url(),
    )
