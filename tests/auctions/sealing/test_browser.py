"""A sealed lot in Chromium: three openers make keys and rehearse, two bidders seal, two openers open."""

import json
from pathlib import Path
from typing import Any

import pytest

from qinglan.auctions import recorded
from qinglan.auctions.models import LotMode, LotState, Opener
from tests.auctions import made as lots
from tests.auctions.results.disclosed import NAMES, say
from tests.auctions.sealing import made
from tests.auctions.sealing.made import home
from tests.support.browser import DESKTOP, PHONE, WIDER
from tests.support.people import person

__all__ = ["home"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSPHRASE = "开标口令 long enough"


def looked_at(visitor: Any, name: str) -> None:
    """Nothing is wider than the window, axe finds nothing, and a picture is kept."""
    visitor.screenshot(name)
    assert visitor.page.evaluate(WIDER) <= 0
    assert visitor.accessibility_findings() == []


def downloaded(page: Any, button: Any, into: Path) -> Path:
    """Press the button and keep the file that comes."""
    with page.expect_download() as waiting:
        button.click()
    path = into / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def make_key(visitor: Any, number: str, into: Path) -> Path:
    """What an opener does on his page."""
    page = visitor.page
    visitor.open(f"/auctions/{number}/openers/")
    page.fill("#key-passphrase", PASSPHRASE)
    page.fill("#key-again", PASSPHRASE)
    path = downloaded(page, page.locator("[data-key-make]"), into)
    with page.expect_navigation():
        page.locator("[data-key-send]").click()
    return path


def open_with(visitor: Any, address: str, key: Path) -> None:
    """An opener uses his key."""
    visitor.open(address)
    visitor.page.set_input_files("#open-file", key)
    visitor.page.fill("#open-passphrase", PASSPHRASE)
    visitor.page.locator("[data-open-start]").click()


def seal(visitor: Any, number: str, amount: str, into: Path, files: list[Path]) -> Path:
    """What a bidder does on his page; his file with the receipt."""
    page = visitor.page
    visitor.open(f"/auctions/{number}/seal/")
    page.fill("#seal-amount", amount)
    page.fill("#seal-offer", "三个月内交付（演示）")
    page.fill("#seal-number", "回单（演示）1 号")
    if files:
        page.set_input_files("#seal-files", files)
    page.check("[name=unrelated]")
    first = downloaded(page, page.locator("[data-seal-close]"), into)
    assert json.loads(first.read_text())["receipt"] is None
    path = downloaded(page, page.locator("[data-seal-send]"), into)
    page.locator("[data-seal-done]").wait_for()
    return path


@pytest.mark.parametrize(
    ("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")], ids=["desktop", "phone"]
)
def test_from_the_openers_to_the_result(
    window: Any, tmp_path: Path, size: dict[str, int], language: str
) -> None:
    who = lots.auction()
    openers = [person(f"opener-{place}") for place in (1, 2, 3)]
    values = {"mode": LotMode.SEALED_FIRST, "start_price": None, "step": None, "state": LotState.BIDDING}
    who["lot"] = lot = lots.lot(who, **values)
    number, suffix = lot.number, f"-{language}"
    organiser = window(who["auctioneer"], size, language)
    organiser.open(f"/auctions/{number}/openers/")
    for field, opener in zip(("first", "second", "third"), openers, strict=True):
        organiser.page.fill(f"[name={field}]", opener.username)
    looked_at(organiser, f"sealed-name-openers{suffix}")
    with organiser.page.expect_navigation():
        organiser.page.locator("main form button").click()

    windows = [window(opener, size, language) for opener in openers]
    keys = []
    for place, visitor in enumerate(windows, 1):
        (tmp_path / str(place)).mkdir()
        keys.append(make_key(visitor, number, tmp_path / str(place)))
        if place == 1:
            looked_at(visitor, f"sealed-openers{suffix}")
    assert Opener.objects.exclude(public_key="").count() == 3
    secret = json.loads(keys[0].read_text())
    assert set(secret) == {"format", "lock", "lot", "place", "public_key", "suite"}

    rehearsal = f"/auctions/{number}/rehearsal/"
    windows[0].open(rehearsal)
    with windows[0].page.expect_navigation():
        windows[0].page.locator("main form button").first.click()
    for visitor, key in zip(windows, keys, strict=True):
        open_with(visitor, rehearsal, key)
        visitor.page.locator("[data-seal-status].q-note-done").or_(
            visitor.page.locator(".q-answer", has_text="任意两人" if language == "zh-hans" else "any two")
        ).first.wait_for()
    windows[2].page.locator(
        ".q-answer", has_text="任意两人" if language == "zh-hans" else "any two"
    ).wait_for(timeout=60_000)
    looked_at(windows[2], f"sealed-rehearsal{suffix}")
    assert Opener.objects.filter(rehearsed_at=None).count() == 0

    plan = tmp_path / "方案.txt"
    plan.write_text("方案（演示）", encoding="utf-8")
    bidders = [window(bidder, size, language) for bidder in who["bidders"][:2]]
    own = []
    for place, (visitor, amount) in enumerate(zip(bidders, ("1,200,000.00", "1500000"), strict=True)):
        (tmp_path / f"bidder-{place}").mkdir()
        own.append(seal(visitor, number, amount, tmp_path / f"bidder-{place}", [plan] if place else []))
    looked_at(bidders[1], f"sealed-received{suffix}")
    bidders[0].open(f"/auctions/{number}/seal/")
    looked_at(bidders[0], f"sealed-seal{suffix}")
    bidders[0].open("/auctions/sealed/mine/")
    bidders[0].page.set_input_files("#own-file", own[0])
    bidders[0].page.locator("[data-own-shown]").wait_for()
    assert "1,200,000.00" in bidders[0].page.locator("[data-own=amount]").inner_text()
    looked_at(bidders[0], f"sealed-own{suffix}")
    stranger = window(None, size, language)
    stranger.open(f"/auctions/{number}/")
    assert who["firms"][0].name not in stranger.page.content()
    looked_at(stranger, f"sealed-lot{suffix}")

    rules = {name: getattr(who["lot"], name) for name in NAMES} | {"reserve": None, "criteria": []}
    say(who["lot"], recorded.DISCLOSED, {"rules": rules, "papers": []})
    made.past_the_deadline(who)
    opening = f"/auctions/{number}/opening/"
    windows[0].open(opening)
    with windows[0].page.expect_navigation():
        windows[0].page.locator("main form button").first.click()
    open_with(windows[0], opening, keys[0])
    windows[0].page.locator("[data-seal-status].q-note-done").wait_for()
    stranger.open(opening)
    assert who["firms"][0].name not in stranger.page.content()
    looked_at(windows[0], f"sealed-opening{suffix}")
    open_with(windows[2], opening, keys[2])
    windows[2].page.locator("#bids").wait_for(timeout=60_000)
    stranger.open(opening)
    rows = stranger.page.locator("#bids ol > li")
    assert rows.count() == 2
    assert [who["firms"][place].name in rows.nth(place).inner_text() for place in (0, 1)] == [True, True]
    assert '"amount":150000000,' in (rows.nth(1).text_content() or "")
    looked_at(stranger, f"sealed-opened{suffix}")

    organiser.open(f"/auctions/{number}/")
    with organiser.page.expect_navigation():
        organiser.page.locator("#result form button").click()
    assert who["firms"][1].name in organiser.page.locator("#result").inner_text()
    looked_at(organiser, f"sealed-result{suffix}")
    for visitor in (organiser, *windows, *bidders, stranger):
        assert visitor.errors == []


def test_a_file_that_was_changed_and_a_wrong_passphrase_are_told(window: Any, tmp_path: Path) -> None:
    who = made.sealed_lot()
    mine, receipt = made.put_in(who, 0)
    visitor = window(who["bidders"][0], DESKTOP, "en")
    own = {
        "bid": mine.canonical.decode(),
        "commitment": receipt.commitment,
        "format": "qinglan-own/1",
        "key": mine.key.hex(),
        "lot": receipt.lot,
        "nonce": mine.nonce.hex(),
        "receipt": receipt.told(),
        "suite": "qinglan-sealed/1",
        "token": mine.token.hex(),
    }
    whole, changed = tmp_path / "whole.json", tmp_path / "changed.json"
    whole.write_text(json.dumps(own), encoding="utf-8")
    own["bid"] = str(own["bid"]).replace("12000000", "12000001")
    changed.write_text(json.dumps(own), encoding="utf-8")
    visitor.open("/auctions/sealed/mine/")
    status = visitor.page.locator("[data-seal-status]")
    visitor.page.set_input_files("#own-file", changed)
    status.filter(has_text="was changed").wait_for()
    visitor.page.set_input_files("#own-file", whole)
    status.filter(has_text="whole").wait_for()
    visitor.page.locator("[data-own-act=back]").click()
    status.filter(has_text="taken back").wait_for()
    assert visitor.errors == []
