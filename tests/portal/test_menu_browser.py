"""The main menu in Chromium: one line at 1440 px in both languages, foldable by keys, whole on a telephone."""

from typing import Any

import pytest

from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINES = """() => new Set([...document.querySelectorAll("#q-nav > div > ul > li")]
  .map((one) => Math.round(one.getBoundingClientRect().top))).size"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def opened(visit: Any, size: dict[str, int], language: str, user: Any = None) -> Any:
    window = visit(size).enter(user, language)
    window.open("/directories/")
    return window


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", ["", "officer"])
def test_the_menu_is_one_line_and_nothing_is_wider_than_the_page(
    visit: Any, language: str, role: str
) -> None:
    from tests.support.people import person

    window = opened(visit, DESKTOP, language, person("reader", role) if role else None)
    assert (window.page.evaluate(LINES), window.page.evaluate(WIDER)) == (1, 0)


def test_a_group_folds_out_by_keys_and_leads_on(visit: Any) -> None:
    window = opened(visit, DESKTOP, "en")
    group = window.page.locator("#q-nav summary", has_text="Directories")
    brokers = window.page.locator("#q-nav a", has_text="Brokers")
    assert not brokers.is_visible()
    group.focus()
    window.page.keyboard.press("Enter")
    assert brokers.is_visible()
    assert window.accessibility_findings() == []
    window.page.keyboard.press("Escape")
    assert not brokers.is_visible()
    group.click()
    brokers.click()
    assert window.page.url.endswith("/brokers/")
    assert "q-current" in str(group.get_attribute("class"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_telephone_everything_unfolds_below_one_button(visit: Any, language: str) -> None:
    window = opened(visit, PHONE, language)
    window.page.click("[data-q-menu]")
    for group in window.page.query_selector_all("#q-nav summary"):
        group.click()
        assert window.page.evaluate(WIDER) == 0
    assert window.page.locator("#q-nav details[open] a").first.is_visible()
    assert window.accessibility_findings() == []
