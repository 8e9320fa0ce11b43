"""In Chromium: directories, services and the view for partners abroad, on a desk and on a telephone, bear axe."""

from typing import Any

import pytest

from tests.market import made
from tests.market.test_abroad import NEED_OPEN, OPEN
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = (
    "/directories/",
    "/directories/experts/",
    "/market/services/",
    "/market/abroad/",
    "/market/abroad/technologies/",
    "/market/abroad/needs/",
)


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")])
def test_open_pages_are_accessible_and_fit(
    visit: Any, transactional_db: None, size: dict[str, int], language: str
) -> None:
    who = made.market()
    row = made.published(who, made.technology(who, **OPEN))
    made.published(who, made.need(who, **NEED_OPEN))
    window = visit(size)
    window.page.context.add_cookies([{"name": "qinglan_language", "value": language, "url": window.base}])
    found: dict[str, Any] = {}
    for address in (*PAGES, row.get_absolute_url()):
        window.open(address)
        findings = window.accessibility_findings()
        wider = window.page.evaluate(WIDER)
        if findings or wider:
            found[address] = (findings, wider)
    assert found == {}


def test_a_partner_abroad_comes_from_the_view_to_the_page_in_english(
    visit: Any, transactional_db: None
) -> None:
    who = made.market()
    made.published(who, made.technology(who, **OPEN))
    window = visit(DESKTOP)
    window.open("/market/abroad/")
    window.page.get_by_role("link", name=OPEN["title_en"]).click()
    assert window.page.locator("h1").inner_text() == OPEN["title_en"]
    assert window.page.get_by_role("link", name="Enquire").is_visible()
    assert "the export contract is registered" in window.page.content()
