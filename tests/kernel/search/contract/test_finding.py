"""What is found: recall, filters, facets, sort."""

from collections.abc import Iterator
from datetime import date

import pytest

from qinglan.kernel.search.engine import Between, Capability, OneOf, Search, Sort
from qinglan.kernel.search.engine.port import Engine
from tests.kernel.search.contract.conftest import KINDS, filled
from tests.kernel.search.ground import Library


@pytest.fixture(scope="module")
def library() -> Library:
    return Library()


@pytest.fixture(scope="module", params=KINDS)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, library: Library
) -> Iterator[Engine]:
    yield from filled(request.param, tmp_path_factory.mktemp("finding"), library, documents=5)


def ids(engine: Engine, library: Library, asked: Search) -> list[str]:
    return engine.search(library.collection(), asked).ids


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("水泥窑超低排放", "1"),
        ("so2", "1"),
        ("PM2.5", "1"),
        ("处理能力10吨/小时", "1"),
        ("氮氧化物 燃烧", "2"),
        ("VOCs", "3"),
        ("揮發性有機物", "3"),
        ("渗滤液", "4"),
        ("heat recovery", "5"),
    ],
)
def test_what_was_written_is_found_first(engine: Engine, library: Library, text: str, first: str) -> None:
    assert ids(engine, library, Search(text))[0] == first


def test_a_quantity_is_found_in_either_writing(engine: Engine, library: Library) -> None:
    assert sorted(ids(engine, library, Search("10t/h"))[:2]) == ["1", "5"]


def test_equals_find_each_other(engine: Engine, library: Library) -> None:
    assert sorted(ids(engine, library, Search("燃气锅炉"))) == ["2", "5"]


def test_a_word_that_stands_nowhere_finds_nothing(engine: Engine, library: Library) -> None:
    assert (ids(engine, library, Search("量子")), ids(engine, library, Search("！？"))) == ([], [])


def test_no_text_gives_everything_that_passes(engine: Engine, library: Library) -> None:
    assert sorted(ids(engine, library, Search(filters=[OneOf("mode", frozenset({"licence"}))]))) == ["1", "3"]
    assert sorted(ids(engine, library, Search())) == ["1", "2", "3", "4", "5"]


def test_filters_on_keywords_numbers_and_dates(engine: Engine, library: Library) -> None:
    def under(*filters: OneOf | Between) -> list[str]:
        return sorted(ids(engine, library, Search("锅炉 水泥 有机物 渗滤液 boiler", filters=filters)))

    assert under(OneOf("field", frozenset({"6.1", "7.1"}))) == ["1", "2", "4"]
    assert under(OneOf("field", frozenset({"6.1"}), excluded=True)) == ["3", "4", "5"]
    assert under(Between("trl", 7, 8)) == ["1", "3"]
    assert under(Between("trl", low=8)) == ["1", "2"]
    assert under(Between("published_on", date(2026, 1, 5), date(2026, 2, 2))) == ["1", "4"]
    assert under(Between("published_on", high=date(2025, 12, 31)), OneOf("mode", frozenset({"licence"}))) == [
        "3"
    ]


def test_every_word_may_be_asked_for(engine: Engine, library: Library) -> None:
    assert ids(engine, library, Search("水泥窑 脱硝", every=True)) == ["1"]
    assert ids(engine, library, Search("水泥窑 渗滤液", every=True)) == []
    assert ids(engine, library, Search("VOCs 转轮", every=True)) == ["3"]


def test_required_and_excluded_words(engine: Engine, library: Library) -> None:
    assert sorted(ids(engine, library, Search("催化"))) == ["1", "3"]
    assert ids(engine, library, Search("催化 -沸石转轮")) == ["1"]
    assert ids(engine, library, Search("催化 +脱硝 -SO2")) == ["4"]
    assert sorted(ids(engine, library, Search("-催化"))) == ["2", "4", "5"]


def test_values_may_be_written_as_field_and_value(engine: Engine, library: Library) -> None:
    assert sorted(ids(engine, library, Search("mode:licence,service"))) == ["1", "3", "4"]
    assert sorted(ids(engine, library, Search("方式:licence trl:8.."))) == ["1"]
    assert sorted(ids(engine, library, Search("锅炉 -mode:transfer"))) == []


def test_pages_follow_each_other(engine: Engine, library: Library) -> None:
    words = "锅炉 水泥 有机物 渗滤液 boiler"
    whole = ids(engine, library, Search(words))
    assert len(whole) == 5
    assert whole == [
        one for offset in (0, 2, 4) for one in ids(engine, library, Search(words, limit=2, offset=offset))
    ]


def test_phrases_are_found_as_they_stand(engine: Engine, library: Library) -> None:
    if Capability.PHRASES not in engine.capabilities:
        pytest.skip("not declared")
    assert ids(engine, library, Search('"氧化物"')) == ["2"]
    assert ids(engine, library, Search("“烟气 超低”")) == ["1"]
    assert ids(engine, library, Search('"排放超低"')) == []
    assert ids(engine, library, Search('燃气锅炉 -"低氮燃烧"')) == ["5"]


def test_one_field_may_be_asked_alone(engine: Engine, library: Library) -> None:
    if Capability.FIELDS not in engine.capabilities:
        pytest.skip("not declared")
    assert ids(engine, library, Search("标题:锅炉")) == ["2"]
    assert sorted(ids(engine, library, Search("summary:锅炉"))) == ["2"]
    assert ids(engine, library, Search("title:水泥 summary:脱硝")) == ["1"]


def test_facets_count_all_that_is_found_and_the_total_agrees(engine: Engine, library: Library) -> None:
    if Capability.FACETS not in engine.capabilities:
        pytest.skip("not declared")
    asked = Search("燃气锅炉 水泥 有机物", facets=["field", "mode"], counted=True, limit=1)
    found = engine.search(library.collection(), asked)
    assert (len(found.hits), found.total) == (1, 5)
    assert sorted(found.facets["field"]) == [("1.2", 1), ("6.1", 2), ("6.2", 1), ("6.3", 1), ("7.1", 1)]
    assert sorted(found.facets["mode"]) == [("licence", 2), ("service", 1), ("transfer", 2)]
    assert found.facets["field"][0] == ("6.1", 2)


def test_sorted_by_number_or_date_those_without_come_last(engine: Engine, library: Library) -> None:
    if Capability.SORT not in engine.capabilities:
        pytest.skip("not declared")
    assert ids(engine, library, Search(sort=Sort("trl"))) == ["2", "1", "3", "5", "4"]
    assert ids(engine, library, Search(sort=Sort("trl", descending=False)))[:4] == ["5", "3", "1", "2"]
    assert ids(engine, library, Search("燃气锅炉 水泥", sort=Sort("published_on"))) == ["2", "4", "1", "5"]


def test_excerpts_show_where_the_words_stand(engine: Engine, library: Library) -> None:
    if Capability.EXCERPTS not in engine.capabilities:
        pytest.skip("not declared")
    found = engine.search(library.collection(), Search("脱硝 so2", excerpts=["summary"], limit=1))
    assert list(found.hits[0].excerpts["summary"]) == [
        ("用选择性催化还原", False),
        ("脱硝", True),
        ("，", False),
        ("SO₂", True),
        ("与PM2.5协同治理，处理能力10 t/h。", False),
    ]
