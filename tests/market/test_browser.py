"""In Chromium: a technology goes from an empty form to everybody's page; pages bear axe on a telephone."""

from typing import Any

import pytest

from qinglan.market.models import Technology
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def who(transactional_db: None) -> dict[str, Any]:
    from tests.market import made

    return made.market()


@pytest.fixture
def window(visit: Any, who: dict[str, Any]) -> Any:
    """A window of somebody; "" is a stranger."""

    def opened(name: str, size: dict[str, int] = DESKTOP) -> Any:
        return visit(size).enter(who[name] if name else None)

    return opened


def tick_all(page: Any) -> None:
    for box in page.locator("input[name=points]").all():
        box.check()


def test_a_technology_becomes_public(who: dict[str, Any], window: Any) -> None:
    member = window("member", PHONE)
    member.open("/market/technologies/new/")
    assert member.accessibility_findings() == []
    page = member.page
    page.fill("input[name=title]", "转鼓干法剥皮")
    page.fill("textarea[name=problem]", "湿法剥皮每吨浆用水多。")
    page.fill("textarea[name=effect]", "剥皮不用水，每吨浆节水 3 吨。")
    page.select_option("select[name=trl]", "8")
    page.check("input[name=modes][value=ordinary]")
    page.fill("input[name=contact_name]", "林某")
    page.fill("input[name=contact_telephone]", "023-60000000")
    page.click("button:has-text('保存')")
    page.wait_for_url("**/market/technologies/*/")
    row = Technology.objects.get()
    assert (member.accessibility_findings(), page.evaluate(WIDER)) == ([], 0)
    page.click("button:has-text('提交初审')")
    page.wait_for_load_state()

    admin = window("admin")
    admin.open(f"/market/technologies/{row.pk}/first-check/")
    tick_all(admin.page)
    admin.page.fill("input[name=secrecy_basis]", "保密审查表 1 号")
    admin.page.click("button:has-text('通过并送复审')")
    admin.page.wait_for_load_state()

    officer = window("officer")
    officer.open("/market/technologies/queue/")
    assert officer.accessibility_findings() == []
    officer.page.click("text=转鼓干法剥皮")
    officer.page.click("a:has-text('复审')")
    officer.page.wait_for_url("**/second-check/")
    assert officer.accessibility_findings() == []
    tick_all(officer.page)
    officer.page.fill("input[name=basis]", "成果发布管理办法")
    officer.page.click("button:has-text('发布')")
    officer.page.wait_for_load_state()
    row.refresh_from_db()
    assert row.state == "published"

    stranger = window("", PHONE)
    stranger.open("/market/technologies/")
    assert (stranger.accessibility_findings(), stranger.page.evaluate(WIDER)) == ([], 0)
    stranger.page.click("text=转鼓干法剥皮")
    stranger.page.wait_for_load_state()
    assert "林某" not in stranger.page.content()
    assert stranger.accessibility_findings() == []
    stranger.open("/market/search/?q=剥皮")
    assert (stranger.accessibility_findings(), stranger.page.evaluate(WIDER)) == ([], 0)
