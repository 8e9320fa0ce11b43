"""The benchmark's matching, and its figures on the published plans."""

from pathlib import Path

import pytest

from benchmarks.plan_reader import Result, main, match, measure, overlapping
from tests.plans.reader.papers import CORPUS

SHARED = Path(__file__).parents[4] / "shared"


def quantity(quote: str, **changes: object) -> dict[str, object]:
    return {
        "article": 1,
        "kind": "target",
        "quote": quote,
        "comparator": "eq",
        "value": 5,
        "upper": None,
        "unit": "家",
    } | changes


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("培育5家企业", "5家", True),
        ("均达到45%", "机械化率均达到45%", True),
        ("新增培育5家", "5家龙头企业", True),
        ("培育5家企业", "引进10个项目", False),
    ],
)
def test_quotes_overlap(a: str, b: str, same: bool) -> None:
    assert overlapping(a, b) is same
    assert overlapping(b, a) is same


def test_matching_is_one_to_one() -> None:
    gold = [quantity("培育5家"), quantity("引进5家")]
    read = [quantity("引进5家"), quantity("引进5家企业"), quantity("培育5家", kind="rule")]
    assert [(a["quote"], b["quote"]) for a, b in match(gold, read)] == [("引进5家", "引进5家")]


def test_the_corpus_is_read_whole() -> None:
    total = Result()
    for result in measure(CORPUS, CORPUS).values():
        total.add(result)
    assert {name: score.f1 for name, score in total.scores.items()} == {
        "articles": 1,
        "targets": 1,
        "rules": 1,
    }


def test_nothing_to_measure_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--texts", str(tmp_path), "--gold", str(tmp_path)]) == 1
    assert "no texts with gold files" in capsys.readouterr().err


@pytest.mark.real_data
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
def test_the_published_plans_reach_the_required_figures() -> None:
    total = Result()
    results = measure(SHARED / "seeds", SHARED / "gold")
    for result in results.values():
        total.add(result)
    assert sorted(results) == ["chongqing", "city", "nongji"]
    assert total.scores["articles"].f1 == 1
    assert total.scores["targets"].f1 >= 0.95
    assert total.scores["rules"].f1 >= 0.85
