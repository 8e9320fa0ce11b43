"""How a target stands: every state, every comparator, and what must hold for all numbers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.measures.result import Result, Standing
from qinglan.plans.evaluation import Aim, Evaluation, State, evaluate, is_met, last_day

TODAY = date(2026, 11, 22)
AHEAD = date(2028, 12, 31)
PAST = date(2025, 12, 31)
ORDER = [State.MISSED, State.UNDER_WAY, State.SOFT_OPEN, State.REACHED_LATE, State.REACHED, State.SURPLUS]


def aim(
    comparator: str, value: str, upper: str | None = None, *, soft: bool = False, by: date | None = AHEAD
) -> Aim:
    return Aim(comparator, Decimal(value), Decimal(upper) if upper else None, soft, by)


def result(value: str | None, standing: Standing = Standing.KNOWN) -> Result:
    return Result(None if value is None else Decimal(value), "家", standing)


def state(asked: Aim, now: str | None, then: str | None = None) -> State:
    over = asked.deadline is not None and asked.deadline < TODAY
    return evaluate(asked, result(now), result(then) if over else None, TODAY).state


def test_before_the_deadline_each_comparator_is_met_where_its_words_say() -> None:
    found = {
        (comparator, actual): state(aim(comparator, "30", "50" if comparator == "range" else None), actual)
        for comparator in ("eq", "ge", "gt", "approx", "range", "le", "lt")
        for actual in ("29.9", "30", "30.1", "50", "50.1")
    }
    open_, reached, surplus = State.UNDER_WAY, State.REACHED, State.SURPLUS
    rows = {
        "eq": [open_, reached, surplus, surplus, surplus],
        "ge": [open_, reached, reached, reached, reached],
        "gt": [open_, open_, reached, reached, reached],
        "approx": [open_, reached, surplus, surplus, surplus],
        "range": [open_, reached, reached, reached, surplus],
        "le": [surplus, reached, open_, open_, open_],
        "lt": [reached, open_, open_, open_, open_],
    }
    actuals = ("29.9", "30", "30.1", "50", "50.1")
    assert found == {
        (comparator, actual): one
        for comparator, row in rows.items()
        for actual, one in zip(actuals, row, strict=True)
    }


def test_a_plain_zero_is_a_ceiling() -> None:
    assert [state(aim("eq", "0"), actual) for actual in ("-1", "0", "0.1")] == [
        State.SURPLUS,
        State.REACHED,
        State.UNDER_WAY,
    ]


@pytest.mark.parametrize(
    ("then", "now", "firm", "soft"),
    [
        ("30", "30", State.REACHED, State.REACHED),
        ("31", "30", State.SURPLUS, State.SURPLUS),
        ("30", "12", State.REACHED, State.REACHED),  # What was reached in time stays reached.
        ("29", "30", State.REACHED_LATE, State.REACHED_LATE),
        ("29", "90", State.REACHED_LATE, State.REACHED_LATE),
        (None, "30", State.REACHED_LATE, State.REACHED_LATE),
        ("29", "29", State.MISSED, State.SOFT_OPEN),
        (None, "29", State.MISSED, State.SOFT_OPEN),
    ],
)
def test_after_the_deadline_what_was_measured_then_decides(
    then: str | None, now: str, firm: State, soft: State
) -> None:
    assert state(aim("eq", "30", by=PAST), now, then) == firm
    assert state(aim("eq", "30", by=PAST, soft=True), now, then) == soft


def test_a_soft_target_is_open_but_never_failed() -> None:
    assert state(aim("eq", "30", soft=True), "3") == State.SOFT_OPEN
    assert state(aim("eq", "30", soft=True, by=None), "3") == State.SOFT_OPEN


def test_a_target_without_deadline_is_under_way_until_it_is_reached() -> None:
    assert [state(aim("ge", "30", by=None), actual) for actual in ("3", "30")] == [
        State.UNDER_WAY,
        State.REACHED,
    ]


def test_the_last_day_itself_is_in_time() -> None:
    asked = aim("ge", "30", by=TODAY)
    assert evaluate(asked, result("29"), None, TODAY).state == State.UNDER_WAY


def test_without_a_value_there_is_no_rate_and_no_distance() -> None:
    nothing = evaluate(aim("ge", "30"), result(None, Standing.NO_DATA), None, TODAY)
    incomparable = evaluate(aim("ge", "30"), result(None, Standing.NOT_COMPARABLE), None, TODAY)
    assert nothing == Evaluation(State.NO_DATA, None, None, Decimal(0), TODAY)
    assert incomparable == Evaluation(State.NOT_COMPARABLE, None, None, Decimal(0), TODAY)


def test_rate_and_distance() -> None:
    def numbers(asked: Aim, actual: str) -> tuple[Decimal | None, Decimal]:
        found = evaluate(asked, result(actual), None, TODAY)
        return found.rate, found.distance

    assert {
        "short": numbers(aim("ge", "30"), "20"),
        "met": numbers(aim("ge", "30"), "45"),
        "range": numbers(aim("range", "3", "5"), "2"),
        "equal to what must be exceeded": numbers(aim("gt", "20"), "20"),
        "ceiling": numbers(aim("le", "0.5"), "0.7"),
        "zero": numbers(aim("eq", "0"), "2"),
    } == {
        "short": (Decimal("66.7"), Decimal(10)),
        "met": (Decimal("150.0"), Decimal(0)),
        "range": (Decimal("66.7"), Decimal(1)),
        "equal to what must be exceeded": (Decimal("100.0"), Decimal(0)),
        "ceiling": (None, Decimal("0.2")),
        "zero": (None, Decimal(2)),
    }


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2028", date(2028, 12, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2027-02", date(2027, 2, 28)),
        ("2027-12", date(2027, 12, 31)),
        ("2027-06-30", date(2027, 6, 30)),
        ("", None),
        ("2027-13", None),
        ("2027-02-30", None),
        ("0", None),
        ("28", None),
        ("2027-00", None),
        ("0000", None),
        ("9999-12", date(9999, 12, 31)),
        ("20270", None),
        ("2027-", None),
        ("2027-06-30-01", None),
        ("明年", None),
        ("十四五末", None),
        ("²", None),
    ],
)
def test_last_day(text: str, day: date | None) -> None:
    assert last_day(text) == day


numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2)
floors = st.sampled_from(["eq", "ge", "gt", "approx", "range"])
deadlines = st.sampled_from([None, PAST, TODAY, AHEAD])


def _asked(comparator: str, value: Decimal, soft: bool, by: date | None) -> Aim:
    return Aim(comparator, value, value + 5 if comparator == "range" else None, soft, by)


@given(floors, st.decimals(min_value=1, max_value=1000, places=2), st.booleans(), deadlines, numbers, numbers)
def test_more_never_worsens_a_floor(
    comparator: str, value: Decimal, soft: bool, by: date | None, one: Decimal, other: Decimal
) -> None:
    asked = _asked(comparator, value, soft, by)

    def stands(actual: Decimal) -> int:
        same = Result(actual, "家")
        over = by is not None and by < TODAY
        return ORDER.index(evaluate(asked, same, same if over else None, TODAY).state)

    less, more = sorted((one, other))
    assert stands(less) <= stands(more)


@given(st.sampled_from(["le", "lt"]), numbers, numbers, numbers)
def test_less_never_worsens_a_ceiling(comparator: str, value: Decimal, one: Decimal, other: Decimal) -> None:
    asked = Aim(comparator, value, None, False, None)
    less, more = sorted((one, other))
    assert is_met(asked, less) >= is_met(asked, more)


@given(floors, numbers, st.booleans(), deadlines, numbers, st.none() | numbers)
def test_a_soft_target_is_never_missed_and_a_firm_one_never_merely_open(
    comparator: str, value: Decimal, soft: bool, by: date | None, now: Decimal, then: Decimal | None
) -> None:
    over = by is not None and by < TODAY
    asked = _asked(comparator, value, soft, by)
    found = evaluate(asked, Result(now, "家"), Result(then, "家") if over else None, TODAY)
    assert found.state not in ({State.MISSED, State.UNDER_WAY} if soft else {State.SOFT_OPEN})
    assert (found.distance == 0) >= is_met(asked, now)
