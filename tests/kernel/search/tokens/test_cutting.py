"""Texts are cut into words of the field, formulas and quantities; forms of one character are one."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qinglan.kernel.search.tokens.cutting import LONGEST, Cutter
from qinglan.kernel.search.tokens.dictionary import Dictionary
from qinglan.kernel.search.tokens.folding import fold, fold_letters, fold_with_places
from qinglan.kernel.search.tokens.sequence import sequence
from tests.kernel.search.ground import DICTIONARY

CUTTER = Cutter(DICTIONARY)
PLAIN = Cutter(Dictionary())


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("水泥窑烟气", ["水泥", "水泥窑", "烟气"]),
        ("绿色技术创新", ["绿色", "技术", "创新", "技术创新"]),
        ("SO₂、PM2.5", ["so2", "pm2.5", "pm2", "5"]),
        ("10 t/h", ["10t/h", "10", "t/h"]),
        ("10吨/小时", ["10t/h", "10", "t/h"]),
        ("50毫克/立方米", ["50mg/m3", "50", "mg/m3"]),
        ("50 mg/m³", ["50mg/m3", "50", "mg/m3"]),
        ("99.5％", ["99.5%", "99.5", "%"]),
        ("V2O5-WO3/TiO2", ["v2o5-wo3/tio2", "v2o5", "wo3", "tio2"]),
        ("60年代", ["60", "年代"]),
        ("脫硝與除塵", ["脱硝", "与", "除尘"]),
        ("VOCs", ["vocs", "=vocs"]),
        ("Gas  Boiler", ["gas", "boiler", "=gas_boiler"]),
        ("，。！", []),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert CUTTER.tokens(text) == tokens


def test_words_of_the_field_are_not_torn_apart() -> None:
    assert ("水泥窑" in PLAIN.tokens("水泥窑"), "水泥窑" in CUTTER.tokens("水泥窑")) == (False, True)


def test_equals_share_the_token_of_their_group() -> None:
    assert set(CUTTER.tokens("挥发性有机物")) & set(CUTTER.tokens("VOCs")) == {"=vocs"}


def test_another_dictionary_asks_for_another_index() -> None:
    assert CUTTER.print != PLAIN.print


@given(st.text(max_size=60))
def test_spans_name_the_same_tokens_at_their_places(text: str) -> None:
    spans = CUTTER.spans(text)
    assert all(0 <= span.begin < span.end <= len(text) for span in spans)
    single = {token for token in CUTTER.tokens(text) if not token.startswith("=")}
    assert {span.token for span in spans if not span.token.startswith("=")} == single
    assert all(len(token) <= LONGEST for token in single)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once_and_places_point_back(text: str) -> None:
    folded, places = fold_with_places(text)
    assert folded == fold(text)
    assert (len(places), places) == (len(folded) + 1, sorted(places))


@settings(deadline=None)  # the first one draws up the table
@given(st.text(max_size=60))
@example("ΟΔΟΣ.")
@example("，㎎ﹶ①𝐀丟")
def test_letters_are_folded_alike_the_short_way(text: str) -> None:
    def letters(folded: str) -> str:
        return "".join(filter(str.isalnum, folded))

    assert letters(fold_letters(text)) == letters(fold(text))


def test_width_case_and_traditional_characters_are_folded() -> None:
    assert fold("ＳＯ₂ 脫硫 ㎎ Ｋｗ") == "so2 脱硫 mg kw"


def test_phrases_are_looked_for_step_by_step() -> None:
    assert sequence("SO₂ 超低排放，10t/h") == ["so", "2", "超", "低", "排", "放", "10", "t", "h"]
