"""Choosing rights in Chromium: by the keyboard, on a phone, with scripts and without."""

from typing import Any

import pytest

from qinglan.contracts.models import Contract
from tests.contracts import made
from tests.contracts.test_choosing_rights import NEW, ledger
from tests.support.browser import DESKTOP, PHONE, WIDER

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("size", "language", "scripts"),
    [(DESKTOP, "zh-hans", True), (PHONE, "en", False)],
    ids=["desktop-zh-hans", "phone-en-without-scripts"],
)
def test_rights_are_found_chosen_and_kept(visit: Any, size: Any, language: str, scripts: bool) -> None:
    who = made.parties()
    rows = ledger(who["owner"], who["member"], 90)
    window = visit(size, java_script_enabled=scripts).enter(who["member"], language)
    assert window.open(NEW) == 200
    page = window.page
    page.fill("input[name=title]", "净水装置普通许可（演示）")
    page.check(f"input[name=rights][value='{rows[1].pk}']")
    page.press(f"input[name=rights][value='{rows[1].pk}']", "Tab")
    page.focus("input[name=rights-search]")
    page.keyboard.type("第77")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.input_value("input[name=title]") == "净水装置普通许可（演示）"
    found = page.locator("input[name=rights]")
    assert [(one.get_attribute("value"), one.is_checked()) for one in found.all()] == [
        (str(rows[1].pk), True), (str(rows[77].pk), False),
    ]  # fmt: skip
    page.locator(f"input[name=rights][value='{rows[77].pk}']").press("Space")
    page.fill("input[name=rights-search]", "")
    with page.expect_navigation():
        page.click("button[name=rights-find]")
    assert page.url.endswith("#id_rights_choose")
    with page.expect_navigation():
        page.click("button[name=rights-more]")
    assert page.locator("input[name=rights]").count() == 2 + 20
    assert page.locator("input[name=rights]:checked").count() == 2
    if scripts:
        assert window.accessibility_findings() == []
        assert page.evaluate(WIDER) <= 0
    assert window.errors == []
    if scripts:
        window.screenshot(f"rights-chosen-{language}")
    page.select_option("select[name=kind]", "licence/ordinary")
    page.fill("input[name=name]", made.OUTSIDE.name)
    page.fill("input[name=code]", made.OUTSIDE.code)
    with page.expect_navigation():
        page.locator("input[name=title]").press("Enter")  # not in the search box: this sends the form
    contract = Contract.objects.get(title="净水装置普通许可（演示）")
    assert contract.get_absolute_url() in page.url
    assert list(contract.rights.order_by("pk")) == [rows[1], rows[77]]
