"""The pages of shared income in a browser: both widths, both languages, nothing that axe finds."""

from datetime import date
from typing import Any

import pytest

from qinglan.contracts.domain.idle import apply_for_use
from qinglan.contracts.domain.share_notice import draft_price_notice, object_to_notice
from qinglan.contracts.models import Inventor, ShareNotice, ShareObjection
from tests.contracts.sharing import made
from tests.support.browser import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _paths(who: dict[str, Any]) -> dict[str, str]:
    """A page of every kind, with something on it."""
    conversion = made.usual(who)
    plan = made.payable(who, made.shared(who, conversion))
    invention = conversion.inventions.get()
    idle = made.invention(
        who, [Inventor.objects.get(staff_number="T0001")], [10000], mains=1, title="闲置成果（演示）",
        completed_on=date(2024, 1, 10),
    )  # fmt: skip
    asked = apply_for_use(acting_user=who["maker"], invention=idle, plan="与演示企业合作中试")
    waiting = made.planned(who, [(idle, 1)], title="闲置成果转让（演示）", way="transfer")
    notice = made.posted(
        who,
        draft_price_notice(
            acting_user=who["member"], conversion=made.decided(who, waiting), contact="科研处 023-60000000"
        ),
    )
    object_to_notice(acting_user=who["maker"], notice=notice, text="价格偏低")
    base, rewards = "/contracts/income/", ShareNotice.objects.get(distribution=plan)
    return {
        "conversions": base,
        "conversion": conversion.get_absolute_url(),
        "plan": plan.get_absolute_url(),
        "tax": f"{plan.get_absolute_url()}tax/",
        "inventions": f"{base}inventions/",
        "invention": invention.get_absolute_url(),
        "idle": idle.get_absolute_url(),
        "contributors": f"{idle.get_absolute_url()}people/",
        "application": f"{base}applications/{asked.pk}/",
        "people": f"{base}people/",
        "left": f"{base}people/{Inventor.objects.get(staff_number='T0002').pk}/left/",
        "rules": f"{base}rules/",
        "rule": f"{base}rules/new/",
        "notices": f"{base}notices/",
        "price-notice": notice.get_absolute_url(),
        "reward-notice": rewards.get_absolute_url(),
        "ruling": f"{base}objections/{ShareObjection.objects.get().pk}/",
        "proposal": f"{base}new/",
        "yearly": f"{base}yearly/",
    }


def test_every_page_in_both_widths_and_languages(visit: Any) -> None:
    who = made.people()
    paths = _paths(who)
    visitor = visit()
    for size in (DESKTOP, PHONE):
        visitor.page.set_viewport_size(size)
        for language in ("zh-hans", "en"):
            visitor.enter(who["admin"], language)
            for name, path in paths.items():
                assert visitor.open(path) == 200, (name, path)
                assert visitor.accessibility_findings() == [], (name, size, language)
                assert visitor.page.evaluate(WIDER) <= 0, (name, size, language)
                assert visitor.errors == [], name
                visitor.screenshot(f"income-{name}-{language}")
