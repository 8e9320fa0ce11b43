"""The page of a technology or need leads to its lots, and its owner to a new one."""

from typing import Any

import pytest
from django.test import Client

from tests.auctions import made
from tests.market import made as market

pytestmark = pytest.mark.django_db


def page(listing: Any, user: Any = None) -> str:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(listing.get_absolute_url()).content.decode()


def test_owner_and_reader_find_the_way() -> None:
    who = made.auction()
    technology = market.published(who, market.technology(who))
    need = market.published(who, market.need(who))
    for listing in (technology, need):
        begin = f"/auctions/new/{listing.SIDE}/{listing.pk}/"
        assert begin in page(listing, who["member"])
        assert begin not in page(listing, who["stranger"])
        assert begin not in page(listing)
    assert Client().get(f"/auctions/new/technology/{technology.pk}/").status_code == 302
    lot = made.lot(who, technology=technology)
    ended = made.lot(who, number="2026-0002", technology=technology, state="stopped", reason="dispute")
    draft = made.lot(who, number="2026-0003", technology=technology, state="draft")
    shown = page(technology)
    assert lot.get_absolute_url() in shown
    assert ended.get_absolute_url() not in shown
    assert draft.get_absolute_url() not in shown
