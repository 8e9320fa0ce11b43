"""Organisations and experts that fit a listing, each with the reasons; read when the page is opened.

Organisations are known by what they publish: the matches of the listing, which are found beforehand, tell those
whose words and meaning are near, with the conditions; others publish in its fields. Experts are known by their
fields and by what their public profile says.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from qinglan.kernel import clock
from qinglan.kernel.search import engine
from qinglan.market.lines import names_of
from qinglan.market.matching.conditions import LABELS, Outcome, is_near, share_met
from qinglan.market.matching.finding import OTHER, shared_words, text_of
from qinglan.market.matching.queries import matches_of
from qinglan.market.models import Level
from qinglan.market.queries import MODELS
from qinglan.market.seeing import levels_of
from qinglan.parties.models import Expert
from qinglan.parties.models.expert import ExpertState

MOST = 12
LOOKED_AT = 200
SHOWN = 3
TITLE_WORDS = 6
FIELDS, WORDS, CONDITIONS = 500, 300, 200
"""What shared fields, shared words and met conditions count for, out of 1,000."""
ENOUGH_WORDS = 6
"""So many words in common count in full."""
Codes = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Fit:
    """Somebody who fits, how well out of 1,000, and why; `listings` are his that do, the nearest first."""

    who: Any
    score: int
    fields: list[str]
    words: list[str] = field(default_factory=list)
    listings: list[Any] = field(default_factory=list)
    met: list[str | Promise] = field(default_factory=list)
    unmet: list[str | Promise] = field(default_factory=list)


def organisations_fitting(listing: Any) -> list[Fit]:
    """Who publishes on the other side what matches or lies in its fields, the best first.

    Left out are its own owner and those who don't want to be named. The same number of queries for any number.
    """
    own = _codes(listing)
    names = names_of(own)
    matched = _by_owner(
        matches_of(listing).prefetch_related(f"{OTHER[listing.SIDE]}__fields"), _other(listing)
    )
    published = _by_owner(_in_fields(listing, own), lambda row: row)
    fits = []
    for matches in matched.values():
        first, rows = matches[0], [_other(listing)(one) for one in matches]
        fits.append(
            Fit(rows[0].owner, first.score, _shared(own, rows, names), first.words, rows[:SHOWN], *_told(first.conditions))
        )  # fmt: skip
    for owner, rows in published.items():
        if owner not in matched:
            shared = _shared(own, rows, names)
            fits.append(Fit(rows[0].owner, _part(len(shared), len(own), FIELDS), shared, [], rows[:SHOWN]))
    return _best(fits)


def experts_fitting(listing: Any) -> list[Fit]:
    """Experts with a public profile who work in its fields or write of what it is about, the best first.

    Whoever works for its owner now is left out: he couldn't judge it freely. The same number of queries for any
    number.
    """
    own, today = _codes(listing), clock.today()
    words = engine.words(text_of(listing))
    wanted = _in(own)
    for word in sorted(engine.words(listing.title), key=lambda word: (-len(word), word))[:TITLE_WORDS]:
        if len(word) > 1:
            wanted |= Q(introduction__icontains=word) | Q(title__icontains=word)
    employed = Q(employers__valid_from__lte=today) & (
        Q(employers__valid_to=None) | Q(employers__valid_to__gte=today)
    )
    rows = (
        Expert.objects.filter(wanted, state=ExpertState.IN_POOL, is_shown=True)
        .exclude(
            pk__in=Expert.objects.filter(employed, employers__organisation=listing.owner_id).values("pk")
        )
        .select_related("territory")
        .prefetch_related("fields")
        .distinct()
    )
    names = names_of(own)
    fits = []
    for one in rows.order_by("name_key", "pk")[:LOOKED_AT]:
        fields = _shared(own, [one], names)
        said = shared_words(words, engine.words(f"{one.title}\n{one.introduction}"))
        found = _conditions_of(listing, one)
        met, known = share_met(found)
        score = _part(len(fields), len(own), FIELDS) + _part(len(said), ENOUGH_WORDS, WORDS)
        score += _part(met, known, CONDITIONS)
        fits.append(Fit(one, score, fields, said, [], *_told(found)))
    return _best(fits)


def _by_owner(rows: Iterable[Any], listing_of: Callable[[Any], Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        listing = listing_of(row)
        if levels_of(listing)["owners"] == Level.PUBLIC:
            found[listing.owner_id].append(row)
    return found


def _other(listing: Any) -> Callable[[Any], Any]:
    return lambda match: getattr(match, OTHER[listing.SIDE])


def _in_fields(listing: Any, own: Codes) -> QuerySet[Any]:
    rows: QuerySet[Any] = MODELS[OTHER[listing.SIDE]].objects.filter(_in(own), state="published")
    rows = rows.exclude(owner=listing.owner_id).select_related("owner")
    return (
        rows.prefetch_related("fields", "visibilities")
        .distinct()
        .order_by("-published_at", "-pk")[:LOOKED_AT]
    )


def _conditions_of(listing: Any, expert: Expert) -> dict[str, Outcome]:
    """Only what the profile says: a language or place that isn't given is unknown."""
    shared = set(listing.languages) & set(expert.languages)
    return {
        "place": is_near(listing.territory, expert.territory) if expert.territory is not None else None,
        "language": bool(shared) if listing.languages and expert.languages else None,
    }


def _codes(row: Any) -> Codes:
    return frozenset((one.family, one.code) for one in row.fields.all() if one.family != "ipc")


def _in(codes: Codes) -> Q:
    found = Q(pk__in=[])
    for family, code in sorted(codes):
        found |= Q(fields__family=family, fields__code=code)
    return found


def _shared(own: Codes, rows: Iterable[Any], names: dict[tuple[str, str], str]) -> list[str]:
    codes = own & frozenset(code for row in rows for code in _codes(row))
    return [names.get(code, code[1]) for code in sorted(codes)]


def _part(number: int, whole: int, worth: int) -> int:
    """The share of `worth` that `number` out of `whole` earns."""
    return worth * min(number, whole) // whole if whole else 0


def _told(found: dict[str, Outcome]) -> tuple[list[str | Promise], list[str | Promise]]:
    met, unmet = ([LABELS[code] for code, one in found.items() if one is value] for value in (True, False))
    return met, unmet


def _best(fits: Collection[Fit]) -> list[Fit]:
    return sorted(fits, key=lambda one: (-one.score, one.who.name_key, one.who.pk))[:MOST]
