"""Classes of sentences that the reader once misread, each in its smallest form."""

import pytest

from qinglan.plans.reader import read_text
from qinglan.plans.reader.quantities import Found, Surroundings, find
from qinglan.plans.reader.text import Compact

TASKS = Surroundings(aims=False, background=False, horizon="2027")
AIMS = Surroundings(aims=True, background=False, horizon="2027")


def told(items: list[Found]) -> list[tuple[str, str, float, str]]:
    return [(item.kind, item.comparator, item.value, item.unit) for item in items]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "甲、乙、丙排放总量比2020年分别下降8%、8%、10%以上。",
            [("target", "eq", 8, "%"), ("target", "eq", 8, "%"), ("target", "ge", 10, "%")],
        ),
        ("两镇覆盖率分别超过90%、75%。", [("target", "gt", 90, "%"), ("target", "gt", 75, "%")]),
        (
            "两项死亡率分别控制在10/10万和4.5‰以下。",
            [("target", "le", 10, "/10万"), ("target", "le", 4.5, "‰")],
        ),
        ("比例由目前的32%提高到50%。", [("target", "eq", 50, "%")]),
        ("“最多跑一次”事项占比达到99%以上。", [("target", "ge", 99, "%")]),
        ("培育3至5家具有竞争力的企业。", [("target", "range", 3, "家")]),
        ("建设蓄水工程1200座（处）。", [("target", "eq", 1200, "座（处）")]),
        ("2—3人间病房占比达到80%以上。", [("target", "ge", 80, "%")]),
        (
            "培训农民3万人次，其中青年占比不低于30%。",
            [("target", "eq", 3, "万人次"), ("target", "ge", 30, "%")],
        ),
    ],
)
def test_in_a_paragraph_of_aims(text: str, wanted: list[tuple[str, str, float, str]]) -> None:
    assert told(find(Compact(text).text, AIMS)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("每次培训不少于5天、40学时。", [("rule", "ge", 5, "天"), ("rule", "ge", 40, "学时")]),
        ("每个镇至少培育2个大户和5个小户。", [("target", "ge", 2, "个"), ("target", "ge", 5, "个")]),
        ("完成100吨以下转炉整合退出。", [("rule", "le", 100, "吨")]),
        ("禁止在25度以上陡坡地开垦。", [("rule", "ge", 25, "度")]),
        ("用好30万千瓦及以上热电厂。", [("rule", "ge", 30, "万千瓦")]),
        ("关停半径30公里范围内的小锅炉。", [("rule", "le", 30, "公里")]),
        (
            "占地5公顷以上或者土石方5万立方米以上的建设项目应当编制报告。",
            [("rule", "ge", 5, "公顷"), ("rule", "ge", 5, "万立方米")],
        ),
        ("按照每百户不少于20平方米的标准配建用房。", [("rule", "ge", 20, "平方米")]),
        ("每2000辆车至少建设1座充电站。", [("rule", "ge", 1, "座")]),
        ("每人每月发放300元至800元补贴。", [("rule", "range", 300, "元")]),
        ("每家企业每年不超过5次。", [("rule", "le", 5, "次")]),
        ("自2026年起将不低于55%的资金用于养老服务。", [("rule", "ge", 55, "%")]),
        ("2026年起，新增或更新公交车中电动车比例不低于80%。", [("rule", "ge", 80, "%")]),
        ("新建小区停车位100%建设充电设施。", [("rule", "eq", 100, "%")]),
        ("技术入股比例最高可达70%。", [("rule", "le", 70, "%")]),
        ("占考核总分的5分。", [("rule", "eq", 5, "分")]),
        ("办电环节压减至2个。", [("rule", "eq", 2, "个")]),
        (
            "按上年度研发费用的5%给予补助，每家企业每年最高50万元。",
            [("rule", "eq", 5, "%"), ("rule", "le", 50, "万元")],
        ),
        ("分三年按5：3：2比例拨付。", [("rule", "eq", 3, "年")]),
        ("优秀项目最高可达200万元。", [("rule", "le", 200, "万元")]),
        ("按最低工资标准的80%给予补贴。", [("rule", "eq", 80, "%")]),
        ("5年内遴选培养500名骨干。", [("target", "le", 5, "年"), ("target", "eq", 500, "名")]),
        ("对树龄500年以上的古树挂牌。", [("rule", "ge", 500, "年")]),
        ("以6层为主，最高不超过18层。", [("rule", "le", 18, "层")]),
        ("领导小组每半年召开一次会议。", [("rule", "eq", 1, "次")]),
        (
            "生均公用经费定额提高到小学850元、初中1050元。",
            [("rule", "eq", 850, "元"), ("rule", "eq", 1050, "元")],
        ),
        ("对规模较小的学校按100人核定。", [("rule", "eq", 100, "人")]),
        ("生机比达到6：1。", []),
        ("多式联运换装1小时完成率达到90%以上。", [("target", "ge", 90, "%")]),
        ("改造千人以上供水工程12处。", [("rule", "ge", 1000, "人"), ("target", "eq", 12, "处")]),
        (
            "培育收入超百亿元企业10家、超十亿元企业100家。",
            [
                ("rule", "gt", 100, "亿元"),
                ("target", "eq", 10, "家"),
                ("rule", "gt", 10, "亿元"),
                ("target", "eq", 100, "家"),
            ],
        ),
        (
            "年收入首次达到5000万元、1亿元的，分别奖励100万元、200万元。",
            [
                ("rule", "eq", 5000, "万元"),
                ("rule", "eq", 1, "亿元"),
                ("rule", "eq", 100, "万元"),
                ("rule", "eq", 200, "万元"),
            ],
        ),
        ("给予举报人3000元至50万元奖励。", [("rule", "range", 0.3, "万元")]),
        ("新建村道路面宽度不低于4.5米。", [("rule", "ge", 4.5, "米")]),
        ("新建数据中心PUE值不高于1.3。", [("rule", "le", 1.3, "")]),
        ("服务区间距一般控制在50公里左右。", [("rule", "approx", 50, "公里")]),
        ("执法人员占比三年内达到75%以上。", [("target", "le", 3, "年"), ("target", "ge", 75, "%")]),
        ("企业按上年度营业收入的2%提取安全费用。", [("rule", "eq", 2, "%")]),
        ("落实教师5年一周期的轮训制度。", [("rule", "eq", 5, "年")]),
    ],
)
def test_in_a_paragraph_of_tasks(text: str, wanted: list[tuple[str, str, float, str]]) -> None:
    assert told(find(Compact(text).text, TASKS)) == wanted


def test_a_shared_measure_goes_to_each_part_of_a_list() -> None:
    items = find(Compact("化学需氧量、氨氮、挥发性有机物排放总量分别下降8%、8%、10%。").text, AIMS)
    assert [item.indicator for item in items] == [
        "化学需氧量排放总量",
        "氨氮排放总量",
        "挥发性有机物排放总量",
    ]


_PLAN = """青岭县水土保持规划（2021—2035年）
第一章 规划目标
第一节 目标
到2035年，水土流失得到控制，县域生态持续改善。
表1 主要指标
{table}
第二章 重点任务
第一节 预防保护
加强水源地保护，推进封山育林，落实管护责任，健全监测网络。
附件：1.任务分工
2.评价指标（共4大类23项）
"""


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (
            "指标\t单位\t2020年现状\t2025年\t2035年\n治理面积\t万亩\t—\t6.5\t18",
            [("治理面积", "eq", 6.5, "万亩", "2025"), ("治理面积", "eq", 18, "万亩", "2035")],
        ),
        (
            "指标\t2020年\t2025年\n覆盖率（%）\t7.8\t≥10",
            [("覆盖率", "ge", 10, "%", "2025")],
        ),
        (
            "指标名称\t2025年目标值\n1.床位总量\t达到45张以上\n2.学校覆盖\t每个镇至少1所",
            [("床位总量", "ge", 45, "张", "2025"), ("学校覆盖", "ge", 1, "所", "2035")],
        ),
    ],
)
def test_every_column_of_targets_is_read(table: str, wanted: list[tuple[str, str, float, str, str]]) -> None:
    reading = read_text(_PLAN.format(table=table))
    assert [
        (item.indicator, item.comparator, item.value, item.unit, item.deadline) for item in reading.quantities
    ] == wanted


def test_a_shared_head_goes_to_both_of_two_parts() -> None:
    items = find(Compact("花生种植、收获机械化率分别达到65%和55%。").text, AIMS)
    assert [item.indicator for item in items] == ["花生种植机械化率", "花生收获机械化率"]
