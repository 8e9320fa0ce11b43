"""In Chromium: the pages of a contract in force, on a desk and on a phone, by which a provider delivers and amends."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.contracts.models import Amendment, Contract
from tests.contracts import made
from tests.contracts.performing import raised
from tests.kernel.documents.samples import pdf
from tests.support.browser import WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def busy(who: dict[str, Any]) -> Contract:
    """A contract in force on which everything waits."""
    contract = made.contract(who, state="in_force", milestones=[1_200_000_00, 800_000_00])
    raised.matter(who, contract)
    raised.amendment(who, contract)
    raised.ending(who, contract)
    return contract


@WINDOWS
def test_every_page_is_accessible_quiet_and_fits_its_window(
    visit: Any, size: dict[str, int], language: str
) -> None:
    who = made.parties()
    contract = busy(who)
    own = contract.get_absolute_url()
    one = contract.milestones.get(number=1)
    matter, amendment, ending = contract.matters.get(), contract.amendments.get(), contract.endings.get()
    pages = (
        (
            who["member"],
            [
                own,
                f"{own}amend/",
                f"{own}end/",
                f"{own}matters/new/",
                f"/contracts/matters/{matter.pk}/settle/",
                f"/contracts/milestones/{one.pk}/deliver/",
            ],
        ),
        (
            who["buyer"],
            [
                own,
                f"/contracts/matters/{matter.pk}/answer/",
                f"/contracts/amendments/{amendment.pk}/refuse/",
                f"/contracts/endings/{ending.pk}/refuse/",
                f"/contracts/milestones/{one.pk}/refuse/",
            ],
        ),
    )
    findings = {}
    visitor = visit(size)
    for person, addresses in pages:
        visitor.enter(person, language)
        for place, address in enumerate(addresses):
            findings |= visitor.what_is_wrong(address)
            visitor.screenshot(f"performing-{person.username}-{place}-{language}")
    assert findings == {}


@WINDOWS
def test_one_proposes_a_longer_term_and_the_other_agrees_by_the_buttons(
    window: Any, size: dict[str, int], language: str, tmp_path: Path
) -> None:
    who = made.parties()
    contract = made.contract(who, state="in_force")
    path = tmp_path / "补充协议.pdf"
    path.write_bytes(pdf())
    seller = window(who["member"], size, language)
    seller.open(contract.get_absolute_url())
    seller.page.click(f"main a[href='{contract.get_absolute_url()}amend/']")
    seller.page.fill("[name=ends_on]", "2029-01-09")
    seller.page.locator("main form button.btn-primary").click()
    seller.page.wait_for_selector("main [aria-invalid=true]")
    assert seller.page.input_value("[name=ends_on]") == "2029-01-09"
    assert seller.accessibility_findings() == []
    seller.page.fill("[name=reason]", "延期一年（演示）")
    seller.page.set_input_files("[name=file]", str(path))
    seller.page.locator("main form button.btn-primary").click()
    seller.page.wait_for_url(f"**{contract.get_absolute_url()}")
    row = Amendment.objects.get()
    buyer = window(who["buyer"], size, language)
    buyer.open(contract.get_absolute_url())
    assert buyer.page.locator("#amendments del").all_inner_texts() == ["2028-01-09"]
    assert buyer.page.locator("#amendments ins").all_inner_texts() == ["2029-01-09"]
    buyer.page.click(f"form[action='/contracts/amendments/{row.pk}/agree/'] button")
    buyer.page.wait_for_url(f"**{contract.get_absolute_url()}")
    row.refresh_from_db()
    contract.refresh_from_db()
    assert (row.state, str(contract.ends_on)) == ("agreed", "2029-01-09")
    assert seller.errors == buyer.errors == []
