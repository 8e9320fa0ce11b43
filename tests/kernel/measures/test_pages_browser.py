"""An officer reports a figure and corrects it in Chromium, on a desk and on a phone, in both languages."""

from datetime import date
from typing import Any

import pytest

from qinglan.kernel.measures.domain.figure import correct_figure
from qinglan.kernel.measures.models import Figure
from tests.kernel.measures.city import EAST, FIRM_A, PACK, entry, figure, report_of
from tests.support.browser import DESKTOP, PHONE, WINDOWS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORDS = {
    "zh-hans": {
        "report": "填报数值",
        "indicator": "指标",
        "name": "指标output",
        "go on": "下一步",
        "send": "提交数值",
        "correct": "更正数值",
        "history": "更正：数值 12,600.5万元 → 12,700万元。理由：看错一行",
    },
    "en": {
        "report": "Report a figure",
        "indicator": "Indicator",
        "name": "Indicator output",
        "go on": "Continue",
        "send": "Report the figure",
        "correct": "Correct the figure",
        "history": "Corrected: value CNY 126,005,000 → CNY 127,000,000. Reason: 看错一行",
    },
}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SIZES = """() => {
  const sizes = new Set();
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.getClientRects().length || parent.closest("svg")) continue;
    sizes.add(getComputedStyle(parent).fontSize);
  }
  return sizes.size;
}"""


@pytest.fixture
def window(visit: Any, city: Any, officer: Any) -> Any:
    """A window of some width, in a language, in which the officer has logged in."""

    def opened(size: dict[str, int], language: str) -> Any:
        visitor = visit(size).enter(officer, language)
        visitor.open("/figures/")
        return visitor

    return opened


def look(visitor: Any, name: str) -> None:
    """The page at hand is accessible, fits its window, keeps to three sizes and does not complain."""
    visitor.screenshot(f"measures-{name}")
    assert visitor.accessibility_findings() == []
    assert not visitor.page.evaluate(WIDER)
    assert visitor.page.evaluate(SIZES) <= 3
    assert visitor.errors == []


@WINDOWS
def test_an_officer_reports_a_figure_and_corrects_it(
    window: Any, size: dict[str, int], language: str
) -> None:
    words = WORDS[language]
    visitor = window(size, language)
    page = visitor.page
    look(visitor, f"empty-{language}")
    page.get_by_role("link", name=words["report"]).first.click()
    look(visitor, f"choose-{language}")
    page.select_option("select[name=indicator]", label=words["name"])
    page.select_option("select[name=year]", "2025")
    page.get_by_role("button", name=words["go on"]).click()
    page.wait_for_url(f"**/{PACK}/output/2025/")
    look(visitor, f"report-{language}")

    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_selector(".q-error-summary")
    look(visitor, f"errors-{language}")
    page.fill("[name=value]", "１２，６００．５")
    page.fill("[name=subject_name]", "甲（演示）有限公司")
    page.fill("[name=subject_code]", FIRM_A.lower())
    page.select_option("[name=territory]", EAST)
    page.fill("[name=evidence]", "统计年报，档案 12 号")
    page.get_by_role("button", name=words["send"]).click()
    page.wait_for_selector(".q-history")
    look(visitor, f"record-{language}")

    page.get_by_role("link", name=words["correct"]).click()
    look(visitor, f"correct-{language}")
    page.fill("[name=value]", "12700")
    page.fill("[name=reason]", "看错一行")
    page.get_by_role("button", name=words["correct"]).click()
    page.locator(".q-history > li").nth(1).wait_for()
    assert page.locator(".q-history > li").first.inner_text().splitlines()[-1] == words["history"]
    look(visitor, f"corrected-{language}")
    assert [(str(row.value), row.is_current) for row in Figure.objects.order_by("pk")] == [
        ("12600.5000", False),
        ("12700.0000", True),
    ]


@pytest.mark.parametrize(("size", "language"), [(DESKTOP, "zh-hans"), (PHONE, "en")], ids=["1440", "390"])
def test_whoever_comes_late_sees_both_versions_and_keeps_his_own(
    window: Any, officer: Any, other_officer: Any, size: dict[str, int], language: str
) -> None:
    stands = figure(officer, "projects", 2025, "10")
    visitor = window(size, language)
    page = visitor.page
    visitor.open(f"/figures/{stands.pk}/correct/")
    page.fill("[name=value]", "11")
    page.fill("[name=reason]", "重新清点")
    report = report_of("projects", 2025, "12")
    correct_figure(acting_user=other_officer, figure=stands, report=report, reason="看错一行")
    page.get_by_role("button", name=WORDS[language]["correct"]).click()
    page.wait_for_selector("[name=look_again]")
    assert ["409" in error for error in visitor.errors] == [True]
    visitor.errors.clear()
    look(visitor, f"conflict-{language}")
    first = page.locator("main tbody tr").first
    assert first.locator("td").all_inner_texts() == ["11", "12"]
    page.click("[name=look_again]")
    page.wait_for_selector("[name=reason]")
    assert [page.input_value(f"[name={name}]") for name in ("value", "reason")] == ["11", "重新清点"]
    page.get_by_role("button", name=WORDS[language]["correct"]).click()
    page.wait_for_selector(".q-history")
    assert [int(row.value) for row in Figure.objects.order_by("pk")] == [10, 12, 11]


@WINDOWS
def test_the_other_pages_are_sound(window: Any, officer: Any, size: dict[str, int], language: str) -> None:
    item = entry(
        officer, "arrivals", "甲（演示）有限公司", date(2025, 1, 1), stage="signed", level="municipal"
    )
    visitor = window(size, language)
    for name, path in (
        ("catalogue", "/measures/"),
        ("list", "/figures/"),
        ("enter", f"/figures/enter/{PACK}/arrivals/2025-03-01/"),
        ("entry", f"/figures/entries/{item.pk}/"),
        ("end", f"/figures/entries/{item.pk}/end/"),
        ("withdraw", f"/figures/entries/{item.pk}/withdraw/"),
    ):
        assert visitor.open(path) == 200
        look(visitor, f"{name}-{language}")
