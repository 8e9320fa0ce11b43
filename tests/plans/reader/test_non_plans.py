"""What is no plan yields no quantities."""

from pathlib import Path

import pytest

from qinglan.plans.reader import ReadError, read_file, read_text

SHARED = Path(__file__).parents[4] / "shared"

NEWS = """我市印发推进绿色制造三年行动方案
本报讯　记者从市政府新闻办获悉，我市近日印发推进绿色制造三年行动方案，提出到2025年培育绿色工厂100家、绿色园区10个。
据介绍，去年全市新增绿色工厂23家，单位工业增加值能耗下降4.5%。下一步将加强要素保障，推动项目落地。
"""
STATUTE = "青澜市节约用水条例\n" + "\n".join(
    f"第{n}条　用水单位应当加强节约用水管理，推进建设节水设施，年用水量超过{n}万立方米的，每三年至少开展一次水平衡测试。"
    for n in "一二三四五六七八九十"
)
STANDARD = """绿色工厂评价技术规范
1 范围
本标准规定了绿色工厂评价的指标体系和要求，适用于工厂的评价。
2 规范性引用文件
GB/T 36132 绿色工厂评价通则
3 评价要求
3.1 综合得分应不低于80分，单位产品能耗应低于30千克标准煤。
4 数据要求
数据应覆盖不少于12个月，抽样数量不少于3个。
"""
SCHEME = """云岭区绿色企业奖励办法
第一章 总则
第一条 为推动绿色发展，加强扶持，制定本办法。
第二章 奖励标准
第二条 对首次认定的绿色工厂，给予50万元奖励，每年支持10家。
第三条 对年产值超过1亿元的企业，按照不超过30%给予补助。
第三章 附则
第四条 本办法有效期3年。
"""
NOVEL = """第一章 计划
老人数了数，屋里一共三个人，五只碗，还有两年前买下的一百斤米。他说，三天之内，一定要走出这座山。
第二章 远行
走了二十里路，天就黑了。他们在一间破庙里住了一夜，烧掉了半扇门。
第三章 归来
过了七年，村里新盖了三十间房。没有一个人记得他。
"""
GUIDE = """《推进绿色建筑实施方案》政策解读
一、起草背景
为贯彻落实上级部署，推进绿色建筑发展，制定本方案。
二、主要目标
到2025年，新建绿色建筑占比达到100%，培育示范项目20个。
三、主要内容
明确加强组织领导等保障措施。
"""
TALK = "".join(f"他向前走了{n}步，看见{n}家商店，心想再过{n}年，这里会怎样。\n" for n in range(2, 60))


@pytest.mark.parametrize(
    "text",
    [NEWS, STATUTE, STANDARD, SCHEME, NOVEL, GUIDE, TALK, "", "五家", "一、\n二、\n三、\n四、"],
    ids=["news", "statute", "standard", "scheme", "novel", "explanation", "tale", "nothing", "word", "marks"],
)
def test_no_plan_has_no_quantities(text: str) -> None:
    reading = read_text(text)
    assert (reading.is_plan, reading.quantities, reading.bodies) == (False, (), ())


@pytest.mark.real_data
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
@pytest.mark.parametrize("folder", ["documents", "schemes"])
def test_real_documents_that_are_no_plans(folder: str) -> None:
    found = {}
    for path in sorted((SHARED / "data" / folder).iterdir()):
        try:
            found[path.name] = read_file(path).quantities
        except ReadError as error:
            pytest.fail(str(error))
    assert found
    assert {name: len(quantities) for name, quantities in found.items()} == dict.fromkeys(found, 0)
