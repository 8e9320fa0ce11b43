"""Parameters that bind each case under a plan, told by the form of the clause rather than by what is measured."""

import re

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Comparator
from qinglan.plans.reader.units import RATIO_UNITS

_PER_COUNT = re.compile(r"[\d百千万]+(?!.*人口)[\u4e00-\u9fff]")
_PER_PERSON = re.compile(r"每[位名人户张件辆台亩]")
_STANDARD = re.compile(r"按照?[^，。；]{0,24}$")
_TO_STANDARD = re.compile(r"[^，。；\d]{0,10}的?标准")
_PAID = re.compile(r"的?[^，。；\d]{0,8}(?:补贴|补助|奖励|津贴|补偿)")
_SHARE_OF_USE = re.compile(r"(?:的[^，。；、\d]{0,8})?(?:用于|留归|由[^，。；]{2,14}承担|作为|计入)")
_UP_TO = re.compile(r"(?:最[高多低长]|至多)(?:可达?到?|达到?|为)?$")
_NEW_CASES = re.compile(
    r"(?:^|[、，])(?:[^，。；、]{0,8}的?)?(?:新建(?!设)|改建|扩建|新改扩建|新增或更新|新增及更新|新购置)[^，。；]*$"
)
_REQUIRED = re.compile(r"(?:建设|安装|预留|配建|配备|执行|实行|采用|落实)")
_STEPS = re.compile(r"(?:环节|材料|手续|程序|步骤)[^，。；]{0,6}(?:压缩|压减|精简|减少|减|缩减)(?:到|至|为)$")
_ALLOWED = re.compile(r"可[\u4e00-\u9fff]{0,4}$")
_RECKONED = re.compile(r"按照?(?:不[低少]于|最高)?#[^，。；\d]{0,4}(?:核定|计算|计发|执行|拨付|收取|安排)")
_STANDARD_RAISED = re.compile(
    r"(?:定额|标准|基准|津贴|补贴|补助)[^，。；]{0,8}(?:提高|调整|提升|增加|上调|降低|下调)(?:到|至|为)"
)
_OUGHT = re.compile(r"(?:标准|应当?|必须|须|一般)(?:达到|为|控制在|保持在|优于)$")
_PROPERTY = re.compile(
    r"(?:[宽高厚长深]度|PUE|值|时间|距离|能耗|煤耗|水耗|间距|标准|等级)(?:不[低高少超大小][于过]|降[到至]|应?控制在|应?达到)*$"
)
_DATED = re.compile(r"20\d\d年(?!(?:\d{1,2}月)?(?:\d{1,2}日)?起)|十[三四五六]五")


def binds_cases(place: Place, compare: Comparator, rate: str | None) -> bool:
    """Whether the clause sets a norm: for each so many (每百户不少于20平方米), by a standard, of new cases."""
    left, right = place.own_left, place.right
    if place.base == "分" or _STEPS.search(left):
        return True
    if _STANDARD.search(left) and _TO_STANDARD.match(right):
        return True
    if rate is not None and _PER_COUNT.match(rate) and compare in ("ge", "le"):
        return True
    if _PER_PERSON.search(left) and _PAID.match(right):
        return True
    if place.base == "次" and ((rate is not None and compare == "le") or _ALLOWED.search(left)):
        return True
    if _UP_TO.search(left) or _RECKONED.search(left + "#" + right):
        return True
    if place.base.endswith("元") and _STANDARD_RAISED.search(place.left):
        return True
    if place.base in RATIO_UNITS and _share(left, right):
        return True
    if _DATED.search(place.told):
        return False
    if _OUGHT.search(left):
        return True
    return _norm_of_space(place, compare) or _of_new_cases(place, compare)


def _norm_of_space(place: Place, compare: Comparator) -> bool:
    """单处用房建筑面积不少于350平方米, 单台不低于…: the size that each of them must have."""
    return compare in ("ge", "le") and re.match(r"单[个处台座栋间项宗体]", place.own_left) is not None


def _share(left: str, right: str) -> bool:
    """Shares that bind whatever the date: carried out in each case (实行100%抽检), or of use (60%用于奖励)."""
    if left.endswith(("实行", "执行")):
        return True
    return _SHARE_OF_USE.match(right) is not None and not left.endswith(("达到", "提高到", "提升到"))


def _of_new_cases(place: Place, compare: Comparator) -> bool:
    """Shares of what is newly built or bought (新建小区停车位100%建设充电设施)."""
    if not _NEW_CASES.search(place.own_left):
        return False
    if place.base not in RATIO_UNITS:
        return compare in ("ge", "le") and _PROPERTY.search(place.own_left) is not None
    return (compare == "ge" and not place.token.bound) or _REQUIRED.match(place.right) is not None
