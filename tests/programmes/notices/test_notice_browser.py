"""In Chromium: a stranger on a telephone objects in Chinese, an officer at a desk posts and rules in English."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.programmes.models import Notice, NoticeEntry, Objection
from tests.programmes import making
from tests.programmes.applying import picture
from tests.programmes.notices.noticing import LETTER, objected, posted, scheme, states, waiting
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def looked_at(visitor: Any, name: str) -> None:
    """No fault of accessibility, and nothing sticks out at the side."""
    assert visitor.accessibility_findings() == []
    assert visitor.page.evaluate(WIDER) <= 0
    visitor.screenshot(f"notices-{name}")


def test_a_stranger_objects_on_a_telephone(visit: Any, officer: Any, tmp_path: Path) -> None:
    one = making.open_round(officer, scheme())
    cases = [waiting(officer, one, number) for number in (1, 2)]
    notice = posted(officer, cases)
    photograph = tmp_path / "证据.png"
    photograph.write_bytes(picture())
    visitor = visit(PHONE)
    page = visitor.page
    visitor.open("/notices/")
    looked_at(visitor, "list")
    page.get_by_role("link", name=notice.title).click()
    page.wait_for_url(f"**/notices/{notice.pk}/")
    looked_at(visitor, "public")
    page.get_by_role("link", name="提出异议").click()
    page.wait_for_url("**/object/")
    looked_at(visitor, "object")
    page.locator("main form .btn-primary").click()
    page.locator(".q-error-summary, .error-summary, [role=alert]").first.wait_for()
    looked_at(visitor, "object-errors")
    page.select_option("select[name=entry]", index=1)
    page.fill("textarea[name=statement]", LETTER.statement)
    page.locator("input[name=photographs]").set_input_files(photograph)
    page.fill("input[name=name]", LETTER.name)
    page.fill("input[name=contact]", LETTER.contact)
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/notices/objections/**")
    made = Objection.objects.get()
    assert "已收到您的异议" in page.locator("h1").inner_text()
    looked_at(visitor, "objected")
    assert states(*cases) == [("notice", True), ("notice", False)]
    assert (made.files.count(), made.entry.case) == (1, cases[0])
    for address in (notice.get_absolute_url(), page.url.removeprefix(visitor.base)):
        visitor.open(address)
        text = page.content()
        for secret in (LETTER.name, LETTER.contact, LETTER.statement):
            assert secret not in text
    visitor.open(f"/notices/{notice.pk}/lead/")
    looked_at(visitor, "lead")
    page.fill("textarea[name=text]", "请核查该单位的研发费用数据。")
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/lead/sent/")
    looked_at(visitor, "lead-sent")
    assert visitor.errors == []


def test_an_officer_posts_and_rules_at_a_desk(visit: Any, officer: Any) -> None:
    one = making.open_round(officer, scheme())
    cases = [waiting(officer, one, number) for number in (1, 2)]
    visitor = visit(DESKTOP, locale="en").enter(officer, "en")
    page = visitor.page
    visitor.open(f"/rounds/{one.pk}/notice/")
    looked_at(visitor, "post")
    page.fill("input[name=contact]", "青川市科学技术局法规处 0990-1234567")
    page.fill("input[name=secrecy_basis]", "审查表1号")
    page.fill("input[name=publication_basis]", "审批表1号")
    page.get_by_role("button", name="Look at it first").click()
    page.get_by_role("heading", name="Preview").wait_for()
    looked_at(visitor, "preview")
    page.get_by_role("button", name="Post the notice").click()
    page.wait_for_url("**/record/")
    notice = Notice.objects.get()
    assert NoticeEntry.objects.filter(notice=notice).count() == 2
    made = objected(officer, notice, cases[1])
    page.reload()
    looked_at(visitor, "record")
    visitor.open(f"/handling/objections/{made.pk}/")
    assert LETTER.name not in page.content()
    assert LETTER.contact not in page.content()
    looked_at(visitor, "objection")
    page.get_by_role("link", name="Rule on the objection").click()
    page.wait_for_url("**/rule/")
    page.check("input[name=ruling][value=upheld]")
    page.fill("textarea[name=reason]", "研发费用与申报表不一致。")
    page.fill("input[name=clause]", "示例办法第九条")
    looked_at(visitor, "rule")
    page.locator("main form .btn-primary").click()
    page.wait_for_url(f"**/handling/objections/{made.pk}/")
    looked_at(visitor, "ruled")
    assert states(*cases) == [("notice", False), ("", False)]
    for name in ("extend", "take-down"):
        visitor.open(f"/notices/{notice.pk}/{name}/")
        looked_at(visitor, name)
    visitor.open(notice.get_absolute_url())
    looked_at(visitor, "public-en")
    assert visitor.errors == []
