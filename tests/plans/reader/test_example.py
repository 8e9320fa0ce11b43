"""The example plan is the one that its script builds, and reads whole."""

from pathlib import Path

from examples.build import BODY, build
from qinglan.plans.reader import read_file

EXAMPLE = Path(__file__).parents[3] / "examples" / "qinglan-plan.docx"


def test_the_example_is_what_its_script_builds(tmp_path: Path) -> None:
    build(tmp_path / "qinglan-plan.docx")
    assert read_file(tmp_path / "qinglan-plan.docx") == read_file(EXAMPLE)
    assert BODY.strip() in read_file(EXAMPLE).text


def test_the_example_reads_whole() -> None:
    reading = read_file(EXAMPLE)
    assert reading.title == "青澜市绿色技术创新促进行动方案（2025—2027年）"
    assert reading.status == "征求意见稿"
    assert [len(chapter.articles) for chapter in reading.chapters] == [2, 3, 2, 3, 2, 2]
    assert [(q.value, q.unit) for q in reading.targets if q.article == 2] == [
        (60, "家"),
        (4, "家"),
        (120, "家"),
        (6, "个"),
        (80, "亿元"),
        (18, "%"),
        (200, "项"),
        (1, "个"),
    ]
    assert {body.article for body in reading.bodies} == {*range(3, 14)}
