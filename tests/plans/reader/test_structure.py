"""Titles, levels and parts, whatever numbering a document uses."""

from typing import Any

import pytest

from qinglan.plans.reader import read_text
from qinglan.plans.reader.markers import Level, mark_of

TASKS = "推动建立标准体系，加强建设，完善保障，落实责任。"


def structure(text: str) -> tuple[list[Any], list[Any]]:
    told = read_text(text).to_json()
    return (
        [(chapter["number"], chapter["heading"], chapter["articles"]) for chapter in told["chapters"]],
        [(a["number"], a["heading"], a["chapter"], a.get("label")) for a in told["articles"]],
    )


@pytest.mark.parametrize(
    ("line", "level", "number", "rest"),
    [
        ("第十二章　总则", Level.CHAPTER, 12, "总则"),
        ("第 3 节 任务", Level.SECTION, 3, "任务"),
        ("第二条：适用范围", Level.ITEM, 2, "适用范围"),
        ("十一、保障措施", Level.FIRST, 11, "保障措施"),
        ("二．重点任务", Level.FIRST, 2, "重点任务"),
        ("(三)完善机制", Level.SECOND, 3, "完善机制"),
        ("㈣完善机制", Level.SECOND, 4, "完善机制"),
        ("2.推进改造", Level.THIRD, 2, "推进改造"),
        ("（3）推进改造", Level.FOURTH, 3, "推进改造"),
        ("②推进改造", Level.CIRCLED, 2, "推进改造"),
    ],
)
def test_marks(line: str, level: Level, number: int, rest: str) -> None:
    mark = mark_of(line)
    assert mark is not None
    assert (mark.level, mark.number, line[mark.end :]) == (level, number, rest)


@pytest.mark.parametrize(
    "line",
    [
        "一、二、三产业融合发展",
        "第三条规定的情形",
        "2.5万家企业",
        "三、四级医院",
        "2025年目标",
        "一是加强领导",
    ],
)
def test_what_only_looks_like_a_mark(line: str) -> None:
    assert mark_of(line) is None


def test_numbering_that_restarts_keeps_its_printed_numeral() -> None:
    text = f"青澜市绿色发展行动方案\n一、任务\n（一）甲。{TASKS}\n（二）乙。{TASKS}\n二、保障\n（一）丙。{TASKS}\n"
    assert structure(text) == (
        [(1, "任务", [1, 2]), (2, "保障", [3])],
        [(1, "甲", 1, "一"), (2, "乙", 1, "二"), (3, "丙", 2, "一")],
    )


def test_first_level_units_serve_where_there_are_no_others() -> None:
    text = f"青澜市绿色发展行动方案\n一、甲\n1.子项。{TASKS}\n2.子项。{TASKS}\n二、乙\n{TASKS}\n三、丙\n{TASKS}\n"
    assert structure(text) == (
        [(0, "", [1, 2, 3])],
        [(1, "甲", 0, "一"), (2, "乙", 0, "二"), (3, "丙", 0, "三")],
    )


def test_parts_chapters_and_sections() -> None:
    text = (
        f"青澜市绿色发展规划\n第一篇 总论\n第一章 基础\n{TASKS}\n第二章 目标\n{TASKS}\n"
        f"第二篇 任务\n第三章 产业\n第一节 工业\n{TASKS}\n"
    )
    assert structure(text) == (
        [(1, "总论", [1, 2]), (2, "任务", [3])],
        [(1, "基础", 1, None), (2, "目标", 1, None), (3, "产业", 2, None)],
    )


def test_a_heading_ends_at_the_first_stop_or_colon_or_blank() -> None:
    text = (
        f"青澜市绿色发展行动方案\n一、总则\n（一）甲。{TASKS}\n（二）工作目标：{TASKS}{TASKS}\n"
        f"（三）乙乙　{TASKS}{TASKS}\n（四）丙丙（责任单位：市科技局）\n{TASKS}\n"
    )
    assert [heading for _, heading, _, _ in structure(text)[1]] == ["甲", "工作目标", "乙乙", "丙丙"]


def test_a_text_without_line_breaks_is_unrolled() -> None:
    text = (
        f"青澜市绿色发展行动方案为加快发展，制定本方案。一、总体要求（一）总体思路。{TASKS}"
        f"（二）主要目标。到2026年，培育企业30家。二、任务（三）强化企业、园区建设。{TASKS}"
    )
    told = read_text(text)
    assert told.title == "青澜市绿色发展行动方案"
    assert structure(text)[1] == [
        (1, "总体思路", 1, None),
        (2, "主要目标", 1, None),
        (3, "强化企业、园区建设", 2, None),
    ]
    assert [(q.article, q.value, q.unit) for q in told.quantities] == [(2, 30, "家")]


def test_units_printed_in_one_paragraph_are_told_apart() -> None:
    text = (
        f"青澜市绿色发展行动方案\n一、任务\n（一）甲。{TASKS}（二）乙。按第（三）项执行。{TASKS}（三）丙。{TASKS}\n"
        f"二、保障\n（四）丁。{TASKS}\n"
    )
    assert [(number, heading) for number, heading, _, _ in structure(text)[1]] == [
        (1, "甲"),
        (2, "乙"),
        (3, "丙"),
        (4, "丁"),
    ]


def test_a_notice_without_the_plans_own_title_takes_it_from_the_notice() -> None:
    text = (
        "青澜市人民政府关于印发《青澜市绿色发展行动方案》的通知\n青政发〔2024〕3号\n各区人民政府：\n现印发给你们。\n"
        f"一、甲\n{TASKS}\n二、乙\n{TASKS}\n三、丙\n{TASKS}\n"
    )
    assert read_text(text).title == "青澜市绿色发展行动方案"


TABLE = """青澜市水务发展“十四五”规划
一、发展目标
（一）总体目标
加强建设，推进保障，完善体系，落实责任。
序号\t指标\t单位\t2020年\t2025年\t属性
1\t用水总量\t亿立方米\t7.9\t≤8.2\t约束性
2\t城市供水普及率（%）\t-\t98.5\t100\t预期性
3\t节水载体\t家\t20\t50—60\t预期性
（二）空间布局
推动建设。
二、任务
（三）建设工程。新建水厂3座。
"""


def test_a_table_of_indicators_gives_its_last_year_as_targets() -> None:
    told = [
        (q.article, q.kind, q.indicator, q.comparator, q.value, q.upper, q.unit, q.deadline)
        for q in read_text(TABLE).quantities
    ]
    assert told == [
        (1, "target", "用水总量", "le", 8.2, None, "亿立方米", "2025"),
        (1, "target", "城市供水普及率", "eq", 100, None, "%", "2025"),
        (1, "target", "节水载体", "range", 50, 60, "家", "2025"),
        (3, "target", "水厂", "eq", 3, None, "座", "2025"),
    ]


@pytest.mark.parametrize("leaders", ["......", "…………", ""], ids=["dots", "ellipses", "none"])
def test_a_table_of_contents_is_left_out(leaders: str) -> None:
    page = f"{leaders}1" if leaders else ""
    contents = f"目　录\n第一章 总则{page}\n第一节 目标{page}\n第二章 任务{page}\n第一节 工业{page}\n"
    text = f"青澜市绿色发展规划\n{contents}第一章 总则\n第一节 目标\n{TASKS}\n第二章 任务\n第一节 工业\n{TASKS}\n"
    assert structure(text) == (
        [(1, "总则", [1]), (2, "任务", [2])],
        [(1, "目标", 1, "一"), (2, "工业", 2, "一")],
    )


def test_an_empty_text_has_an_empty_structure() -> None:
    assert structure("") == ([], [])
