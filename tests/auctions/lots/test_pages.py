"""The list that everybody reads, and the page of a lot for whoever may see it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from qinglan.auctions.lots import queries
from qinglan.auctions.models import LotState
from qinglan.kernel import permissions
from tests.auctions import made

pytestmark = pytest.mark.django_db


def client_of(user: object) -> Client:
    """Logged in."""
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.mark.parametrize("state", LotState.values)
def test_who_sees_a_lot_in_each_state(state: str) -> None:
    who = made.auction()
    lot = made.lot(who, state=state, reason="x")
    owner, organiser = ["admin", "member"], ["auctioneer"]
    everybody = [*owner, *organiser, "officer", "stranger"]
    seen = {
        LotState.DRAFT: owner,
        LotState.CHECK: owner + organiser,
        LotState.RETURNED: owner + organiser,
    }.get(LotState(state), [*everybody, "nobody"])
    people = {name: who[name] for name in everybody} | {"nobody": AnonymousUser()}
    assert [
        name for name, user in people.items() if permissions.answer(user, "auctions.view_lot", lot)
    ] == seen
    assert [name for name, user in people.items() if queries.visible_lots(user).exists()] == seen
    assert [
        name for name in everybody if client_of(who[name]).get(lot.get_absolute_url()).status_code == 200
    ] == [name for name in everybody if name in seen]


def test_the_list_asks_as_often_for_three_as_for_one(django_assert_num_queries: object) -> None:
    who = made.auction()
    first = made.lot(who)
    client = Client()
    client.get("/auctions/")
    with django_assert_num_queries(2):  # type: ignore[operator]
        page = client.get("/auctions/").content.decode()
    assert "2026-0001" in page
    for place, granted in ((2, "exclusive"), (3, "ordinary")):
        made.lot(who, number=f"2026-000{place}", transfer_mode=granted, technology=first.technology)
    with django_assert_num_queries(2):  # type: ignore[operator]
        page = client.get("/auctions/").content.decode()
    assert [f"2026-000{place}" in page for place in (1, 2, 3)] == [True, True, True]
