"""Scores: lines, groups, totals, grades, ranges where something is unknown."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.programmes.definition.whole import Definition
from qinglan.programmes.judging.score import Score, score
from qinglan.programmes.judging.values import values
from tests.programmes.definition.building import (
    GRADES,
    grade,
    group,
    item,
    options,
    question,
    scheme,
    text,
)

NUMBERS = st.decimals(min_value=-1000, max_value=1000, places=3)
LINEAR = {"kind": "linear", "input": "first", "base": "18", "leading": "55"}
INVERSE = {"kind": "linear", "input": "first", "base": "3.9", "leading": "2.2"}
STEPS = {
    "kind": "steps",
    "input": "first",
    "bands": [{"at_least": "2", "marks": "10"}, {"at_least": "6", "marks": "50"}],
}


def one(marks: str, scorer: dict[str, Any], *questions: dict[str, Any], **more: Any) -> Definition:
    """A scheme with one item."""
    scoring = {"total": "100", "grades": GRADES, "groups": [group("all", item("it", marks, scorer))], **more}
    return scheme(*questions, scoring=scoring)


def result(definition: Definition, answers: dict[str, Any], marks: Any = None) -> Score:
    """The score of these answers."""
    return score(definition, values(definition, answers), marks)


@pytest.mark.parametrize(
    ("scorer", "answer", "expected", "formula"),
    [
        (LINEAR, "45", "5.84", "8 × (45 − 18) ÷ (55 − 18)"),
        (INVERSE, "3.2", "3.29", "8 × (3.9 − 3.2) ÷ (3.9 − 2.2)"),
        (LINEAR, "18", "0.00", "18 ≤ 18（基准值）：0 分"),
        (LINEAR, "60", "8.00", "60 ≥ 55（引领值）：8 分"),
        (INVERSE, "2.1", "8.00", "2.1 ≤ 2.2（引领值）：8 分"),
        ({"kind": "ratio", "input": "first", "leading": "16"}, "4", "2.00", "8 × 4 ÷ 16"),
        ({"kind": "ratio", "input": "first", "leading": "16"}, "40", "8.00", "8 × 40 ÷ 16，最多 8"),
        (
            {"kind": "ratio", "input": "first", "leading": "5", "inverse": True},
            "10",
            "4.00",
            "8 × 5 ÷ 10",
        ),
        ({"kind": "ratio", "input": "first", "leading": "5", "cap": None}, "10", "16.00", "8 × 10 ÷ 5"),
        ({"kind": "yes_no", "condition": "first > 3"}, "4", "8.00", "符合：8 分"),
        ({"kind": "yes_no", "condition": "first > 3"}, "3", "0.00", "不符合：0 分"),
    ],
)
def test_a_line_gives_marks_and_says_why(
    scorer: dict[str, Any], answer: str, expected: str, formula: str
) -> None:
    (line,) = result(one("8", scorer), {"first": answer}).lines
    assert (line.marks, line.formula.zh) == (Decimal(expected), formula)


def test_base_and_leading_value_may_come_from_the_industry() -> None:
    trade = question("trade", "choice", options=options("steel", "glass"))
    definition = scheme(
        question("first"),
        trade,
        question("best"),
        derived=[
            {
                "id": "usual",
                "text": text("基准"),
                "kind": "rate",
                "of": ["trade"],
                "table": {"steel": "20", "glass": "40"},
            }
        ],
        scoring={
            "total": "8",
            "grades": [grade("fail", "0", passes=False), grade("pass", "4", passes=True)],
            "groups": [
                group("all", item("it", "8", {**LINEAR, "base_from": "usual", "leading_from": "best"}))
            ],
        },
    )
    answers = {"first": "50", "trade": "steel", "best": "60"}
    assert result(definition, answers).total == Decimal("6.00")
    assert result(definition, {**answers, "trade": "glass"}).total == Decimal("4.00")
    for open_, missing in (({"trade": None}, "trade"), ({"best": None}, "best"), ({"best": "20"}, "best")):
        made = result(definition, {**answers, **open_})
        assert (made.low, made.high, made.lines[0].unknown) == (0, 8, (missing,))


@pytest.mark.parametrize(
    ("answer", "expected"), [("1.999", "0"), ("2", "10"), ("5.999", "10"), ("6", "50"), ("99", "50")]
)
def test_a_table_gives_the_marks_of_the_band_reached(answer: str, expected: str) -> None:
    assert result(one("50", STEPS), {"first": answer}).total == Decimal(expected)


def test_levels_give_their_share() -> None:
    level = question("level", "choice", options=options("low", "high", "none"))
    scorer = {
        "kind": "levels",
        "input": "level",
        "levels": [{"option": "low", "share": "0.5"}, {"option": "high", "share": "1"}],
    }
    totals = [result(one("5", scorer, level), {"level": one_}).total for one_ in ("low", "high", "none")]
    assert totals == [Decimal("2.5"), Decimal(5), Decimal(0)]


def test_experts_marks_are_averaged_without_the_extremes() -> None:
    definition = one("100", {"kind": "expert", "trim": 1})
    made = result(definition, {}, {"it": ("60", "80", "82.5", "85", "100")})
    assert made.total == Decimal("82.50")
    assert made.lines[0].formula.zh == "专家打分 60、80、82.5、85、100 的平均（去掉最高、最低各 1 份）"
    too_few = result(definition, {}, {"it": ("60", "80")})
    assert (too_few.low, too_few.high, too_few.unknown) == (0, 100, ("it",))
    with pytest.raises(ValueError, match="between 0 and 100"):
        result(definition, {}, {"it": ("101", "80", "80")})


def test_an_unknown_line_makes_the_total_a_range_and_never_silently_zero() -> None:
    scoring = {
        "total": "100",
        "grades": GRADES,
        "groups": [
            group("a", item("x", "70", LINEAR)),
            group("b", item("y", "30", {"kind": "yes_no", "condition": "second"})),
        ],
    }
    definition = scheme(question("first"), question("second", "yes_no"), scoring=scoring)
    made = result(definition, {"first": "55"})
    assert (made.total, made.low, made.high) == (None, Decimal(70), Decimal(100))
    assert (made.grade, made.passes, made.unknown) == ("pass", True, ("y",))
    open_ = result(definition, {"second": True})
    assert (open_.low, open_.high, open_.grade, open_.passes) == (30, 100, None, None)
    assert (open_.lowest_grade, open_.highest_grade) == ("fail", "pass")
    assert made.lines[1].formula.zh == "缺：second"


def test_of_several_ways_the_best_counts() -> None:
    scoring = {
        "total": "100",
        "grades": GRADES,
        "groups": [
            group(
                "all",
                item("by_first", "50", STEPS, best_of="way"),
                item("by_second", "50", {**STEPS, "input": "second"}, best_of="way"),
            )
        ],
    }
    definition = scheme(question("first"), question("second"), scoring=scoring)
    made = result(definition, {"first": "2", "second": "6"})
    assert made.total == 50
    assert [(line.id, line.counts) for line in made.lines] == [("by_first", False), ("by_second", True)]
    half = result(definition, {"first": "2"})
    assert (half.low, half.high, half.groups[0].full) == (10, 50, 50)


def test_required_items_count_together_or_not_at_all() -> None:
    scoring = {
        "total": "20",
        "grades": GRADES,
        "groups": [
            group(
                "base",
                item("must", "40", {"kind": "yes_no", "condition": "second"}),
                item("must_too", "20", {"kind": "yes_no", "condition": "third"}),
                item("may", "40", LINEAR),
                weight="20",
                required=["must", "must_too"],
            )
        ],
    }
    definition = scheme(
        question("first"), question("second", "yes_no"), question("third", "yes_no"), scoring=scoring
    )
    full = result(definition, {"first": "55", "second": True, "third": True})
    missed = result(definition, {"first": "55", "second": True, "third": False})
    open_ = result(definition, {"first": "55", "second": True})
    assert (full.total, missed.total, (open_.low, open_.high)) == (20, 8, (8, 20))
    assert [line.counts for line in missed.lines] == [False, False, True]


def test_what_does_not_apply_is_left_out_and_the_rest_scaled() -> None:
    groups = [
        group("a", item("x", "80", {"kind": "yes_no", "condition": "first >= 0"})),
        group("b", item("y", "20", LINEAR, applies_when="second")),
    ]
    plain = {"total": "100", "grades": GRADES, "groups": groups}
    questions = (question("first"), question("second", "yes_no"))
    answers = {"first": "0", "second": False}
    assert result(scheme(*questions, scoring=plain), answers).total == 80
    scaled = scheme(*questions, scoring={**plain, "rescale": True})
    assert (result(scaled, answers).total, result(scaled, answers).full) == (100, 100)
    open_ = result(scheme(*questions, scoring=plain), {"first": "99"})
    assert (open_.low, open_.high, open_.unknown) == (80, 100, ("y",))


def test_a_mean_divides_by_the_items_that_apply() -> None:
    ratio = {"kind": "ratio", "input": "first", "leading": "10"}
    scoring = {
        "total": "100",
        "combine": "mean",
        "line_places": 6,
        "grades": GRADES,
        "groups": [
            group(
                "all",
                item("x", "1", ratio),
                item("y", "1", {**ratio, "leading": "30"}),
                item("z", "1", ratio, applies_when="first > 100"),
            )
        ],
    }
    made = result(scheme(scoring=scoring), {"first": "10"})
    assert (made.total, made.full) == (Decimal("66.67"), 100)


def test_a_minimum_holds_the_pass_back() -> None:
    definition = scheme(
        question("first"),
        question("second"),
        scoring={
            "total": "100",
            "grades": GRADES,
            "minimum": {"people": "10"},
            "groups": [
                group("people", item("x", "50", {**STEPS, "input": "second"})),
                group("rest", item("y", "100", LINEAR)),
            ],
        },
    )
    assert result(definition, {"first": "55", "second": "2"}).grade == "pass"
    assert result(definition, {"first": "55", "second": "1"}).grade == "fail"
    assert result(definition, {"first": "55"}).grade is None


def test_a_shortcut_gives_the_grade_and_an_open_one_leaves_it_open() -> None:
    definition = one(
        "100",
        LINEAR,
        question("first"),
        question("certified", "yes_no"),
        shortcuts=[
            {
                "id": "direct",
                "text": {"zh": "直接", "en": "direct"},
                "condition": "certified",
                "grade": "pass",
            }
        ],
    )
    direct = result(definition, {"first": "18", "certified": True})
    assert (direct.grade, direct.shortcut, direct.total) == ("pass", "direct", 0)
    open_ = result(definition, {"first": "18"})
    assert (open_.grade, open_.highest_grade, open_.open_shortcuts) == (None, "pass", ("direct",))
    enough = result(definition, {"first": "55"})
    assert (enough.grade, enough.shortcut, enough.open_shortcuts) == ("pass", None, ())
    assert result(definition, {"first": "18", "certified": False}).grade == "fail"


def test_a_scheme_without_scoring_has_no_score() -> None:
    with pytest.raises(ValueError, match="has no scoring"):
        score(scheme(), {})


def test_grades_are_read_by_their_thresholds_whatever_their_order() -> None:
    stars = [
        grade("three", "80", passes=True),
        grade("none", "0", passes=False),
        grade("two", "75", passes=True),
    ]
    definition = one("100", {"kind": "expert"}, grades=stars)
    got = [result(definition, {}, {"it": (mark,)}).grade for mark in ("74.99", "75", "79.99", "80")]
    assert got == ["none", "two", "two", "three"]


WIDE = scheme(
    question("first"),
    question("second"),
    question("third", "yes_no"),
    scoring={
        "total": "100",
        "grades": GRADES,
        "groups": [
            group("a", item("up", "30", LINEAR), item("down", "20", {**INVERSE, "input": "second"})),
            group(
                "b",
                item("table", "50", STEPS),
                item("ratio", "10", {"kind": "ratio", "input": "second", "leading": "7"}),
                item("yes", "40", {"kind": "yes_no", "condition": "third"}),
                weight="40",
            ),
            group("c", item("people", "10", {"kind": "expert", "trim": 1})),
        ],
    },
)


@given(first=NUMBERS, more=NUMBERS)
def test_a_higher_value_never_brings_fewer_marks(first: Decimal, more: Decimal) -> None:
    low, high = sorted((first, more))
    for scorer in (LINEAR, STEPS, {"kind": "ratio", "input": "first", "leading": "3"}):
        assert (
            result(one("50", scorer), {"first": str(low)}).low
            <= result(one("50", scorer), {"first": str(high)}).low
        )
    for scorer in (INVERSE, {"kind": "ratio", "input": "first", "leading": "3", "inverse": True}):
        if low > 0:
            assert (
                result(one("50", scorer), {"first": str(low)}).low
                >= result(one("50", scorer), {"first": str(high)}).low
            )


@given(value=NUMBERS)
def test_marks_lie_between_nothing_and_the_full_marks_and_are_held_at_both_ends(value: Decimal) -> None:
    up = result(one("8", LINEAR), {"first": str(value)}).low
    down = result(one("8", INVERSE), {"first": str(value)}).low
    assert 0 <= up <= 8
    assert 0 <= down <= 8
    if value <= 18:
        assert up == 0
    if value >= 55:
        assert up == 8
    if value <= Decimal("2.2"):
        assert down == 8
    if value >= Decimal("3.9"):
        assert down == 0


@given(
    first=st.none() | NUMBERS,
    second=st.none() | NUMBERS,
    third=st.none() | st.booleans(),
    experts=st.lists(st.decimals(min_value=0, max_value=10, places=1), max_size=5),
)
def test_the_lines_add_up_to_groups_and_groups_to_the_total(
    first: Decimal | None, second: Decimal | None, third: bool | None, experts: list[Decimal]
) -> None:
    answers = {"first": first and str(first), "second": second and str(second), "third": third}
    made = result(WIDE, answers, {"people": experts})
    by_group = {one_.id: [line for line in made.lines if line.group == one_.id] for one_ in made.groups}
    for one_ in made.groups:
        low, high = sum(line.low for line in by_group[one_.id]), sum(line.high for line in by_group[one_.id])
        if one_.id == "b":
            low, high = round(low * 40 / Decimal(100), 10), round(high * 40 / Decimal(100), 10)
            assert abs(low - one_.low) <= Decimal("0.005")
            assert abs(high - one_.high) <= Decimal("0.005")
        else:
            assert (low, high) == (one_.low, one_.high)
    assert made.low == sum(one_.low for one_ in made.groups)
    assert made.high == sum(one_.high for one_ in made.groups)
    assert 0 <= made.low <= made.high <= 100
    assert (made.total is None) == (made.low != made.high)


@given(
    first=NUMBERS,
    second=NUMBERS,
    third=st.booleans(),
    hidden=st.sets(st.sampled_from(["first", "second", "third"])),
)
def test_the_true_score_lies_in_the_range_that_is_given_while_answers_are_missing(
    first: Decimal, second: Decimal, third: bool, hidden: set[str]
) -> None:
    answers = {"first": str(first), "second": str(second), "third": third}
    marks = {"people": ("5", "6", "7")}
    whole = result(WIDE, answers, marks)
    part = result(WIDE, {name: value for name, value in answers.items() if name not in hidden}, marks)
    assert whole.total is not None
    assert part.low <= whole.total <= part.high


@given(
    marks=st.lists(st.decimals(min_value=0, max_value=10, places=2), min_size=3, max_size=9), data=st.data()
)
def test_the_order_of_experts_does_not_matter(marks: list[Decimal], data: st.DataObject) -> None:
    other = data.draw(st.permutations(marks))
    definition = one("10", {"kind": "expert", "trim": 1})
    assert result(definition, {}, {"it": marks}) == result(definition, {}, {"it": other})
