"""Two sides of the market on its pages: checks before publication, an enquiry, versions of terms, agreement."""

import re

from qinglan.market.models import Enquiry, HandOver, Room
from tests.walks.person import Person


def first_check(person: Person) -> None:
    """The unit, or the broker by its mandate, looks through all points."""
    person.press("办理初审")
    _all_points(person)
    person.write("保密审查依据", "保密审查表 1 号").press("通过并送复审").reads("市场经办复审")


def published(officer: Person, title: str) -> Person:
    """The officer finds a need in the queue, checks and publishes it."""
    officer.go("/market/needs/queue/").press(title).press("复审")
    _all_points(officer)
    officer.page.fill("input[name=basis]", "需求发布管理办法")
    return officer


def _all_points(person: Person) -> None:
    for box in person.main.locator("input[name=points]").all():
        box.check()


def quiet(*sides: Person) -> None:
    """The test server holds no stream of a room open."""
    for side in sides:
        side.visitor.leave_unanswered("/stream/")


def enquired(asking: Person, owning: Person, title: str, **values: str) -> Enquiry:
    """From the matches on which `asking` stands an enquiry goes out; the other side takes it up and a room opens."""
    asking.press("发起对接", among=asking.row(title))
    for name, text in values.items():
        asking.page.fill(f"[name={name}]", text)
    asking.looks_right("market-enquire").press("发出对接意向")
    asking.page.wait_for_url("**/sent/")
    owning.go("/desk/").press("答复对接意向").reads(*values.values()).press("接受并开设洽谈室")
    owning.page.wait_for_url("**/market/rooms/*/")
    return Enquiry.objects.get()


def version(person: Person, room: Room, changes: dict[str, str]) -> None:
    """The next version of the terms."""
    person.go(f"{room.get_absolute_url()}terms/new/")
    for name, value in changes.items():
        field = person.page.locator(f"[name={name}]")
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    person.press("保存这一版")
    person.page.wait_for_url(re.compile(r"/terms/\d+/$"))


def agreed(offering: Person, accepting: Person, room: Room) -> None:
    """The version on which `offering` stands is offered, and the other side agrees."""
    path = offering.page.url.removeprefix(offering.visitor.base)
    offering.press("就这一版提出要约").press("提出要约")
    offering.page.wait_for_url(f"**{path}")
    accepting.go(path).press("同意这些条款")
    accepting.page.wait_for_url("**/accept/")
    accepting.press("同意这些条款").reads("达成一致")
    assert HandOver.objects.get(room=room).sheet.get_absolute_url() == path
