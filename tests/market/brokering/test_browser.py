"""In Chromium: the pages of brokers and of matches, in both sizes and languages."""

from typing import Any

import pytest

from qinglan.kernel import clock
from qinglan.kernel.search.following.rebuilding import rebuild
from qinglan.market.domain import mandate as mandates
from qinglan.market.domain.match import refresh_matches
from qinglan.market.domain.visit import note_visit
from qinglan.market.models import Match, Need
from qinglan.parties.domain.account import system_user
from tests.market.brokering.test_mandate import deal, introduced, mandated, terms  # noqa: F401 - a fixture
from tests.market.brokering.test_visits import NOTE
from tests.support.browser import WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@WINDOWS
def test_pages_of_brokers_and_matches(
    deal: dict[str, Any],  # noqa: F811 - the fixture
    visit: Any,
    size: dict[str, int],
    language: str,
) -> None:
    broker = deal["one"]
    note = note_visit(acting_user=broker, organisation=deal["owner"], way="call", on=clock.today(), text=NOTE)
    for side in ("technology", "need"):
        mandated(deal, "one", side)
    one = introduced(deal, "one")
    proposed = mandates.propose_mandate(acting_user=deal["two"], listing=deal["need"], terms=terms())
    Need.objects.filter(pk=deal["need"].pk).update(modes=["ordinary"])  # so that the two fit
    for name in ("technologies", "needs"):
        rebuild(name)
    refresh_matches(acting_user=system_user(), side="need", key=deal["need"].pk)
    window = visit(size).enter(None, language)
    pages = {
        "card": f"/brokers/{broker.broker.pk}/card/",
        "poster": f"{deal['technology'].get_absolute_url()}poster/",
        "home": "/market/brokering/",
        "visit": "/market/brokering/visits/new/",
        "draft": f"/market/brokering/visits/{note.pk}/need/",
        "mandate": deal["need"].mandates.get(broker=broker.broker).get_absolute_url(),
        "propose": f"{deal['technology'].get_absolute_url()}mandate/",
        "introduction": one.get_absolute_url(),
        "introduce": f"/market/introductions/new/?need={deal['need'].reference}",
        "matches": deal["need"].get_matches_url(),
    }
    found = {}
    for name, address in pages.items():
        if name == "home":  # What comes before it, strangers see.
            window.enter(broker, language)
        status = window.open(address)
        found[name] = (status, window.accessibility_findings(), window.page.evaluate(WIDER) <= 0)
        window.screenshot(f"broker-{name}-{language}")
    assert found == {name: (200, [], True) for name in pages}
    assert (window.errors, proposed.state, Match.objects.count()) == ([], "proposed", 1)
