"""Verbs on matches: find them anew, tell of them, open one, say that one isn't relevant."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from qinglan.kernel import clock, permissions
from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.database.turns import wait_turn
from qinglan.kernel.messages.domain.message import send_message
from qinglan.kernel.search import engine
from qinglan.market.matching.conditions import is_possible, outcomes
from qinglan.market.matching.finding import OTHER, candidates, parts_of, shared_words, text_of
from qinglan.market.matching.scoring import score
from qinglan.market.matching.told import MATCHES
from qinglan.market.models.match import Match, MatchVerdict, NotRelevant, Side
from qinglan.market.queries import published
from qinglan.parties.holding import ACTS, people_of

WORTH_TELLING = 450
"""The least score, out of 1,000, of a match that is delivered; weaker ones stand on the page only."""


def refresh_matches(*, acting_user: Any, side: str, key: int) -> int:
    """Find the matches of a listing anew, or end them where it is no longer public. How many stand now.

    In this order: 1. the nearest of the other side are asked of the index; 2. pairs that break a hard condition
    go; 3. each is scored, with the words and conditions that say why; 4. what is no longer found ends; 5. the
    owner of this listing is told of what is new. Raises PermissionRefused, and NotReady while the index is being
    built: the job tries again.
    """
    permissions.require(acting_user, "market.refresh_matches")
    listing = parts_of(side).filter(pk=key).first()
    if listing is None or not listing.is_public:
        with transaction.atomic():
            _alone()
            return _end(Match.objects.filter(**{side: key}))
    found = _found(listing)
    with transaction.atomic():
        _alone()
        Match.objects.bulk_create(
            found,
            update_conflicts=True,
            unique_fields=["need", "technology"],
            update_fields=["score", "closeness", "words", "conditions", "is_current"],
        )
        others = [getattr(one, f"{OTHER[side]}_id") for one in found]
        _end(Match.objects.filter(**{side: key}).exclude(**{f"{OTHER[side]}__in": others}))
        _tell(acting_user, listing)
    return len(found)


def _alone() -> None:
    """One at a time writes pairs: two listings that found each other would wait for each other's rows."""
    wait_turn("market.matches")


def _found(listing: Any) -> list[Match]:
    side, other = listing.SIDE, OTHER[listing.SIDE]
    closest = {one.key: one.closeness for one in candidates(listing)}
    rows = [row for row in parts_of(other).filter(pk__in=list(closest)) if row.is_public]
    today, now, words = clock.today(), clock.now(), engine.words(text_of(listing))
    refused = _refused_fields(listing)
    matches = []
    for row in rows:
        if row.owner_id == listing.owner_id:
            continue
        pair = {side: listing, other: row}
        found = outcomes(pair["need"], pair["technology"], today)
        if not is_possible(found):
            continue
        refusals = max((refused[code] for code in _codes(row)), default=0)
        matches.append(
            Match(
                **pair,
                score=score(closest[row.pk], found, refusals),
                closeness=closest[row.pk],
                words=shared_words(words, engine.words(text_of(row))),
                conditions=found,
                is_current=True,
                found_at=now,
            )
        )
    return matches


def _codes(listing: Any) -> set[tuple[str, str]]:
    return {(one.family, one.code) for one in listing.fields.all() if one.family != "ipc"}


def _refused_fields(listing: Any) -> Counter[tuple[str, str]]:
    """How often this side refused listings of each field as another field."""
    other = OTHER[listing.SIDE]
    said = MatchVerdict.objects.filter(
        **{f"match__{listing.SIDE}": listing}, side=listing.SIDE, reason=NotRelevant.FIELD, is_undone=False
    ).prefetch_related(f"match__{other}__fields")
    return Counter(code for one in said for code in _codes(getattr(one.match, other)))


def _end(rows: QuerySet[Match]) -> int:
    """These stand no longer. None of them counts."""
    rows.filter(is_current=True).update(is_current=False)
    return 0


def _tell(acting_user: Any, listing: Any) -> int:
    """Tell the owner of `listing` of matches he hasn't heard of; within the caller's transaction."""
    told = f"told_{listing.SIDE}_at"
    fresh = Match.objects.filter(
        **{listing.SIDE: listing, told: None}, is_current=True, score__gte=WORTH_TELLING
    ).exclude(verdicts__is_undone=False)
    keys = list(fresh.values_list("pk", flat=True))
    if not keys:
        return 0
    send_message(
        acting_user=acting_user,
        recipients=people_of(listing.owner, *ACTS),
        template=MATCHES,
        values={"title": listing.title, "count": len(keys)},
        url=listing.get_matches_url(),
    )
    Match.objects.filter(pk__in=keys).update(**{told: clock.now()})
    return len(keys)


def deliver_matches(*, acting_user: Any) -> int:
    """Tell every owner of new matches of his listings, one message for each listing. How many were told of."""
    permissions.require(acting_user, "market.refresh_matches")
    count = 0
    for side in OTHER:
        waiting = Match.objects.filter(
            **{f"told_{side}_at": None, f"{side}__state": "published"},
            is_current=True,
            score__gte=WORTH_TELLING,
        )
        for key in waiting.values_list(side, flat=True).distinct().order_by(side):
            with transaction.atomic():
                _alone()
                listing = published(side).filter(pk=key).first()
                count += _tell(acting_user, listing) if listing is not None else 0
    return count


@transaction.atomic
def open_match(*, acting_user: Any, match: Match, side: str) -> Match:
    """Note that `side` has looked at the other's listing, the first time. Raises PermissionRefused."""
    permissions.require(acting_user, "market.judge_match", getattr(match, side))
    row = Match.objects.select_for_update().get(pk=match.pk)
    if getattr(row, f"opened_{side}_at") is None:
        setattr(row, f"opened_{side}_at", clock.now())
        row.save(update_fields=[f"opened_{side}_at"])
    return row


@transaction.atomic
def say_not_relevant(*, acting_user: Any, match: Match, side: str, reason: str) -> MatchVerdict:
    """One side says that a match isn't relevant to it, and why: it is no longer shown to that side.

    The other side reads neutral words (`models.match.NEUTRAL`); what comes later is ranked by it. Raises
    Impossible (no such reason, said already), PermissionRefused.
    """
    permissions.require(acting_user, "market.judge_match", getattr(match, side))
    if side not in Side.values or reason not in NotRelevant.values:
        raise Impossible(_("Choose a reason from the list."), field="reason")
    row = Match.objects.select_for_update().get(pk=match.pk)
    standing = row.verdicts.filter(side=side, is_undone=False).first()
    if standing is not None:
        raise Impossible(
            _("Your side has said “{reason}” already. Take it back first, if it was wrong.").format(
                reason=standing.get_reason_display()
            )
        )
    return MatchVerdict.objects.create(
        match=row, side=side, reason=reason, said_by=acting_user, said_at=clock.now()
    )


@transaction.atomic
def take_back_verdict(*, acting_user: Any, match: Match, side: str) -> None:
    """Take back what one side said of a match. Raises Impossible where nothing stands, PermissionRefused."""
    permissions.require(acting_user, "market.judge_match", getattr(match, side))
    row = Match.objects.select_for_update().get(pk=match.pk)
    standing = row.verdicts.filter(side=side, is_undone=False).first()
    if standing is None:
        raise Impossible(_("Nothing is said of this match that could be taken back."))
    standing.is_undone = True
    standing.save(update_fields=["is_undone"])


def sides_of(user: Any, match: Match) -> Sequence[str]:
    """For which sides of a match `user` may speak."""
    return [side for side in OTHER if permissions.answer(user, "market.judge_match", getattr(match, side))]
