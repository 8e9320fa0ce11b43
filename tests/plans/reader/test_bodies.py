"""Responsible bodies in every printed form."""

import pytest

from qinglan.plans.reader import bodies

CASES: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "（牵头单位：市发展改革委；配合单位：市工业和信息化局、市财政局，各区政府）",
        [
            ("lead", "市发展改革委"),
            ("cooperate", "市工业和信息化局"),
            ("cooperate", "市财政局"),
            ("cooperate", "各区政府"),
        ],
    ),
    ("（责任单位：市科技局）", [("responsible", "市科技局")]),
    ("（市商务局牵头，市财政局等配合，持续推进）", [("lead", "市商务局"), ("cooperate", "市财政局")]),
    (
        "推进建设。〔市水利局、市城管局按职责分工负责〕",
        [("responsible", "市水利局"), ("responsible", "市城管局")],
    ),
    ("（各市、县人民政府负责）", [("responsible", "各市、县人民政府")]),
    ("牵头单位：市教育局", [("lead", "市教育局")]),
    ("由市委宣传部会同市文化和旅游局制定办法。", [("lead", "市委宣传部"), ("cooperate", "市文化和旅游局")]),
    ("建立由市科技局、市发展改革委牵头的工作机制。", [("lead", "市科技局"), ("lead", "市发展改革委")]),
    (
        "各区县（自治县）、有关部门按职责分工，负责本区域工作。",
        [("responsible", "各区县（自治县）"), ("responsible", "有关部门")],
    ),
    ("市财政局负责资金保障，市审计局负责监督。", [("responsible", "市财政局"), ("responsible", "市审计局")]),
    ("支持领军企业牵头组建联合体。", []),
    ("压实企业主体责任，强化配合。", []),
    ("（含3年）以上的负责人应当参加培训。", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_bodies(text: str, wanted: list[tuple[str, str]]) -> None:
    found = bodies.find(text, first_is_lead=False)
    assert [(named.role, named.name) for named in found] == wanted
    assert [text[named.start : named.end] for named in found] == [name for _, name in wanted]


def test_the_first_of_a_list_leads_where_the_document_says_so() -> None:
    text = "（甲局、乙局、丙局等负责。列第一位者为牵头单位，下同）"
    assert bodies.first_leads(text)
    found = bodies.find(text, first_is_lead=True)
    assert [(named.role, named.name) for named in found] == [
        ("lead", "甲局"),
        ("responsible", "乙局"),
        ("responsible", "丙局"),
    ]
    assert [named.role for named in bodies.find("（甲局负责）", first_is_lead=True)] == ["responsible"]
