"""An English auction with soft close in two browsers, from the first bid to the close; a watcher on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from qinglan.auctions.models import Bid, Lot, LotState, RefusedBid, Standing
from tests.auctions import made as auction
from tests.auctions.bidding import made
from tests.auctions.bidding.site import Site, session
from tests.support.browser import DESKTOP, PHONE, WINDOWS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
START, STEP = 100_000_00, 1_000_00
WORDS = {
    "zh-hans": {
        "none": "您尚未报价",
        "ahead": "您领先",
        "behind": "您已被超越",
        "won": "截止时您领先",
        "lost": "截止时您未领先",
        "limit": "由系统按限价代为报价",
        "counts": "已生效",
        "step": "不符合加价幅度",
        "watching": "您正在观看",
    },
    "en": {
        "none": "You have not bid yet",
        "ahead": "You are ahead",
        "behind": "You were outbid",
        "won": "You were ahead at the end",
        "lost": "You were not ahead at the end",
        "limit": "Let the system bid for me",
        "counts": "counts: it is number",
        "step": "does not fit the steps",
        "watching": "You are watching.",
    },
}


@pytest.fixture
def site(fresh_database: Any) -> Iterator[Site]:
    running = Site(fresh_database)
    yield running
    running.kill()


def window(browser: Any, site: Site, user: Any, size: dict[str, int], language: str) -> Visitor:
    context = browser.new_context(viewport=size, locale="en" if language == "en" else "zh-CN")
    context.set_default_timeout(30_000)
    cookies = [{"name": "qinglan_language", "value": language, "url": site.base}]
    if user is not None:
        cookies.append({"name": "sessionid", "value": session(user), "url": site.base})
    context.add_cookies(cookies)
    return Visitor(context.new_page(), site.base)


def bids(lot: Lot) -> list[tuple[int, int, str]]:
    return list(Bid.objects.filter(lot=lot).order_by("n").values_list("number", "amount", "kind"))


@WINDOWS
def test_two_bidders_and_a_watcher_see_an_auction_to_its_end(
    browser: Any, site: Site, fresh_database: Any, size: dict[str, int], language: str
) -> None:
    words = WORDS[language]
    lot, bidders = made.opened(auction.auction(), soft_close_seconds=7200, extend_seconds=7200)
    site.start()
    one, two, watcher = (
        window(browser, site, user, one_size, language)
        for user, one_size in ((bidders[0].person, size), (bidders[1].person, DESKTOP), (None, PHONE))
    )
    path = f"/auctions/{lot.number}/live/"
    for visitor in (one, two, watcher):
        assert visitor.open(path) == 200
        visitor.page.wait_for_selector("[data-q-connection][data-state=open]")
    mine = "[data-mine-text]"
    assert words["none"] in one.page.inner_text(mine)
    assert words["watching"] in watcher.page.inner_text(mine)
    assert watcher.page.query_selector("form[data-bid]") is None

    # The first bid: a button, a question, an answer; everybody sees it, and the end moves.
    closes = Standing.objects.get(lot=lot).closes
    one.page.click("[data-step='0']")
    one.page.click("[data-sure-no]")
    assert bids(lot) == []
    one.page.click("[data-step='0']")
    one.page.click("[data-sure-yes]")
    one.page.wait_for_selector(f"{mine}:has-text('{words['ahead']}')")
    one.page.wait_for_selector(f"[data-said]:has-text('{words['counts']}')")
    for visitor in (one, two, watcher):
        visitor.page.wait_for_selector("[data-bids] li[data-n='1']")
    assert Standing.objects.get(lot=lot).closes > closes

    # Wrong input is answered beside the box and changes nothing; a typed amount counts.
    two.page.fill("[data-amount]", "100500")
    two.page.click("[data-other]")
    two.page.click("[data-sure-yes]")
    two.page.wait_for_selector(f"[data-said]:has-text('{words['step']}')")
    assert (two.page.get_attribute("[data-amount]", "aria-invalid"), len(bids(lot))) == ("true", 1)
    two.page.fill("[data-amount]", "103,000")
    two.page.click("[data-other]")
    two.page.click("[data-sure-yes]")
    two.page.wait_for_selector(f"{mine}:has-text('{words['ahead']}')")
    one.page.wait_for_selector(f"{mine}:has-text('{words['behind']}')")

    # A secret limit answers for the first bidder.
    one.page.click(f"summary:has-text('{words['limit']}')")
    one.page.fill("[data-limit-amount]", "110000")
    one.page.click("[data-limit-set]")
    one.page.click("[data-sure-yes]")
    one.page.wait_for_selector(f"{mine}:has-text('{words['ahead']}')")
    two.page.wait_for_selector(f"{mine}:has-text('{words['behind']}')")
    assert "110" not in two.page.inner_text("[data-bids]")

    for visitor, name in ((one, "bidder"), (watcher, "watcher")):
        assert visitor.accessibility_findings() == []
        assert visitor.page.evaluate(WIDER) <= 0
        visitor.screenshot(f"auction-live-{name}-{language}")

    # The watcher's connection is lost, bids come, it comes back: nothing is missing.
    watcher.page.context.set_offline(True)
    site.kill()
    site.start()
    two.page.wait_for_selector("[data-q-connection][data-state=open]")
    two.page.click("[data-step='1']")
    two.page.click("[data-sure-yes]")
    two.page.wait_for_selector("[data-bids] li[data-n='5']")
    watcher.page.context.set_offline(False)
    watcher.page.wait_for_selector("[data-bids] li[data-n='5']", timeout=60_000)
    shown = watcher.page.eval_on_selector_all(
        "[data-bids] li", "rows => rows.map((row) => Number(row.dataset.n))"
    )
    assert shown == [5, 4, 3, 2, 1]

    # The end: the hour comes, the lot closes by itself, both learn how they stand.
    with fresh_database.connect("owner") as owner:
        owner.execute(
            "UPDATE auctions_standing SET closes = qinglan_now() + interval '1 s', soft_close_seconds = 0"
            " WHERE lot_id = %s",
            [lot.pk],
        )
        owner.execute(
            "INSERT INTO outbox_change (kind, key) VALUES ('auctions.bids-changed', %s)", [lot.number]
        )
    one.page.wait_for_selector(f"{mine}:has-text('{words['won']}')", timeout=60_000)
    two.page.wait_for_selector(f"{mine}:has-text('{words['lost']}')", timeout=60_000)
    assert one.page.is_disabled("[data-step='0']")
    one.screenshot(f"auction-live-ended-{language}")
    assert bids(lot) == [
        (101, START, "own"),
        (102, START + 3 * STEP, "own"),
        (101, START + 4 * STEP, "proxy"),
        (102, START + 6 * STEP, "own"),
        (101, START + 7 * STEP, "proxy"),
    ]
    assert (Lot.objects.get(pk=lot.pk).state != LotState.BIDDING, Standing.objects.get(lot=lot).is_open) == (
        True,
        False,
    )
    assert RefusedBid.objects.get(lot=lot).code == "step"
    for visitor in (one, two, watcher):
        visitor.page.context.close()
    connection.close()


def test_the_falling_price_is_accepted_on_a_phone(browser: Any, site: Site) -> None:
    lot, bidders = made.falling(auction.auction())
    site.start()
    buyer = window(browser, site, bidders[2].person, PHONE, "zh-hans")
    assert buyer.open(f"/auctions/{lot.number}/live/") == 200
    buyer.page.wait_for_selector("[data-accept]:enabled")
    assert "94,000" in buyer.page.inner_text("[data-price]")
    assert buyer.accessibility_findings() == []
    buyer.screenshot("auction-falling-zh-hans")
    buyer.page.click("[data-accept]")
    buyer.page.click("[data-sure-yes]")
    buyer.page.wait_for_selector(f"[data-mine-text]:has-text('{WORDS['zh-hans']['won']}')", timeout=60_000)
    assert bids(lot) == [(103, START - 6 * STEP, "accept")]
    buyer.page.context.close()
