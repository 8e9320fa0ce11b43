"""What conditions and scorers see of answers, rows and facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qinglan.programmes.definition.facts import BadFact
from qinglan.programmes.judging.answers import BadAnswer
from qinglan.programmes.judging.values import values, without_tables, worked_out
from tests.programmes.definition.building import options, question, scheme, text

ROWS = {
    "id": "machines",
    "title": text("设备"),
    "repeat": True,
    "questions": [
        question("kind", "choice", options=options("new", "old")),
        question("price", "money"),
        question("insured", "money"),
    ],
    "derived": [
        {"id": "cap", "text": text("上限"), "kind": "product", "of": ["insured", "0.03"], "places": 2},
        {"id": "counted", "text": text("计入"), "kind": "smallest", "of": ["price", "cap"], "places": 2},
    ],
}


def test_every_type_of_answer_is_seen_as_what_it_is() -> None:
    found = scheme(
        question("name", "text"),
        question("staff", "integer"),
        question("income", "money"),
        question("day", "date"),
        question("listed", "yes_no"),
        question("level", "choice", options=options("one", "two")),
        question("fields", "choices", options=options("water", "air")),
        question("proof", "file"),
    )
    answers = {
        "name": "甲",
        "staff": "12",
        "income": "1000000.50",
        "day": "2026-09-28",
        "listed": False,
        "level": "two",
        "fields": ["water"],
        "proof": "file:7",
    }
    assert values(found, answers) == {
        "name": "甲",
        "staff": Decimal(12),
        "income": Decimal("1000000.50"),
        "day": date(2026, 9, 28),
        "listed": False,
        "level": "two",
        "fields_count": Decimal(1),
        "fields.water": True,
        "fields.air": False,
        "proof": True,
    }


@pytest.mark.parametrize(
    ("type_", "raw"),
    [
        ("integer", "1.5"),
        ("number", "1234567890123456789012345"),
        ("integer", True),
        ("number", "1e5"),
        ("number", 1.5),
        ("money", "１２"),
        ("money", "NaN"),
        ("date", "2026-02-30"),
        ("date", 20260101),
        ("yes_no", "yes"),
        ("choice", "third"),
        ("choices", "water"),
        ("choices", ["fire"]),
        ("text", 5),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused(type_: str, raw: Any) -> None:
    more = {"options": options("water", "air")} if type_.startswith("choice") else {}
    with pytest.raises(BadAnswer, match=r"^asked: "):
        values(scheme(question("asked", type_, **more)), {"asked": raw})


def test_what_is_not_asked_counts_as_not_answered() -> None:
    found = scheme(
        question("exports", "yes_no"),
        question("abroad", "money", when="exports"),
        sections=(
            {"id": "more", "title": text("二"), "when": "abroad > 5", "questions": [question("last")]},
        ),
    )
    answers = {"abroad": "9", "last": "1"}
    assert values(found, {"exports": True, **answers}) == {
        "exports": True,
        "abroad": Decimal(9),
        "last": Decimal(1),
    }
    assert values(found, {"exports": False, **answers}) == {"exports": False, "abroad": None, "last": None}
    assert values(found, answers) == {"exports": None, "abroad": None, "last": None}


def test_rows_are_counted_summed_and_tallied() -> None:
    found = scheme(
        sections=(ROWS,),
        tallies=[
            {"id": "new_ones", "text": text("新"), "section": "machines", "where": "kind == 'new'"},
            {
                "id": "new_value",
                "text": text("新值"),
                "section": "machines",
                "where": "kind == 'new'",
                "adds": "price",
            },
        ],
        derived=[
            {"id": "share", "text": text("占比"), "kind": "share", "of": ["new_ones", "machines_count"]}
        ],
    )
    rows = {
        "machines": [
            {"kind": "new", "price": "180", "insured": "5000"},
            {"kind": "old", "price": "20", "insured": "1000"},
            {"kind": "new", "price": "40", "insured": "1000"},
        ]
    }
    worked, tables = worked_out(found, {"first": "1"}, rows)
    assert worked == {
        "first": Decimal(1),
        "machines_count": Decimal(3),
        "machines_price_sum": Decimal(240),
        "machines_insured_sum": Decimal(7000),
        "machines_cap_sum": Decimal("210.00"),
        "machines_counted_sum": Decimal("200.00"),
        "new_ones": Decimal(2),
        "new_value": Decimal(220),
        "share": Decimal("66.666667"),
    }
    assert [row["counted"] for row in tables["machines"]] == [Decimal(150), Decimal(20), Decimal(30)]


def test_a_row_without_its_number_leaves_the_sum_unknown_and_no_rows_make_nothing() -> None:
    found = scheme(sections=(ROWS,), tallies=[{"id": "all", "text": text("全"), "section": "machines"}])
    worked = values(found, {}, {"machines": [{"price": "1"}, {}]})
    assert (worked["machines_count"], worked["machines_price_sum"], worked["all"]) == (2, None, 2)
    empty = values(found, {})
    assert (empty["machines_count"], empty["machines_price_sum"], empty["all"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "of", "expected"),
    [
        ("sum", ["first", "second", "1"], "11"),
        ("difference", ["first", "second", "1"], "5"),
        ("product", ["first", "second"], "16"),
        ("quotient", ["first", "second"], "4"),
        ("share", ["second", "first"], "25"),
        ("mean", ["first", "second", "2"], "4"),
        ("largest", ["first", "second"], "8"),
        ("smallest", ["first", "second"], "2"),
        ("quotient", ["first", "0"], None),
        ("sum", ["first", "nobody_answered"], None),
    ],
)
def test_derived_quantities(kind: str, of: list[str], expected: str | None) -> None:
    found = scheme(
        question("first"),
        question("second"),
        question("nobody_answered"),
        derived=[{"id": "made", "text": text("得"), "kind": kind, "of": of}],
    )
    made = values(found, {"first": "8", "second": "2"})["made"]
    assert made == (None if expected is None else Decimal(expected))


def test_a_product_with_too_many_digits_is_unknown() -> None:
    found = scheme(
        question("first"),
        derived=[{"id": "huge", "text": text("大"), "kind": "product", "of": ["first"] * 3}],
    )
    assert values(found, {"first": "9" * 24})["huge"] is None


def test_a_rate_is_looked_up_by_the_option() -> None:
    found = scheme(
        question("level", "choice", options=options("home", "world")),
        derived=[
            {
                "id": "rate",
                "text": text("率"),
                "kind": "rate",
                "of": ["level"],
                "table": {"home": "0.8", "world": "0.9"},
            }
        ],
    )
    assert values(found, {"level": "world"})["rate"] == Decimal("0.9")
    assert values(found, {})["rate"] is None


def test_facts_have_their_types_and_no_others_are_known() -> None:
    found = scheme()
    seen = values(found, {}, facts={"organisation.months": "14", "holds.green_factory": True})
    assert seen == {"organisation.months": Decimal(14), "holds.green_factory": True, "first": None}
    with pytest.raises(BadFact, match=r"no fact organisation\.luck"):
        values(found, {}, facts={"organisation.luck": True})
    with pytest.raises(BadFact, match=r"credit\.dishonest: 'no' is no yes_no"):
        values(found, {}, facts={"credit.dishonest": "no"})


def test_before_a_table_is_filled_in_what_it_counts_is_unknown_and_not_none() -> None:
    scheme_ = scheme(
        sections=(ROWS,),
        tallies=[{"id": "new_ones", "text": text("新设备"), "section": "machines", "where": "kind == 'new'"}],
        derived=[
            {"id": "twice", "text": text("两倍"), "kind": "product", "of": ["new_ones", "2"]},
            {"id": "fixed", "text": text("定数"), "kind": "sum", "of": ["1", "2"]},
        ],
    )
    names = ("machines_count", "machines_price_sum", "new_ones", "twice", "fixed")
    found = values(scheme_, {})
    assert [found[name] for name in names] == [0, 0, 0, 0, 3]
    assert [without_tables(scheme_, found)[name] for name in names] == [None, None, None, None, 3]
