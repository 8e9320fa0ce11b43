"""What each sees on the pages of a sealed lot, before the opening and after."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qinglan.auctions.domain.opening import begin_opening
from qinglan.auctions.sealing import scripts
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.auctions.sealing.test_opening import opened_by

__all__ = ["home"]
pytestmark = pytest.mark.django_db


def client(user: Any) -> Client:
    found = Client()
    if user is not None:
        found.force_login(user)
    return found


def asked(who: dict[str, Any], address: str) -> dict[str, int]:
    """The status that each gets."""
    people = {
        "stranger": None,
        "officer": who["officer"],
        "organiser": who["auctioneer"],
        "owner": who["admin"],
        "opener": who["openers"][0],
        "bidder": who["bidders"][0],
    }
    return {name: client(user).get(address).status_code for name, user in people.items()}


def test_files_of_offers_are_read_by_owner_and_organiser_after_the_opening() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0, files={"方案.txt": "方案（演示）".encode()})
    address = reverse("auctions:offer-file", args=[who["lot"].number, 1, 0])
    before = asked(who, address)
    assert before == {
        "stranger": 302, "officer": 403, "organiser": 404, "owner": 404, "opener": 403, "bidder": 403,
    }  # fmt: skip
    opened_by(who, 1, 2)
    assert asked(who, address) == {**before, "organiser": 200, "owner": 200}
    assert client(who["admin"]).get(address).content == "方案（演示）".encode()
    assert (
        client(who["admin"]).get(reverse("auctions:offer-file", args=[who["lot"].number, 1, 9])).status_code
        == 404
    )


def test_boxes_are_given_to_openers_alone_and_only_once_it_began() -> None:
    who = made.sealed_lot()
    made.put_in(who, 0)
    address = reverse("auctions:opening-boxes", args=[who["lot"].number])
    others = {"stranger": 401, "officer": 403, "organiser": 403, "owner": 403, "bidder": 403}
    assert asked(who, address) == {**others, "opener": 409}
    begin_opening(acting_user=who["auctioneer"], lot=made.past_the_deadline(who))
    assert asked(who, address) == {**others, "opener": 200}


def test_no_page_tells_who_bids_or_how_many_before_the_opening() -> None:
    who = made.sealed_lot()
    number = who["lot"].number
    names = ("auctions:lot", "auctions:openers", "auctions:opening", "auctions:rehearsal")
    readers = (None, who["officer"], who["auctioneer"], who["admin"], who["openers"][0])

    def pages() -> list[bytes]:
        found = []
        for name in names:
            for user in readers:
                content = client(user).get(reverse(name, args=[number])).content
                found.append(b"\n".join(line for line in content.splitlines() if b"csrf" not in line))
        return found

    before = pages()
    made.put_in(who, 0)
    made.put_in(who, 1)
    assert pages() == before


def test_the_pages_that_seal_may_run_libsodium_and_no_other_page_may() -> None:
    who = made.sealed_lot()
    number = who["lot"].number
    policies = {
        name: "'wasm-unsafe-eval'"
        in client(who["bidders"][0]).get(address).headers["Content-Security-Policy"]
        for name, address in {
            "seal": reverse("auctions:seal", args=[number]),
            "own": reverse("auctions:own-envelope"),
            "openers": reverse("auctions:openers", args=[number]),
            "opening": reverse("auctions:opening", args=[number]),
            "lot": reverse("auctions:lot", args=[number]),
            "list": reverse("auctions:list"),
            "front": "/",
        }.items()
    }
    assert policies == {
        "seal": True, "own": True, "openers": True, "opening": True, "lot": False, "list": False, "front": False,
    }  # fmt: skip


def test_the_digests_of_the_scripts_stand_on_the_page_and_are_checked_by_the_browser() -> None:
    who = made.sealed_lot()
    page = client(who["bidders"][0]).get(reverse("auctions:seal", args=[who["lot"].number])).content.decode()
    for one in scripts.needed("auctions/sealing.js", "auctions/seal.js"):
        assert f'integrity="{one["integrity"]}"' in page
        assert one["sha256"] in page
