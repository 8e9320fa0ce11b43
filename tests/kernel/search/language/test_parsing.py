"""The query language, and what it says of what it can't understand."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.search.engine import BadQuery, Between, Date, Integer, Keyword, OneOf, Text
from qinglan.kernel.search.language.parsing import LONGEST, Clause, Parsed, parse

FIELDS = (
    Text("title", aliases=("标题",)),
    Text("summary"),
    Keyword("mode", aliases=("方式",)),
    Integer("trl"),
    Date("published_on"),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("水泥 脱硝", (Clause("水泥"), Clause("脱硝"))),
        ('"超低 排放"', (Clause("超低 排放", phrase=True),)),
        ("“超低排放”脱硝", (Clause("超低排放", phrase=True), Clause("脱硝"))),
        ("「超低排放」", (Clause("超低排放", phrase=True),)),
        ("+水泥 -脱硝", (Clause("水泥", required=True), Clause("脱硝", excluded=True))),
        ('-"低氮 燃烧"', (Clause("低氮 燃烧", phrase=True, excluded=True),)),
        ("title:水泥", (Clause("水泥", field="title"),)),
        ("标题:“水泥 窑”", (Clause("水泥 窑", phrase=True, field="title"),)),
        ("-标题:水泥", (Clause("水泥", field="title", excluded=True),)),
        ("-5℃ V2O5-WO3 a - b", tuple(map(Clause, ("-5℃", "V2O5-WO3", "a", "-", "b")))),
        ("需求：降低能耗 注:见下", (Clause("需求：降低能耗"), Clause("注:见下"))),
        ("http://example.org", (Clause("http://example.org"),)),
        ("", ()),
        ("  \u3000 ", ()),
    ],
)
def test_clauses(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse(text, FIELDS) == Parsed(clauses)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mode:licence", OneOf("mode", frozenset({"licence"}))),
        ("方式:licence,transfer", OneOf("mode", frozenset({"licence", "transfer"}))),
        ("-mode:licence", OneOf("mode", frozenset({"licence"}), excluded=True)),
        ("trl:6", Between("trl", 6, 6)),
        ("trl:6..9", Between("trl", 6, 9)),
        ("trl:..4", Between("trl", None, 4)),
        ("published_on:2026-01-31..", Between("published_on", date(2026, 1, 31), None)),
    ],
)
def test_values(text: str, wanted: OneOf | Between) -> None:
    assert parse(text, FIELDS) == Parsed((), (wanted,))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('水泥 "超低', "The quotation mark at character 4 isn't closed. Close it or remove it."),
        ('""', "There is nothing between the quotation marks. Write words there or remove them."),
        (
            "titel:水泥",
            "There is no field “titel”. Search in one of these: mode, published_on, summary, title, trl, 方式, 标题; or put a space after the colon.",
        ),
        ("trl:high", "“high” is no value of “trl”. Write it like this: 6, 6..9."),
        (
            "published_on:2026-13-01",
            "“2026-13-01” is no value of “published_on”. Write it like this: 2026-01-31, 2026-01-01...",
        ),
        ("-trl:5", "“trl” can't be excluded; give a range, such as 1..5."),
    ],
)
def test_what_is_said_of_mistakes(text: str, message: str) -> None:
    with pytest.raises(BadQuery) as caught:
        parse(text, FIELDS)
    assert str(caught.value) == message


@given(st.text(alphabet=st.sampled_from('水泥窑 ab1:+-"“”「」.,\u3000\x00'), max_size=40))
def test_any_text_is_parsed_or_refused_in_words(text: str) -> None:
    with suppress(BadQuery):
        assert all(clause.text.strip() for clause in parse(text, FIELDS).clauses)


def test_a_text_of_any_length_is_cut_off() -> None:
    assert sum(len(clause.text) for clause in parse("水" * 10_000, FIELDS).clauses) == LONGEST
