"""Experts, brokers and one's own data in Chromium: a phone in Chinese, a desk in English; axe, and it fits."""

from typing import Any

import pytest

from qinglan.parties.domain import broker as brokers
from qinglan.parties.domain.expert import show_expert
from qinglan.parties.domain.personal_data import ask
from qinglan.parties.models import Broker
from tests.parties.experts.made import DAY, ID_NUMBER, admitted, fresh
from tests.parties.experts.test_pages import broker_of
from tests.parties.organisations.test_pages_browser import WIDER
from tests.support.browser import DESKTOP, PHONE
from tests.support.people import person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seen(officer: Any, chen: Any) -> dict[Any, tuple[str, ...]]:
    """Who looks at which addresses."""
    expert = admitted(officer, chen, mobile="19911112222", id_number=ID_NUMBER)
    show_expert(acting_user=chen, expert=fresh(expert), shown=True, agrees=True)
    made = brokers.apply_as_broker(acting_user=chen, particulars=broker_of(mobile="19911112222"))
    brokers.admit_broker(acting_user=officer, broker=Broker.objects.get(pk=made.pk), on=DAY, reason="x")
    asked = ask(acting_user=chen, kind="correction", text="姓名写错")
    one, other = f"/experts/{expert.pk}/", f"/brokers/{made.pk}/"
    settles = (f"{one}suspend/", f"/personal/requests/{asked.pk}/", "/personal/show/expert.mobile/")
    mine = ("", "consents/", "readings/")
    return {
        None: (one, other, "/brokers/"),
        officer: (
            one, f"{one}edit/", settles[0], "/experts/", other, f"{other}edit/", "/personal/requests/", settles[1],
            f"{settles[2]}{expert.pk}/",
        ),
        chen: (
            one, f"{one}edit/", f"{one}show/", f"{one}interests/", f"{other}edit/",
            *(f"/account/data/{page}" for page in mine), "/interests/", "/account/data/ask/erasure/",
        ),
        person("new"): ("/experts/apply/", "/brokers/apply/"),
    }  # fmt: skip


@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh-hans"), (DESKTOP, "en")], ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits(
    visit: Any, seen: dict[Any, tuple[str, ...]], size: dict[str, int], language: str
) -> None:
    faults: dict[str, Any] = {}
    visitor = visit(size)
    for who, addresses in seen.items():
        visitor.enter(who, language)
        for address in addresses:
            answer = visitor.page.goto(visitor.base + address)
            found = visitor.accessibility_findings()
            if answer.status != 200 or found or visitor.page.evaluate(WIDER):
                faults[f"{who} {address}"] = (answer.status, found)
    assert faults == {}
