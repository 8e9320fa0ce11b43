"""Who agreed to confidentiality finds by the protected words, as long as the agreement and his part in it hold."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from qinglan.kernel import clock
from qinglan.kernel.search import engine
from qinglan.kernel.search.following.rebuilding import rebuild
from qinglan.market import agreements
from qinglan.market.contact.queries import agreements_of
from qinglan.market.domain import confidentiality
from qinglan.market.domain.contacts_due import settle_due
from qinglan.market.domain.listing import edit_listing
from qinglan.market.findable import tokens_of
from qinglan.market.models import Agreement, Enquiry
from qinglan.market.searching import asked_by, find
from qinglan.parties.domain.account import system_user
from qinglan.parties.domain.membership import leave
from qinglan.parties.models import User
from tests.market import made as listings
from tests.market.contact import made

Both = dict[str, Any]
SECRET = "三层填料梯度装填"
OTHER = {"title": "塔式脱氟技术", "problem": "氟离子超标排放。", "effect": "出水氟低于一毫克。"}
READERS = ("member", "officer", "buyer", "buyer_admin", "third", "stranger")


@pytest.fixture
def found(both: Both, settings: Any, tmp_path: Path) -> Callable[[], list[str]]:
    """The names of those who find the technology by its protected words now, in the real engine."""
    settings.HOME = tmp_path
    draft = edit_listing(
        acting_user=both["member"],
        listing=listings.technology(both, description=f"塔内{SECRET}，药剂三段投加。", **OTHER),
        visibility={"description": "agreed"},
    )
    both["technology"] = listings.published(both, draft)
    rebuild("technologies")
    asked = asked_by(QueryDict(f'q="{SECRET}"'))

    def names() -> list[str]:
        both["nobody"] = AnonymousUser()
        who = [name for name in (*READERS, "nobody") if find(asked, both[name]).total]
        for name in who:
            assert [row.pk for row, _excerpt in find(asked, both[name]).rows] == [both["technology"].pk]
        return who

    return names


def test_protected_words_are_found_from_both_signatures_to_the_last_day(
    both: Both, found: Callable[[], list[str]]
) -> None:
    inside = ["member", "officer"]
    assert found() == inside
    room = made.accepted(both)
    made.authorised(both)
    assert found() == inside
    agreement = confidentiality.sign_by_click(acting_user=both["buyer"], agreement=room.enquiry.agreement)
    assert found() == inside
    confidentiality.sign_by_click(acting_user=both["member"], agreement=agreement)
    assert found() == [*inside, "buyer", "buyer_admin"]
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=clock.today())
    assert found() == [*inside, "buyer", "buyer_admin"]
    Agreement.objects.filter(pk=agreement.pk).update(ends_on=clock.today() - timedelta(days=1))
    assert found() == inside, "the last day is over, though nobody has noted it yet"
    assert settle_due(acting_user=system_user())["agreements"] == 1
    assert found() == inside


def test_who_leaves_the_organisation_or_is_locked_no_longer_finds(
    both: Both, found: Callable[[], list[str]]
) -> None:
    made.confidential(both)
    assert found() == ["member", "officer", "buyer", "buyer_admin"]
    leave(acting_user=both["buyer"], organisation=both["firm"])
    both["buyer"] = User.objects.get(pk=both["buyer"].pk)  # what he held is kept for a request
    assert found() == ["member", "officer", "buyer_admin"]
    both["buyer_admin"].is_active = False
    assert found() == ["member", "officer"]


def test_the_excerpt_shows_the_protected_words_to_who_agreed(
    both: Both, found: Callable[[], list[str]]
) -> None:
    made.confidential(both)
    asked = asked_by(QueryDict(f'q="{SECRET}"'))
    ((_row, excerpt),) = find(asked, both["buyer"]).rows
    assert SECRET in "".join(text for text, _marked in excerpt)
    assert found() == ["member", "officer", "buyer", "buyer_admin"]


def test_what_the_asking_side_offered_opens_to_the_other_side_too(both: Both) -> None:
    need = listings.published(both, listings.need(both))
    theirs = listings.published(
        {**both, "owner": both["firm"], "member": both["buyer"], "admin": both["buyer_admin"]},
        listings.technology({**both, "owner": both["firm"], "member": both["buyer"]}, **OTHER),
    )
    made.confidential(both, need, offered=theirs)
    for name in ("member", "buyer"):
        assert agreements.opened_to(both[name]) == {theirs.key, need.key}
    assert f"agreed:{theirs.key}" in tokens_of(both["member"])


def test_the_list_and_the_answer_for_one_listing_agree(both: Both) -> None:
    made.confidential(both)
    Enquiry.objects.get()
    rows = (both["technology"], listings.need(both))
    for name in (*READERS, "admin"):
        user = both[name]
        assert {row.key for row in rows if agreements_of(user, row).exists()} == agreements.opened_to(user)
    assert agreements.opened_to(AnonymousUser()) == frozenset()


def test_tokens_cost_as_much_for_many_agreements_as_for_one(
    both: Both, django_assert_num_queries: Any
) -> None:
    made.confidential(both)
    with django_assert_num_queries(4):
        tokens_of(both["buyer"])
    other = listings.published(both, listings.technology(both, **OTHER))
    made.confidential(both, other, authorised_already=True)
    with django_assert_num_queries(4):
        held = tokens_of(both["buyer"])
    assert {one for one in held if one.startswith("agreed:")} == {
        f"agreed:{both['technology'].key}",
        f"agreed:{other.key}",
    }
    assert engine.EVERYBODY not in held
