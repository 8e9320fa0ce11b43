"""Days, moments and deadlines in words, in the legal time zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.utils import translation

from qinglan.kernel.web import dates
from qinglan.kernel.web.templatetags import qinglan as tags

SHANGHAI = timezone(timedelta(hours=8))
CLOSING = datetime(2026, 11, 26, 17, 30, tzinfo=SHANGHAI)


def test_a_day_is_short_in_tables_and_long_in_prose():
    day = date(2026, 1, 5)
    with translation.override("zh-hans"):
        assert [dates.day(day), dates.day(day, "prose")] == ["2026-01-05", "2026年1月5日"]
    with translation.override("en"):
        assert [dates.day(day), dates.day(day, "prose")] == ["2026-01-05", "5 January 2026"]


def test_a_moment_is_told_in_shanghai():
    moment = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert dates.day(moment, "prose") == "2027年1月1日"
        assert dates.minute(moment) == "2027-01-01 00:05"
        assert dates.machine(moment) == "2027-01-01T00:05+08:00"
    with translation.override("en"):
        assert dates.minute(moment, "prose") == "1 January 2027, 00:05"


def test_an_end_at_midnight_belongs_to_the_day_that_ends():
    assert dates.end(datetime(2026, 12, 31, 16, tzinfo=UTC)) == "2026-12-31 24:00"
    assert dates.end(CLOSING) == "2026-11-26 17:30"
    assert (
        tags.end(CLOSING) == '<time class="q-num" datetime="2026-11-26T17:30+08:00">2026-11-26 17:30</time>'
    )


@pytest.mark.parametrize(
    ("days", "until", "chinese", "english"),
    [
        (3, CLOSING, "还剩 3 个工作日（至 11 月 26 日 17:30）", "3 working days left (until 26 November 17:30)"),
        (1, date(2026, 11, 26), "还剩 1 个工作日（至 11 月 26 日）", "1 working day left (until 26 November)"),
        (0, CLOSING, "今天到期（至 11 月 26 日 17:30）", "Due today (until 26 November 17:30)"),
        (-1, CLOSING, "已逾期 1 个工作日（11 月 26 日 17:30截止）", "1 working day overdue (since 26 November 17:30)"),
        (-2, CLOSING, "已逾期 2 个工作日（11 月 26 日 17:30截止）", "2 working days overdue (since 26 November 17:30)"),
    ],
)  # fmt: skip
def test_a_deadline_is_told_in_working_days(days, until, chinese, english):
    with translation.override("zh-hans"):
        assert dates.days_left(days, until) == chinese
    with translation.override("en"):
        assert dates.days_left(days, until) == english


def test_the_light_of_a_deadline():
    assert [dates.urgency(days) for days in (-1, 0, 5, 6)] == ["late", "due", "due", "idle"]
