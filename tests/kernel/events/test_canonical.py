"""Canonical bytes: vectors of RFC 8785, what is refused, agreement with the script's own writer."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from qinglan.kernel.events.canonical import NotCanonical, encode
from tests.kernel.events.log import script

VECTORS: list = [
    # RFC 8785, 3.2.2 (without its numbers) and 3.2.3
    ({"string": '€$\x0f\nA\'B"\\\\"/', "literals": [None, True, False]},
     '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'),
    ({"€": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "😀": "Emoji: Grinning Face", "\x80": "Control", "ö": "Latin Small Letter O With Diaeresis"},
     ('{"\\r":"Carriage Return","1":"One","\x80":"Control","ö":"Latin Small Letter O With Diaeresis",'
     '"€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}')),
    # The test data of the RFC's author: arrays, french, structures, unicode
    ([56, {"d": True, "10": None, "1": []}], '[56,{"1":[],"10":null,"d":true}]'),
    ({"peach": "This sorting order", "péché": "is wrong according to French", "pêche": "but canonicalization MUST",
      "sin": "ignore locale"},
     ('{"peach":"This sorting order","péché":"is wrong according to French","pêche":"but canonicalization MUST",'
     '"sin":"ignore locale"}')),
    ({"1": {"f": {"f": "hi", "F": 5}, "\n": 56}, "10": {}, "": "empty", "a": {}, "111": [{"e": "yes", "E": "no"}],
      "A": {}},
     '{"":"empty","1":{"\\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}'),
    ({"Unnormalized Unicode": "A\u030a"}, '{"Unnormalized Unicode":"A\u030a"}'),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), VECTORS)
def test_vectors_of_the_standard(value, text):
    assert encode(value) == text.encode()


def test_numbers_beyond_a_float_and_decimals_are_text():
    moment = datetime(2026, 11, 22, 9, 5, 3, 40, tzinfo=timezone(timedelta(hours=8)))
    value = {
        "largest": 2**53 - 1, "beyond": 2**53, "below": -(2**53), "amount": Decimal("12.50"),
        "tiny": Decimal("1E-7"), "day": date(2026, 11, 22), "moment": moment, "pair": (1, 2),
    }  # fmt: skip
    assert encode(value) == (
        b'{"amount":"12.50","below":"-9007199254740992","beyond":"9007199254740992","day":"2026-11-22",'
        b'"largest":9007199254740991,"moment":"2026-11-22T01:05:03.000040Z","pair":[1,2],"tiny":"0.0000001"}'
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.5, "payload: 1.5 is refused"),
        ({"a": [0, {"b": 2.0}]}, "payload.a[1].b: 2.0 is refused"),
        (float("nan"), "payload: nan is refused"),
        (Decimal("NaN"), "payload: Decimal('NaN') is refused"),
        (Decimal("Infinity"), "payload: Decimal('Infinity') is refused"),
        (b"bytes", "payload: a bytes has no canonical form"),
        ({1, 2}, "payload: a set has no canonical form"),
        ({1: "a"}, "payload: the key 1 is not text"),
        ("\ud800", "input contains non-UTF-8 codepoints"),
        (datetime(2026, 1, 1), "has no time zone"),  # noqa: DTZ001 - what is refused
    ],
)
def test_what_has_no_one_form_is_refused_with_its_place(value, reason):
    with pytest.raises(NotCanonical) as caught:
        encode(value)
    assert reason in str(caught.value)


def test_nesting_has_a_limit():
    value: list = []
    for _level in range(40):
        value = [value]
    with pytest.raises(NotCanonical, match="nested deeper than 32 levels"):
        encode(value)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)
VERIFIER = script()


@given(PLAIN)
def test_plain_values_are_written_as_the_reference_does_and_the_script_agrees(value):
    content = encode(value)
    assert content == rfc8785.dumps(value)
    assert VERIFIER.canonical(value) == content
    assert VERIFIER.parsed(content, "it") == value


@given(PLAIN, st.data())
def test_the_script_refuses_another_writing_of_the_same_value(value, data):
    content = encode(value)
    place = data.draw(st.integers(0, len(content)))
    other = content[:place] + b" " + content[place:]
    try:
        read = VERIFIER.parsed(other, "it")
    except VERIFIER.Bad:
        return
    assert read != value  # the blank fell into a text, so that it is another value
    assert encode(read) == other


def test_utc_is_written_with_six_places():
    assert encode(datetime(2026, 1, 1, tzinfo=UTC)) == b'"2026-01-01T00:00:00.000000Z"'
