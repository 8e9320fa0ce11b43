"""The pages by which a lot is written, checked, disclosed, asked about, amended, applied for and accepted."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qinglan.auctions.models import Bidder, Lot, LotState
from tests.auctions.bidders.made import applied, open_now
from tests.auctions.lots import made

Who = dict[str, Any]


def client_of(user: Any) -> Client:
    """Logged in, reading English."""
    client = Client()
    client.force_login(user)
    client.cookies["qinglan_language"] = "en"
    return client


@pytest.fixture
def posted() -> dict[str, Any]:
    """What the form of a lot sends; amounts in yuan."""
    return {
        "title": "干法剥皮节水技术", "transfer_mode": "ordinary", "owner_class": "private", "mode": "fixed",
        "organiser_licence": "技术交易服务（演示）", "pricing_basis": "collective", "decision_number": "1 号",
        "decision_date": "2026-01-05", "start_price": "1000", "tie_rule": "earlier", "disclosure_days": "10",
    }  # fmt: skip


def test_a_lot_walks_through_its_pages(who: Who, posted: dict[str, Any]) -> None:
    owner, host, buyer = (client_of(who[name]) for name in ("member", "host", "stranger"))
    buyer.force_login(who["bidders"][0])
    assert who["technology"].title in owner.get("/auctions/new/").content.decode()
    address = f"/auctions/new/technology/{who['technology'].pk}/"
    assert owner.get(address).status_code == 200
    refused = owner.post(address, {**posted, "organiser": "无此单位"})
    assert (refused.status_code, Lot.objects.count()) == (200, 0)
    done = owner.post(address, {**posted, "organiser": who["exchange"].code})
    lot = Lot.objects.get()
    assert (done.status_code, done["location"]) == (302, f"/auctions/{lot.number}/papers/")
    here = f"/auctions/{lot.number}/"
    page = owner.get(here).content.decode()
    assert "Before it can be handed in" in page
    assert f'action="{here}hand-in/"' not in page
    made.with_papers(who, lot)
    assert owner.get(f"{here}papers/").status_code == 200
    assert owner.get(f"{here}edit/").status_code == 200
    assert owner.post(f"{here}hand-in/").status_code == 302
    assert host.get(f"{here}return/").status_code == 200
    assert host.get("/auctions/organised/").content.decode().count(lot.number) >= 1
    assert host.post(f"{here}disclose/").status_code == 302
    lot.refresh_from_db()
    assert lot.state == LotState.DISCLOSED
    assert buyer.post(f"{here}ask/", {"text": "含改进吗？"}).status_code == 302
    question = lot.questions.get()
    answered = host.post(f"{here}questions/{question.pk}/answer/", {"answer": "不含"})
    assert answered.status_code == 302
    amended = host.post(
        f"{here}amend/",
        {"reason": "补充", "title": lot.title, "terms": "两期付款", "start_price": "1000", "version": ""},
    )
    assert amended.status_code in (200, 302)
    form = {"organisation": who["firms"][0].code, "declared_unrelated": "on", "statement": "x"}
    assert buyer.get(f"{here}apply/").status_code == 200
    assert buyer.post(f"{here}apply/", form).status_code == 302
    row = Bidder.objects.get()
    assert buyer.get(f"/auctions/bidders/{row.pk}/").status_code == 200
    assert host.get(f"{here}bidders/").content.decode().count(who["firms"][0].name) >= 1
    assert host.post(f"/auctions/bidders/{row.pk}/admit/").status_code == 302
    open_now(lot)
    assert buyer.get(f"{here}accept/").status_code == 200
    assert buyer.post(f"{here}accept/").status_code == 302
    lot.refresh_from_db()
    assert lot.state == LotState.CLOSED
    assert host.get(here).status_code == 200


def test_a_stale_page_is_told_what_changed(who: Who) -> None:
    lot = made.draft(who)
    owner = client_of(who["member"])
    form = {"version": "7", "title": "x"}
    assert owner.post(f"/auctions/{lot.number}/take-back/", form).status_code == 409
    seen = lot.revision
    lot.title, lot.reserve, lot.revision = (
        "新标题（演示）",
        (lot.reserve or lot.start_price or 0) + 100,
        seen + 1,
    )
    lot.save()
    stale = owner.post(f"/auctions/{lot.number}/take-back/", {"version": str(seen)})
    assert [one.current for one in stale.context["differences"]] == [
        "新标题（演示）"
    ]  # the reserve is secret


def test_the_organisers_list_asks_as_often_for_three_as_for_one(who: Who) -> None:
    lot = made.disclosed(who)
    applied(who, lot)
    host = client_of(who["host"])
    host.get(f"/auctions/{lot.number}/bidders/")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            host.get(f"/auctions/{lot.number}/bidders/")
        return len(queries)

    one = asked()
    applied(who, lot, 1)
    applied(who, lot, 2)
    assert asked() == one
