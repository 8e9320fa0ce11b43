"""What a plan says of the day by which it is filed, in both languages."""

from datetime import date

import pytest
from django.utils import translation

from qinglan.contracts.sharing.filing_words import filing_words
from qinglan.kernel.periods.filing import filing_day
from qinglan.kernel.periods.packs import national_calendar

RULE = "税务总局公告2018年第30号 第一条"
MOVING = "税收征收管理法实施细则及税务总局各年度申报纳税期限的通知 细则第一百零九条"


def said(named: date, language: str) -> str:
    with translation.override(language):
        return filing_words(filing_day(named, national_calendar(), run=3))


@pytest.mark.parametrize(
    ("named", "chinese", "english"),
    [
        (
            date(2026, 7, 15),
            f"请在2026-07-15 24:00前报税务机关备案（{RULE}）。",
            f"To be filed with the tax office before 2026-07-15 24:00 ({RULE}).",
        ),
        (
            date(2026, 8, 15),
            f"请在2026-08-17 24:00前报税务机关备案（{RULE}）。2026-08-15为休假日，顺延至下一个工作日（{MOVING}）。",
            f"To be filed with the tax office before 2026-08-17 24:00 ({RULE}). 2026-08-15 is a day off: the next working day ({MOVING}).",
        ),
        (
            date(2026, 10, 15),
            f"请在2026-10-26 24:00前报税务机关备案（{RULE}）。期限内有连续休假，由2026-10-15顺延7个工作日（{MOVING}）。",
            f"To be filed with the tax office before 2026-10-26 24:00 ({RULE}). 2026-10-15, prolonged by 7 working days for a holiday of so many days within the period ({MOVING}).",
        ),
        (
            date(2035, 10, 15),
            f"请在2035-10-15 24:00前报税务机关备案（{RULE}）。暂定：该年度的放假通知尚未发布。",
            f"To be filed with the tax office before 2035-10-15 24:00 ({RULE}). Provisional: the holiday notice of that year is not out yet.",
        ),
    ],
)
def test_the_day_its_source_and_why_it_moved_are_said(named: date, chinese: str, english: str) -> None:
    assert (said(named, "zh-hans"), said(named, "en")) == (chinese, english)
