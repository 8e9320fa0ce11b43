"""Thresholds: numbers that only define what is counted or which case is meant."""

import re

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Comparator
from qinglan.plans.reader.units import COUNT_UNITS, RATIO_UNITS, TIME_UNITS, base_unit
from qinglan.plans.reader.verbs import GRANT_WORD, OUTPUT_AT_END

_ATTRIBUTE = re.compile(
    r"的(?!目标|速度|水平|增速|要求|标准|比例|幅度|奖励|补助|补贴|资助|支持|资金|贴息|额度|经费|奖金|配套|扶持|给予|规定|上限)"
)
_PROPERTY = re.compile(
    r"(?:编制|产值|收入|营收|规模|投资|投资额|投入|面积|金额|总额|额|资产|资本|能耗|用能|消费量|用水量|用电量|占比|比例|比重|强度|经历|从业|工作|任职|年限|年龄|成立|注册|经营|运营|存续|容量|功率|能力|产能|产量|水平|学历|人口|人数|员工|职工|增幅|增速|增长|增长率|利润|税收|纳税|贡献|销售|净值|得分|评分|分数|年满|未满|排放量|处理量|距离|长度|深度|高度|坡度|床位|户数|存栏|出栏|价值|估值|市值|重量|载重|总重|投用|使用|建成|楼龄|房龄|户籍|居住|参保|缴费|失业|资金|贷款|授信|单项|单台|单体|单个|单笔|成交|交易|到账|合同|进出口|出口|质量|率|累计|月|年|度|日|总|期|均|量|值)$"
)
_NOT_OUTPUT = re.compile(
    r"(?:拥有|取得|获得|生产|申请|登记|具有|具备|从事|接入|服务|安置|出栏|种养|持有|参与|保障|落实|签订)(?:不少于|不低于|至少|超过|突破|约|近|超|过|达到?|总?规模|面积|总量)?$"
)
_SCOPED_LATER = re.compile(
    r"(?:且|并且|并|或者?|、|和|及)[^，。；]{1,40}的(?:[^，。；的]{0,8}(?:企业|项目|单位|机构|个人|人员|家庭|园区|产品|主体|地区|区域|团队|平台|园|学校|医院|建筑|小区|用户)|[^，。；的]{2,10}$)"
)


_SOFT_VERB = re.compile(r"(?:推进|推动|支持|鼓励|引导|组织|对|将|为|给予|优先|有)$")


def output_near(left: str) -> bool:
    """Whether a verb of output stands directly before the number."""
    return (OUTPUT_AT_END.search(left) is not None and _NOT_OUTPUT.search(left) is None) or re.search(
        r"(?:实现|达到?)$", left
    ) is not None


_FUND = re.compile(r"(?:设立|组建|安排|筹集|发行|新增|统筹|整合|募集|设置|争取)[^，。；]{0,16}$")


def unbound(left: str) -> str:
    """The words before the comparator that adjoins the number."""
    return re.sub(
        r"(?:不?(?:得|能|应)?(?:低于|少于|超过|高于|大于|小于|足)|突破|达到?|为|超过?|过|在|约|首次|至少|累计|均)+$",
        "",
        left,
    )


_BOUNDED = ("ge", "gt", "le", "lt")
_LEFT_OUT = "、，。；（）：和与及或并且"


def is_threshold(place: Place, compare: Comparator) -> bool:
    """Whether the number only defines what is counted or scoped (年产值超过30亿元的企业)."""
    token, right, left = place.token, place.right, place.own_left
    bounded = compare in _BOUNDED
    if token.bound and "/" in token.unit and right[:1].isalpha():
        return True
    if "元" in token.unit and _FUND.search(left) and _MONEY_NOUN.match(right):
        return False
    if _CASE.match(right) and (bounded or GRANT_WORD.search(place.sentence)):
        return True
    if bounded and (_in_bracket(place, left) or _sizes_what_is_counted(place, left)):
        return True
    if _ATTRIBUTE.match(right):
        return _attribute(place, left, bounded=bounded)
    if not bounded:
        return False
    scoped = token.bound or left.startswith(("对", "凡", "将"))
    if scoped and _SCOPED_LATER.match(right) and not output_near(left):
        return True
    if place.bound_word.startswith("范围"):
        return True
    if not right or right[0] in _LEFT_OUT:
        return place.base in ("岁", "周岁")
    return _before_noun(place, left)


def _in_bracket(place: Place, left: str) -> bool:
    """A bracket that says which are meant: 较大自然村（30户以上）."""
    return left.endswith("（") and (place.right.startswith("）") or not place.right)


def _sizes_what_is_counted(place: Place, left: str) -> bool:
    """A size before the noun that the next number counts: 千人以上供水工程12处, 收入超百亿元企业10家."""
    after = place.after
    if after is None or base_unit(after.unit) not in COUNT_UNITS or place.base in RATIO_UNITS:
        return False
    noun = place.right[: after.start - place.token.end]
    if re.fullmatch(r"[\u4e00-\u9fff（）“”]{2,14}", noun) is None or re.search(
        r"[和及与或]|达到?|超过|占", noun
    ):
        return False
    return (
        place.bound_word in ("以上", "以下")
        or re.search(r"(?:^|[、])超过?$", left) is not None
        or (place.base.endswith("元") and _PROPERTY.search(unbound(left)) is not None)
    )


_CASE = re.compile(r"的(?:[，。；、）]|$)")
_MONEY_NOUN = re.compile(r"的?[^，。；、的]{0,14}(?:基金|资金|经费|贷款|债券)")


def _attribute(place: Place, left: str, *, bounded: bool) -> bool:
    """A number that 的 joins to a noun."""
    counts, ratio = place.base in COUNT_UNITS, place.base in RATIO_UNITS
    verb = output_near(left)
    property_named = _PROPERTY.search(unbound(left)) is not None
    if bounded and property_named and (not counts or place.base == "人"):
        return True
    if (counts and verb) or (ratio and not property_named):
        return False
    if bounded and not (verb and ratio):
        return not verb or place.after is not None or place.before is not None
    neighbour = any(
        other is not None and base_unit(other.unit) in COUNT_UNITS for other in (place.before, place.after)
    )
    return neighbour and property_named


def _before_noun(place: Place, left: str) -> bool:
    """A bounded number that stands directly before a noun (2年以上经历, 100吨以下转炉)."""
    token, right, base = place.token, place.right, place.base
    printed = place.bound_word
    if base not in RATIO_UNITS and base not in TIME_UNITS and right[:1].isalpha():
        if printed.endswith("以下") or printed.startswith(("及", "范围")):
            return True
        if printed and base not in COUNT_UNITS and not base.endswith("元") and not output_near(left):
            return True
    if base in ("岁", "周岁") or (token.bound == "ge" and right.startswith("部分")):
        return True
    weak = _SOFT_VERB.search(left) is not None
    if base in RATIO_UNITS or (output_near(left) and not weak):
        return False
    if base in TIME_UNITS:
        return token.bound == "ge" or re.match(r"[^，。；、]{1,8}(?:率|占比|比例)", right) is not None
    if base in COUNT_UNITS and base != "人":
        return token.bound == "ge" and base in _CAPACITY and (not left or weak)
    return token.bound in ("ge", "le") and (_PROPERTY.search(left) is not None or not left or token.bare)


_CAPACITY = frozenset("户张床层辆头")
