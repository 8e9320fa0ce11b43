"""The last days of terms, held against a plain reckoning."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qinglan.contracts.mobility.conditions import last_day_of_extension, last_day_of_first_term
from qinglan.contracts.mobility.pack import mobility_rules

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2080, 1, 1))


@given(DAYS)
def test_a_leave_lasts_three_years_and_with_its_extension_six(first: date) -> None:
    way = mobility_rules().ways["leave"]
    last = last_day_of_first_term(way, first)
    assert last is not None
    assert 1094 <= (last - first).days <= 1095
    extended = last_day_of_extension(way, last)
    assert extended is not None
    beginning = extended + timedelta(days=1)
    assert (beginning.year, beginning.month) == (first.year + 6, first.month)
    assert beginning.day in (first.day, 28)


@given(DAYS)
def test_other_ways_have_no_longest_term(first: date) -> None:
    for name in ("part_time", "start_up", "lead"):
        way = mobility_rules().ways[name]
        assert last_day_of_first_term(way, first) is None
        assert last_day_of_extension(way, first) is None
