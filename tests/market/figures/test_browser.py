"""In Chromium: an officer narrows the funnel, publishes it, and everybody reads it; pages bear axe on a telephone."""

from typing import Any

import pytest

from qinglan.market.models import FigureSet
from tests.market.figures import made
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_figures_become_public(transactional_db: None, visit: Any) -> None:
    who = made.world()
    made.many(who, 5, "need", code="2", territory="990102")
    desk = visit(DESKTOP).enter(who["officer"])
    desk.open("/market/figures/funnel/")
    desk.page.fill("input[name=first]", "2025-03-01")
    desk.page.fill("input[name=last]", "2025-04-30")
    desk.page.click("button:has-text('查看')")
    desk.page.wait_for_load_state()
    assert (desk.accessibility_findings(), desk.page.evaluate(WIDER)) == ([], 0)
    desk.page.click("a:has-text('公开这组数据')")
    desk.page.wait_for_load_state()
    assert (desk.accessibility_findings(), desk.page.evaluate(WIDER)) == ([], 0)
    desk.page.fill("input[name=secrecy_basis]", "保密审查表 1 号")
    desk.page.fill("input[name=publication_basis]", "公开审批 2 号")
    desk.page.click("button:has-text('公开这组数据')")
    desk.page.wait_for_load_state()
    phone = visit(PHONE).enter()
    for path in ("/market/figures/", "/market/figures/?lang=en"):
        phone.open(path)
        assert (phone.accessibility_findings(), phone.page.evaluate(WIDER)) == ([], 0)
    assert "2025-03-01" in phone.page.inner_text("main")
    phone.open(FigureSet.objects.get().get_absolute_url())
    assert (phone.accessibility_findings(), phone.page.evaluate(WIDER)) == ([], 0)
    phone.enter(who["officer"])
    for path in ("supply/", "supply/needs/", "funnel/", f"../needs/{who['need'].pk}/invite/"):
        phone.open(f"/market/figures/{path}")
        assert (path, phone.accessibility_findings(), phone.page.evaluate(WIDER)) == (path, [], 0)
