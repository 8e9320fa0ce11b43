"""Demonstration matches and saved searches of a pack: ``demo/matches.yaml``.

The pairs are given, since the index isn't there yet; the job that publication queues finds them, and more, anew.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from django.db import transaction

from qinglan.kernel import clock
from qinglan.kernel.clock.story import telling
from qinglan.kernel.rulebook.kinds import FileKind, register
from qinglan.kernel.rulebook.packs import Pack, Strict
from qinglan.kernel.rulebook.yaml_file import PackError, read_yaml
from qinglan.market.domain import match as matches
from qinglan.market.domain.saved import announce, save_search
from qinglan.market.matching.conditions import outcomes
from qinglan.market.matching.scoring import score
from qinglan.market.models import Match, MatchVerdict, NotRelevant
from qinglan.market.models.match import Side
from qinglan.market.queries import with_parts
from qinglan.parties.models import User


class Verdict(Strict):
    """What a side said of a match, by the account."""

    side: Literal[tuple(Side.values)]  # type: ignore[valid-type]
    account: str
    reason: NotRelevant
    taken_back: bool = False


class Pair(Strict):
    """A match; `closeness` out of 1,000."""

    need: str
    technology: str
    closeness: int
    words: tuple[str, ...] = ()
    opened: tuple[tuple[Literal["need", "technology"], str], ...] = ()
    verdicts: tuple[Verdict, ...] = ()


class Search(Strict):
    """A saved search of an account, saved so many days ago; `told` are the listings that it was told of."""

    account: str
    name: str
    address: str
    days_ago: int
    told: tuple[str, ...] = ()


class MatchesFile(Strict):
    """``demo/matches.yaml``."""

    matches: tuple[Pair, ...]
    searches: tuple[Search, ...]


@transaction.atomic
def load_matches(*, acting_user: Any, pack: Pack, path: Path) -> int:
    """Bring matches with what was said of them, and saved searches; a second time changes nothing. How many."""
    content = read_yaml(path, MatchesFile)
    source = f"demo-{pack.slug}"
    if MatchVerdict.objects.filter(match__need__source=source).exists():
        return 0
    people = {user.username: user for user in User.objects.filter(is_demonstration=True)}
    listings = {
        row.external_id: row for side in Side.values for row in with_parts(side).filter(source=source)
    }
    for one in content.matches:
        if not {one.need, one.technology} <= set(listings):
            raise PackError([f"{path}:1: {one.need}, {one.technology}: no such listing"])
        _pair(one, people, listings)
    for search in content.searches:
        _search(search, people[search.account], listings)
    return len(content.matches) + len(content.searches)


def _pair(one: Pair, people: dict[str, User], listings: dict[str, Any]) -> None:
    need, technology = listings[one.need], listings[one.technology]
    found = outcomes(need, technology, clock.today())
    values = {
        "score": score(one.closeness, found, 0),
        "closeness": one.closeness,
        "words": list(one.words),
        "conditions": found,
        "found_at": clock.now() - timedelta(days=3),
    }
    match, _made = Match.objects.get_or_create(need=need, technology=technology, defaults=values)
    for side, account in one.opened:
        matches.open_match(acting_user=people[account], match=match, side=side)
    for verdict in one.verdicts:
        user = people[verdict.account]
        matches.say_not_relevant(acting_user=user, match=match, side=verdict.side, reason=verdict.reason)
        if verdict.taken_back:
            matches.take_back_verdict(acting_user=user, match=match, side=verdict.side)


def _search(one: Search, user: User, listings: dict[str, Any]) -> None:
    with telling(clock.now() - timedelta(days=one.days_ago)):
        row = save_search(acting_user=user, address=one.address, name=one.name)
    if one.told:
        with telling(clock.now() - timedelta(days=1)):
            announce(row, [listings[key] for key in one.told])


register(
    FileKind(
        "demonstration matches",
        "demo/matches.yaml",
        MatchesFile,
        load_matches,
        order=75,
        stage="demonstration",
    )
)
