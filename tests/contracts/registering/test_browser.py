"""The pages of registrations in Chromium, on a desk and on a phone: accessible, quiet, no wider than the window."""

from typing import Any

import pytest

from qinglan.contracts.domain import registration_review as reviews
from qinglan.contracts.models import Registration
from qinglan.kernel import clock
from tests.contracts.registering import made
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = "/contracts/registrations/"


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")])
def test_every_page_is_accessible_quiet_and_fits_its_window(
    visit: Any, size: dict[str, int], language: str
) -> None:
    who = made.people()
    contract = made.in_force(who)
    draft = made.draft(who, contract, tech_field="", signed_on=None)
    Registration.objects.filter(pk=draft.pk).update(title="缺几项的登记（演示）")
    registered = made.registration(who, "registered")
    twin = made.registration(who, "accepted", is_related=True, related_note="同一股东（演示）")
    filed = made.registration(
        who, "handed_over", amount=3_00, technology_amount=3_00, handed_over_on=clock.today()
    )
    review = made.registration(who, "accepted", amount=5_000_000_00, technology_amount=5_000_000_00)
    reviews.open_review(acting_user=who["registrar"], row=review, because="large")
    pages = (
        (
            who["member"],
            [
                contract.get_absolute_url(),
                PAGES,
                *(f"{PAGES}{draft.pk}/{page}" for page in ("", "project/", "amounts/", "sides/buyer/", "sheet/", "withdraw/")),
                *(f"{PAGES}{registered.pk}/{page}" for page in ("", "change/", "cancel/")),
            ],
        ),
        (
            who["registrar"],
            [
                f"{PAGES}queue/",
                *(f"{PAGES}{twin.pk}/{page}" for page in ("", "pass/", "return/", "green/", "review/")),
                *(f"{PAGES}{review.pk}/{page}" for page in ("", "opinion/", "conclude/")),
                f"{PAGES}{filed.pk}/number/",
                "/sheets/registrations/",
            ],
        ),
        (who["officer"], [PAGES, f"{PAGES}offices/", f"{PAGES}offices/{who['office'].pk}/"]),
    )  # fmt: skip
    findings = {}
    visitor = visit(size)
    for person, addresses in pages:
        visitor.enter(person, language)
        for address in addresses:
            findings |= visitor.what_is_wrong(address)
    assert findings == {}


def test_a_field_of_the_sheet_is_copied_by_a_press(window: Any) -> None:
    who = made.people()
    row = made.registration(who, "passed")
    visitor = window(who["member"], DESKTOP, "zh-hans")
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visitor.base)
    visitor.open(f"{PAGES}{row.pk}/sheet/")
    visitor.page.click('[data-q-copy="环境保护与资源综合利用"]')
    visitor.page.get_by_text("已复制").first.wait_for()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == "环境保护与资源综合利用"
