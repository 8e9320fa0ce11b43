"""In Chromium: a need is published, an owner of a technology enquires, both sign, three versions, agreed."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from qinglan.market.models import Enquiry, HandOver, Room
from tests.market import made as listings
from tests.market.contact import made
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "en": {
        "enquire": "Enquire", "send": "Send the enquiry", "accept": "Accept and open a room",
        "agree": "Agree in the name of my organisation", "say": "Send the message", "write": "Save the version",
        "offer": "Offer this version", "make": "Make the offer", "terms": "Agree on these terms", "done": "Agreed",
        "differs": "2 points differ from version 2",
    },
    "zh-hans": {
        "enquire": "发起对接", "send": "发出对接意向", "accept": "接受并开设洽谈室", "agree": "代表本单位签署",
        "say": "发送消息", "write": "保存这一版", "offer": "就这一版提出要约", "make": "提出要约",
        "terms": "同意这些条款", "done": "达成一致", "differs": "与第2版有2处不同",
    },
}  # fmt: skip
Both = dict[str, Any]


@pytest.fixture
def seat(visit: Any, both: Both) -> Callable[..., Any]:
    """A window in which one of the people is logged in."""

    def opened(name: str, size: dict[str, int], language: str) -> Any:
        visitor = visit(size)
        visitor.leave_unanswered("/stream/")  # the test server holds no stream open
        return visitor.enter(both[name], language)

    return opened


def press(page: Any, words: str) -> None:
    """Press the button or follow the link that says `words`, in the main part of the page."""
    main = page.locator("main")
    main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first.click()


def write(page: Any, room: str, said: dict[str, str], changes: dict[str, str]) -> None:
    """Write the next version of the terms."""
    page.goto(f"{room}terms/new/")
    for name, value in changes.items():
        field = page.locator(f"[name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    press(page, said["write"])
    page.wait_for_url(re.compile(r"/terms/\d+/$"))


FIRST = {
    "subject": "专利一项", "field": "含氟废水", "territory": "本市", "exclusivity_choice": "ordinary",
    "fees_choice": "lump", "fees_amount": "30", "fees": "一次付清", "term": "五年", "dispute_choice": "court",
}  # fmt: skip


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")])
def test_from_a_need_to_agreed_terms(
    seat: Callable[..., Any], both: Both, size: dict[str, int], language: str
) -> None:
    said = WORDS[language]
    need = listings.published(both, listings.need(both))
    made.authorised(both)
    asking, owning = seat("buyer", size, language), seat("member", size, language)
    buyer, member = asking.page, owning.page

    asking.open(need.get_absolute_url())
    press(buyer, said["enquire"])
    for code, text in made.ANSWERS["need"].items():
        buyer.fill(f"[name={code}]", text)
    assert asking.accessibility_findings() == []
    press(buyer, said["send"])
    buyer.wait_for_url("**/sent/")
    enquiry = Enquiry.objects.get()

    owning.open(enquiry.get_absolute_url())
    assert owning.accessibility_findings() == []
    press(member, said["accept"])
    member.wait_for_url("**/market/rooms/*/")
    room = Room.objects.get()
    url = f"{asking.base}{room.get_absolute_url()}"

    for visitor in (asking, owning):
        visitor.open(f"{enquiry.get_absolute_url()}agreement/")
        assert visitor.accessibility_findings() == []
        press(visitor.page, said["agree"])
        visitor.page.wait_for_load_state()
    enquiry.agreement.refresh_from_db()
    assert enquiry.agreement.state == "in_force"

    buyer.goto(url)
    buyer.fill("[name=text]", "先寄样品？")
    press(buyer, said["say"])
    buyer.get_by_text("先寄样品？").wait_for()
    assert asking.accessibility_findings() == []

    write(buyer, url, said, FIRST)
    write(member, url, said, {"term": "三年"})
    write(buyer, url, said, {"term": "四年", "audit": "每年一次"})
    assert said["differs"] in buyer.locator("main").inner_text()
    assert [one.inner_text() for one in buyer.locator("ins").all()] == ["四", "每年一次"]
    assert asking.accessibility_findings() == []
    press(buyer, said["offer"])
    press(buyer, said["make"])
    buyer.wait_for_url("**/terms/3/")

    owning.open(f"{room.get_absolute_url()}terms/3/")
    press(member, said["terms"])
    member.wait_for_url("**/accept/")
    assert owning.accessibility_findings() == []
    press(member, said["terms"])
    member.wait_for_url("**/market/rooms/*/")
    assert said["done"] in member.locator("main").inner_text()
    assert HandOver.objects.get(room=room).sheet.number == 3
    for visitor in (asking, owning):
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert (visitor.page.evaluate(wider), visitor.errors) == (0, [])
