"""Conditions and score: pure, and unknown is never unmet."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Some
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.market.matching import conditions
from qinglan.market.matching.scoring import score, weight_of

TODAY = date(2026, 11, 22)
CODES = [one.code for one in conditions.CONDITIONS]


def pair(monkeypatch: pytest.MonkeyPatch, need: dict[str, Any], technology: dict[str, Any]) -> dict[str, Any]:
    """The outcomes for two listings that say nothing else; everything is open to members."""
    monkeypatch.setattr(conditions, "open_to_members", lambda listing, aspect: True)
    place = Some(pk="500115", parent_id="500000")
    nothing = {"modes": [], "languages": [], "territory": place, "fields": Some(all=list)}
    one = {**nothing, "trl_wanted": None, "budget_max": None, "deadline": None, **need}
    other = {**nothing, "trl": None, "price_kind": "", "price_min": None, **technology}
    return conditions.outcomes(Some(**one), Some(**other), TODAY)  # type: ignore[arg-type]


def test_what_nobody_says_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pair(monkeypatch, {}, {}) == {
        "mode": None, "readiness": None, "deadline": None, "money": None,
        "field": None, "place": True, "language": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("need", "technology", "code", "outcome"),
    [
        ({"modes": ["transfer"]}, {"modes": ["service"]}, "mode", False),
        ({"modes": ["exclusive"]}, {"modes": ["ordinary"]}, "mode", True),
        ({"trl_wanted": 7}, {"trl": 6}, "readiness", False),
        ({"trl_wanted": 7}, {"trl": 7}, "readiness", True),
        ({"deadline": TODAY}, {}, "deadline", True),
        ({"deadline": date(2026, 11, 21)}, {}, "deadline", False),
        ({"budget_max": 100}, {"price_kind": "fixed", "price_min": 100}, "money", True),
        ({"budget_max": 99}, {"price_kind": "range", "price_min": 100}, "money", False),
        ({"budget_max": 99}, {"price_kind": "reserve", "price_min": 100}, "money", None),
        ({"territory": Some(pk="110101", parent_id="110000")}, {}, "place", False),
        ({"languages": ["en"]}, {"languages": ["zh", "en"]}, "language", True),
    ],
)
def test_one_condition(
    monkeypatch: pytest.MonkeyPatch,
    need: dict[str, Any],
    technology: dict[str, Any],
    code: str,
    outcome: bool | None,
) -> None:
    assert pair(monkeypatch, need, technology)[code] is outcome


def test_only_a_broken_hard_condition_makes_a_pair_impossible() -> None:
    unknown: dict[str, bool | None] = dict.fromkeys(CODES)
    assert conditions.is_possible(unknown)
    assert conditions.is_possible({**unknown, "money": False, "place": False})
    assert not conditions.is_possible({**unknown, "readiness": False})


@given(
    st.integers(0, 1000),
    st.dictionaries(st.sampled_from(CODES), st.sampled_from([True, False, None])),
    st.integers(0, 60),
)
def test_a_score_is_within_a_thousand_and_falls_with_refusals(
    closeness: int, found: dict[str, bool | None], refusals: int
) -> None:
    assert 0 <= score(closeness, found, refusals + 1) <= score(closeness, found, refusals) <= 1000


def test_the_score_of_known_pairs() -> None:
    met: dict[str, bool | None] = {"mode": True, "readiness": True, "money": False, "field": True}
    assert score(1000, met, 0) == 925
    assert score(1000, {}, 0) == 850
    assert score(1000, met, 2) == 832
    assert [weight_of(n) for n in (0, 1, 2, 3, 40)] == [1, 1, Decimal("0.9"), Decimal("0.81"), Decimal("0.5")]
