"""Sentences that the annotation guide decides, or that are easily misread."""

import pytest

from qinglan.plans.reader.quantities import Found, Surroundings, find
from qinglan.plans.reader.text import Compact

TASKS = Surroundings(aims=False, background=False, horizon="2027")
AIMS = Surroundings(aims=True, background=False, horizon="2027")


def told(items: list[Found]) -> list[tuple[str, str, float, str]]:
    return [(item.kind, item.comparator, item.value, item.unit) for item in items]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("每4年评估1次。", [("rule", "eq", 1, "次")]),
        ("每个县至少建设两处。", [("target", "ge", 2, "处")]),
        ("每年培育15家龙头企业。", [("target", "eq", 15, "家")]),
        ("对具有2年以上经历的人员优先录用。", [("rule", "ge", 2, "年")]),
        ("单项投资200万元以下的项目由乡镇实施。", [("rule", "le", 200, "万元")]),
        ("禁止采购能效得分低于40分的设备。", [("rule", "lt", 40, "分")]),
        ("奖励期3—5年左右。", [("rule", "range", 3, "年")]),
        ("三年内保留人事关系。", [("rule", "le", 3, "年")]),
        ("用3年时间完成资源普查。", [("target", "eq", 3, "年")]),
        ("减按50%计入当月工资。", [("rule", "eq", 50, "%")]),
        ("由20个工作日压缩至5个工作日。", [("rule", "eq", 5, "个工作日")]),
        ("培育5个年产值超过30亿元的龙头企业。", [("target", "eq", 5, "个"), ("rule", "gt", 30, "亿元")]),
        ("培育年产值过亿元的企业5家。", [("rule", "gt", 1, "亿元"), ("target", "eq", 5, "家")]),
        ("淘汰35蒸吨/小时及以下燃煤锅炉。", [("rule", "le", 35, "蒸吨/小时")]),
        ("省级财政按60%比例承担。", [("rule", "eq", 60, "%")]),
        ("每招用1人给予1500元补助。", [("rule", "eq", 1500, "元")]),
        (
            "对年销售收入首次突破5亿元、10亿元的企业，分别给予200万元、500万元奖励。",
            [
                ("rule", "gt", 5, "亿元"),
                ("rule", "gt", 10, "亿元"),
                ("rule", "eq", 200, "万元"),
                ("rule", "eq", 500, "万元"),
            ],
        ),
        ("到2025年，新建建筑绿色建材应用比例不低于30%。", [("target", "ge", 30, "%")]),
        ("新建小区预留车位比例不低于15%。", [("rule", "ge", 15, "%")]),
        ("设立规模不低于20亿元的产业基金。", [("target", "ge", 20, "亿元")]),
        ("高于全国平均水平3个百分点。", [("target", "gt", 3, "个百分点")]),
        ("取消3项审批，保留的事项15日内办结。", [("target", "eq", 3, "项"), ("rule", "le", 15, "日")]),
        ("坚持两手发力，办好三件大事，健全三级网络。", []),
        ("截至目前，全市已建成示范点30个。", []),
        ("覆盖全市14个乡镇。", []),
        ("成立由1名副市长任组长、8个部门为成员的领导小组。", []),
        ("围绕8项重点任务，抓好以下三个方面。", []),
        ("打造一批园区，实现全覆盖，建设一支队伍。", []),
        ("新建220千伏变电站2座。", [("target", "eq", 2, "座")]),
    ],
)
def test_in_a_paragraph_of_tasks(text: str, wanted: list[tuple[str, str, float, str]]) -> None:
    assert told(find(Compact(text).text, TASKS)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("审批时限一般为3个月。", [("target", "eq", 3, "个月")]),
        ("城镇调查失业率控制在5.5%以内。", [("target", "le", 5.5, "%")]),
        ("65岁以上老年人健康管理率不低于72%。", [("rule", "ge", 65, "岁"), ("target", "ge", 72, "%")]),
        ("种植、收获机械化率分别达到65%和55%。", [("target", "eq", 65, "%"), ("target", "eq", 55, "%")]),
        ("种植、收获机械化率均达到45%。", [("target", "eq", 45, "%")]),
        ("普及率、数控化率分别超过90%、75%。", [("target", "gt", 90, "%"), ("target", "gt", 75, "%")]),
        ("原生垃圾实现零增长，填埋量趋零。", [("target", "eq", 0, ""), ("target", "approx", 0, "")]),
        (
            "占比提高到一半以上，吸引数以万计游客。",
            [("target", "ge", 50, "%"), ("target", "approx", 10000, "")],
        ),
        ("总产值比2020年翻一番，规模扩大1.5倍。", [("target", "eq", 1, "番"), ("target", "eq", 1.5, "倍")]),
        ("电能利用效率降至1.25以下。", [("target", "le", 1.25, "")]),
        ("由2020年的35%提高到2027年的45%。", [("target", "eq", 45, "%")]),
        ("废铜、废铝等9种资源循环利用量达到4.5亿吨。", [("target", "eq", 4.5, "亿吨")]),
    ],
)
def test_in_a_paragraph_of_aims(text: str, wanted: list[tuple[str, str, float, str]]) -> None:
    assert told(find(Compact(text).text, AIMS)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("力争开发20种以上产品，推动100余项成果转化应用。", ["soft", "firm"]),
        ("争创国家级示范区1个、研究中心1—2个。", ["soft", "soft"]),
        ("支持3—5家企业创建国家级中心。", ["soft"]),
        ("推动50家企业入园，可给予10万元补助。", ["firm", "firm"]),
        ("原则上对投资500万元以上的项目每年检查2次。", ["firm", "soft"]),
        ("力争到2027年，培育企业30家，建设园区5个。", ["soft", "firm"]),
    ],
)
def test_strength(text: str, wanted: list[str]) -> None:
    assert [item.strength for item in find(Compact(text).text, TASKS)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("到2025年，培育企业30家。建设园区5个。", ["2025", "2025"]),
        ("2024年6月底前，培育企业30家。建设园区5个。", ["2024-06", "2027"]),
        ("比2020年增长20%，每年新增10家。", ["2027", "2027"]),
        ("巩固森林覆盖率60%以上成果。", [None]),
        ("自2024年起，给予不超过50万元奖励。", [None]),
        ("2025年12月31日前，给予最高50万元奖励。", ["2025-12-31"]),
        ("用3年时间建成网络。", [None]),
    ],
)
def test_deadlines(text: str, wanted: list[str | None]) -> None:
    assert [item.deadline for item in find(Compact(text).text, TASKS)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("每年培育15家企业，建设园区5个。", ["年", "年"]),
        ("每4年评估1次。", ["4年"]),
        ("每个县至少建设两处养老机构。", ["县"]),
        ("每季度调度1次。", ["季度"]),
        ("培育企业30家。", [None]),
    ],
)
def test_rates(text: str, wanted: list[str | None]) -> None:
    assert [item.per for item in find(Compact(text).text, TASKS)] == wanted
