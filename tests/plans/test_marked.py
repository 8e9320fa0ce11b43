"""Marked quotes: whatever overlaps, the pieces put together are the text."""

from hypothesis import given
from hypothesis import strategies as st

from qinglan.plans.marked import Piece, marked
from qinglan.plans.models import Quantity


def quantity(slug: str, quote: str, start: int | None, kind: str = "target") -> Quantity:
    return Quantity(slug=slug, quote=quote, start=start, kind=kind)


def test_overlapping_quotes_are_cut_where_one_begins_or_ends() -> None:
    text = "培育企业30家，年产值超过30亿元。"
    found = marked(
        text,
        [
            quantity("firms", "培育企业30家，年产值", 0),
            quantity("output", "年产值超过30亿元", 8, "rule"),
            quantity("nested", "30家", 4),
        ],
    )
    assert found == [
        [
            Piece("培育企业", ("firms",), ("target",), ("firms",)),
            Piece("30家", ("firms", "nested"), ("target",), ("nested",)),
            Piece("，", ("firms",), ("target",), ()),
            Piece("年产值", ("firms", "output"), ("rule", "target"), ("output",)),
            Piece("超过30亿元", ("output",), ("rule",), ()),
            Piece("。"),
        ]
    ]


def test_a_quote_that_runs_over_a_line_is_marked_in_both_and_begins_once() -> None:
    found = marked("一二三\n\n四五六", [quantity("long", "三\n\n四", 2)])
    assert found == [
        [Piece("一二"), Piece("三", ("long",), ("target",), ("long",))],
        [Piece("四", ("long",), ("target",), ()), Piece("五六")],
    ]


def test_a_quote_that_does_not_stand_where_it_should_is_not_marked() -> None:
    found = marked("一二三", [quantity("moved", "二", 2), quantity("unplaced", "二", None)])
    assert found == [[Piece("一二三")]]


@st.composite
def texts_with_quotes(draw: st.DrawFn) -> tuple[str, list[Quantity]]:
    text = draw(st.text(alphabet="甲乙1 \n", max_size=40))
    places = st.integers(0, max(0, len(text)))
    pairs = draw(st.lists(st.tuples(places, places), max_size=6))
    quotes = [(min(pair), max(pair)) for pair in pairs]
    return text, [quantity(f"q{n}", text[a:b], a) for n, (a, b) in enumerate(quotes) if a < b]


@given(texts_with_quotes())
def test_the_pieces_are_the_text(case: tuple[str, list[Quantity]]) -> None:
    text, quantities = case
    paragraphs = marked(text, quantities)
    joined = ["".join(piece.text for piece in paragraph) for paragraph in paragraphs]
    assert joined == [line for line in text.split("\n") if line.strip()]


@given(texts_with_quotes())
def test_what_is_marked_is_what_the_quotes_cover(case: tuple[str, list[Quantity]]) -> None:
    text, quantities = case
    shown = "".join(line for line in text.split("\n") if line.strip())
    covered: set[int] = set()
    for one in quantities:
        assert one.start is not None
        covered |= set(range(one.start, one.start + len(one.quote)))
    wanted = "".join(
        "x" if index in covered else "."
        for index, char in enumerate(text)
        if char != "\n" and _line(text, index).strip()
    )
    found = "".join(
        ("x" if piece.slugs else ".") * len(piece.text)
        for paragraph in marked(text, quantities)
        for piece in paragraph
    )
    assert (len(found), found) == (len(shown), wanted)


def _line(text: str, index: int) -> str:
    begin = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return text[begin : end if end >= 0 else len(text)]
