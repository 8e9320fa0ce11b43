"""What a selection judges is written by its owner, sums to 100, and stands on the page of the lot."""

from typing import Any

import pytest
from django.test import Client

from qinglan.auctions.domain.criteria import Judged, write_criteria
from qinglan.auctions.models import Lot, LotMode
from qinglan.kernel.conflicts import Impossible, StaleEdit
from qinglan.kernel.permissions import PermissionRefused
from tests.auctions import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> dict[str, Any]:
    return made.auction()


@pytest.fixture
def lot(who: dict[str, Any]) -> Lot:
    return made.lot(who, mode=LotMode.COMPARISON, state="draft", start_price=None, step=None)


def rows(lot: Lot) -> list[tuple[int, str, int, bool, str]]:
    return list(lot.criteria.values_list("place", "title", "points", "is_price", "guide"))


def test_the_owner_writes_them_on_a_page(who: dict[str, Any], lot: Lot) -> None:
    client = Client()
    client.force_login(who["member"])
    page = f"/auctions/{lot.number}/criteria/"
    typed = {"price": "40", "others": "技术方案 | 40 | 完整可行得满分\n\n业绩｜20", "version": lot.revision}
    assert client.post(page, typed).status_code == 302
    expected = [
        (1, "价格", 40, True, ""),
        (2, "技术方案", 40, False, "完整可行得满分"),
        (3, "业绩", 20, False, ""),
    ]
    assert rows(lot) == expected
    assert "技术方案 | 40 | 完整可行得满分" in client.get(page).content.decode()
    assert "完整可行得满分" in client.get(f"/auctions/{lot.number}/").content.decode()
    for others, words in (("技术方案 | 50", "90"), ("技术方案 五十", "第 1 行"), ("", "")):
        answer = client.post(page, {"price": "40", "others": others, "version": ""})
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert rows(lot) == expected


def test_points_sum_to_a_hundred_and_a_stale_page_is_told(who: dict[str, Any], lot: Lot) -> None:
    plan = Judged("方案", 60)
    stale = Lot.objects.get(pk=lot.pk)
    write_criteria(acting_user=who["member"], lot=lot, price_title="价格", price=40, others=[plan])
    with pytest.raises(StaleEdit):
        write_criteria(acting_user=who["member"], lot=stale, price_title="价格", price=40, others=[plan])
    fresh = Lot.objects.get(pk=lot.pk)
    for price, others in ((41, [plan]), (100, []), (40, [Judged("甲", 0), plan])):
        with pytest.raises(Impossible):
            write_criteria(
                acting_user=who["member"], lot=fresh, price_title="价格", price=price, others=others
            )
    assert rows(lot) == [(1, "价格", 40, True, ""), (2, "方案", 60, False, "")]


def test_only_the_owner_of_a_selection_that_is_being_written(who: dict[str, Any], lot: Lot) -> None:
    plan = [Judged("方案", 60)]
    for person in ("stranger", "auctioneer"):
        with pytest.raises(PermissionRefused):
            write_criteria(acting_user=who[person], lot=lot, price_title="价格", price=40, others=plan)
    other = made.lot(who, number="2026-0002", state="draft", technology=lot.technology)
    disclosed = made.lot(
        who,
        number="2026-0003",
        mode=LotMode.COMPARISON,
        start_price=None,
        step=None,
        technology=lot.technology,
    )
    for wrong in (other, disclosed):
        with pytest.raises(Impossible):
            write_criteria(acting_user=who["member"], lot=wrong, price_title="价格", price=40, others=plan)
