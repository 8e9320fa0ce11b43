"""From publication to a verdict: found, told once, hidden, ranked."""

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from qinglan.kernel.conflicts import Impossible
from qinglan.kernel.messages.models import Message
from qinglan.kernel.permissions import PermissionRefused
from qinglan.kernel.search.following.rebuilding import rebuild
from qinglan.market import jobs
from qinglan.market.domain import gate
from qinglan.market.domain.listing import begin_need
from qinglan.market.domain.match import (
    deliver_matches,
    open_match,
    refresh_matches,
    say_not_relevant,
    take_back_verdict,
)
from qinglan.market.matching.later import AT_NIGHT, SOON
from qinglan.market.models import Match, MatchVerdict
from qinglan.parties.domain.account import system_user
from tests.market import made
from tests.parties.organisations.made import verified
from tests.support.people import join, person

WET = {
    "title": "湿法剥皮废水治理",
    "problem": "湿法剥皮用水多，希望改成节水的剥皮工艺。",
    "modes": ["ordinary"],
}


@pytest.fixture
def pair(who: dict[str, Any]) -> dict[str, Any]:
    """A published technology of the owner, and a published need of a firm that fits it."""
    firm, buyer = verified(who["officer"], 2, industry="C22"), person("buyer")
    join(buyer, firm, "member")
    join(buyer, firm, "administrator")
    technology = made.published(who, made.technology(who))
    other = {**who, "member": buyer, "admin": buyer, "owner": firm}
    need = begin_need(acting_user=buyer, owner=firm, values={**made.NEED, **WET}, contact=made.CONTACT)
    need = made.published(other, need)
    for name in ("technologies", "needs"):
        rebuild(name)
    return {**who, "technology": technology, "need": need, "buyer": buyer}


def found(pair: dict[str, Any], side: str = "need") -> Match:
    """The one match, from this side."""
    assert refresh_matches(acting_user=system_user(), side=side, key=pair[side].pk) == 1
    return Match.objects.get()


def test_a_match_says_why(pair: dict[str, Any]) -> None:
    match = found(pair)
    assert match.conditions == {
        "mode": True, "readiness": None, "deadline": True, "money": None,
        "field": None, "place": True, "language": None,
    }  # fmt: skip
    assert (match.closeness, match.score) == (1000, 1000)
    assert "剥皮" in match.words
    assert [one.url for one in Message.objects.filter(template="market.matches")] == [
        f"{pair['need'].get_absolute_url()}matches/"
    ]


def test_it_is_found_once_from_both_sides_and_each_is_told_once(pair: dict[str, Any]) -> None:
    found(pair)
    found(pair, "technology")
    found(pair)
    told = Message.objects.filter(template="market.matches")
    assert {one.url for one in told} == {
        f"{pair[side].get_absolute_url()}matches/" for side in ("need", "technology")
    }
    count = told.count()
    assert deliver_matches(acting_user=system_user()) == 0
    assert told.count() == count


def test_the_other_side_hears_by_the_daily_delivery(pair: dict[str, Any]) -> None:
    found(pair)
    assert deliver_matches(acting_user=system_user()) == 1
    assert Message.objects.filter(url=f"{pair['technology'].get_absolute_url()}matches/").exists()


def test_what_is_withdrawn_has_no_matches(pair: dict[str, Any]) -> None:
    match = found(pair)
    gate.withdraw(acting_user=pair["member"], listing=pair["technology"], reason="已转让")
    assert refresh_matches(acting_user=system_user(), side="technology", key=pair["technology"].pk) == 0
    match.refresh_from_db()
    assert not match.is_current


def test_a_verdict_hides_it_from_its_side_and_reads_neutral_on_the_other(pair: dict[str, Any]) -> None:
    match = found(pair)
    say_not_relevant(acting_user=pair["buyer"], match=match, side="need", reason="money")
    with pytest.raises(Impossible):
        say_not_relevant(acting_user=pair["buyer"], match=match, side="need", reason="field")
    mine, theirs = page(pair["buyer"], pair["need"]), page(pair["member"], pair["technology"])
    assert (mine["lines"], [one.match for one in mine["refused"]]) == ([], [match])
    assert [one.said for one in theirs["lines"]] == ["doesn't fit at present"]
    take_back_verdict(acting_user=pair["buyer"], match=match, side="need")
    assert [one.match for one in page(pair["buyer"], pair["need"])["lines"]] == [match]
    assert list(MatchVerdict.objects.values_list("reason", "is_undone")) == [("money", True)]


def page(user: Any, listing: Any) -> Any:
    """What the page of matches shows."""
    client = Client()
    client.force_login(user)
    return client.get(f"{listing.get_absolute_url()}matches/?lang=en").context


def test_nobody_speaks_for_the_other_side(pair: dict[str, Any]) -> None:
    match = found(pair)
    for act in (
        lambda: say_not_relevant(acting_user=pair["buyer"], match=match, side="technology", reason="money"),
        lambda: open_match(acting_user=pair["stranger"], match=match, side="need"),
        lambda: refresh_matches(acting_user=pair["officer"], side="need", key=pair["need"].pk),
    ):
        with pytest.raises(PermissionRefused):
            act()


def test_the_first_look_is_noted_and_leads_to_the_other(pair: dict[str, Any]) -> None:
    match = found(pair)
    client = Client()
    client.force_login(pair["buyer"])
    assert client.get(match.get_absolute_url())["Location"] == pair["technology"].get_absolute_url()
    match.refresh_from_db()
    first = match.opened_need_at
    assert first is not None
    client.get(match.get_absolute_url())
    match.refresh_from_db()
    assert (match.opened_need_at, match.opened_technology_at) == (first, None)


def test_an_own_listing_is_no_match(who: dict[str, Any]) -> None:
    made.published(who, made.technology(who))
    need = made.published(who, made.need(who, **WET))
    for name in ("technologies", "needs"):
        rebuild(name)
    assert refresh_matches(acting_user=system_user(), side="need", key=need.pk) == 0


@pytest.mark.django_db(transaction=True)
def test_two_searches_at_once_make_one_pair(pair: dict[str, Any]) -> None:
    errors: list[BaseException] = []

    def search(side: str) -> None:
        try:
            refresh_matches(acting_user=system_user(), side=side, key=pair[side].pk)
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=search, args=[side]) for side in ("need", "technology")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    assert Match.objects.count() == 1


def asked_for(listing: Any) -> list[int]:
    """The priorities of the jobs that find the matches of `listing` anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT priority FROM procrastinate_jobs WHERE task_name = 'market.refresh_matches'"
            " AND args @> jsonb_build_object('side', %s::text, 'key', %s::int) ORDER BY id",
            [listing.SIDE, listing.pk],
        )
        return [row[0] for row in cursor.fetchall()]


def test_what_becomes_public_is_renewed_or_ends_is_matched_before_other_jobs(who: dict[str, Any]) -> None:
    draft = made.need(who)
    assert asked_for(draft) == []
    need = made.published(who, draft)
    assert asked_for(need) == [SOON]
    need = gate.renew(acting_user=who["member"], listing=need)
    gate.withdraw(acting_user=who["member"], listing=need, reason="已解决")
    assert asked_for(need) == [SOON, SOON, SOON]


def test_the_round_of_the_night_comes_after_all_other_jobs(who: dict[str, Any]) -> None:
    need = made.published(who, made.need(who))
    jobs.refresh_needs(timestamp=0)
    assert asked_for(need) == [SOON, AT_NIGHT]
