"""The published guides on best available techniques: imported by their mapping, found by a stranger on the phone."""

from pathlib import Path
from typing import Any

import pytest

from qinglan.kernel.search.following.rebuilding import rebuild
from qinglan.market.domain.importing import import_file
from qinglan.market.exchange.mapping import mappings
from qinglan.market.models import Technology
from tests.support.browser import PHONE
from tests.walks import market_stage

GUIDES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hj_technologies.jsonl"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.real_data,
    pytest.mark.skipif(not GUIDES.exists(), reason="the guides are not here"),
]


def test_the_guides_are_imported_and_searched(sits: Any) -> None:
    here = market_stage.opened()
    report = import_file(
        acting_user=here["officer"], side="technology", path=GUIDES, mapping=mappings()["hj-guides"],
        owner=here["university"], publish_on="公开标准",
    )  # fmt: skip
    assert (report.new, report.refused) == (318, 7)
    rebuild("technologies")
    stranger = sits(None, PHONE)
    stranger.go("/market/search/").page.fill("#market-q", "烟气脱硝")
    stranger.page.press("#market-q", "Enter")
    stranger.reads("SNCR脱硝", "SCR脱硝").looks_right("guides-found")
    marked = " ".join(stranger.main.locator("mark").all_inner_texts())
    assert "脱硝" in marked
    stranger.follow("SNCR脱硝").reads("烟气", "带二维码的海报").looks_right("guides-record")
    stranger.go("/market/search/?q=title:剥皮").reads("干法剥皮技术")
    wanted = Technology.objects.get(title="干法剥皮技术")
    assert (
        stranger.row("干法剥皮技术").get_by_role("link").first.get_attribute("href")
        == wanted.get_absolute_url()
    )
