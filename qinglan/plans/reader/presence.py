"""Which printed numbers are quantities, and which are facts, names or counts of the text itself."""

import re
from collections.abc import Callable

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Comparator
from qinglan.plans.reader.units import COUNT_UNITS, RATIO_UNITS, TIME_UNITS, base_unit
from qinglan.plans.reader.verbs import OUTPUT_AT_END, OUTPUT_WORD

_WEAK = frozenset(
    ["级", "代", "版", "星", "步", "道", "环", "届", "度", "环节", "门类", "村", "县", "站", "回"]
)
_WEAK_HAN = _WEAK | frozenset("类段块口头位部本门首层股日根版起副对双眼面点分米")
_PLAIN_HAN = frozenset(
    [
        "元",
        "吨",
        "亩",
        "公里",
        "平方米",
        "平方公里",
        "千瓦",
        "人次",
        "名",
        "户",
        "座",
        "所",
        "家",
        "张",
        "台",
        "辆",
        "套",
    ]
)
_FREQUENT = frozenset("次场期轮个名处所家项批回")
_GRADES = frozenset(["千伏", "伏", "千伏安", "纳米", "微米", "毫米", "兆", "兆瓦", "分贝"])
_PER_CASE = re.compile(r"每(?![年月日周季天半个家人户])[^，。；\d]{1,8}$")
_LIST_NOUN = re.compile(
    r"(?:重点|重大|主要|专项|具体|核心|关键|基础|攻坚|改革|约束性|预期性)*(?:任务|行动|工程|举措|措施|内容|要求|制度|原则|机制|指标|工作|计划|目标|能力|关系|体系|机遇|理念|特征|特色|优势|定位|领域|要素|问题|文件|功能|模块|主体|结合|方向|重点|优先|统一|重要)"
)
_SCOPE = re.compile(
    r"(?:全[国省市县区州镇乡旗域]|我[国省市县区州]|本[省市县区州]|所辖|辖区内?|所有|沿线|上述|以上|以下|下列|下述|这|该|其余|其他|各地)$"
)
_SCOPE_LIST = re.compile(
    r"(?:全[市县省区州]|我[市县省区州]|本[市县省区州])(?:共有?|现有|辖|下辖|所有|所辖)?(?=\d)[^，。；]{0,40}、$"
)
_SCOPE_NOUN = re.compile(
    r"(?:个)?(?:县|区|市|乡|镇|街道|村|社区|省|州|旗|部门|单位|成员|流域|行业|领域|片区)"
)
_PAST = re.compile(
    r"(?:截至|截止|目前|近年来|近年|以来|现有|已有|已建|已经|已达|已培|已累|已完|已形|已实|共有|上年|去年|曾|现已|现状|原有|原来|原为|仅有|只有|仅为|突破了|达到了|完成了|建成了|新增了|培育了|实现了|提高了|提升了|增长了|下降了|降低了)"
)
_FUTURE = re.compile(
    r"(?:到20|至20|力争|争取|确保|将|计划|拟|目标|新增|再|应|要|须|不得|不低于|不超过|不少于|至少|按照)"
)
_FROM_BASE = re.compile(r"(?:从|由|自)[^，。；]*$")
_TO_LEVEL = re.compile(
    r"[^，。；]{0,8}?(?:提高|提升|增加|增长|降低|下降|压缩|压减|缩短|减少|降|增|升|缩|减|扩大|扩展|延长|调整|精简|上升|上调|下调|优化|拓展)(?:到|至|为)"
)
_LEVEL_LEFT = re.compile(
    r"(?:达到|达|为|到|至|在|于|超过|突破|低于|高于|大于|小于|不低于|不高于|不超过|不大于|不小于|约|近|过|超|不足)$"
)
_YEAR_LEFT = re.compile(
    r"(?:给予|享受|延长|延长至|连续|提前|缩短|为|用|利用|通过|经过|分|期限|有效期|周期|期|每|保持|免|减|至|到|在|约|近|需|满|超过|不少于|不超过|前|时间|时限|年限|工龄|服务|从业|工作|任职|最长|最多|达|达到|保留|试用|聘期|任期|合同|保证|质保|不低于|滚动|跟踪|签订|签署|免费|未满|不足|奖励|补贴|补助|扶持|支持|力争|争取|期满|实施|发放|运行|运营)$"
)
_YEAR_RIGHT = re.compile(
    r"(?:期|时间|左右|免|一个?周期|的?(?:过渡|宽限|试用|保护|奖励|补助|补贴|支持|扶持|贴息|培育|建设|服务|跟踪|合同|有效|免费|租金|房租|运营|经历|经验|工作))"
)

_COUNTED_TEXT = re.compile(
    r"(?:以下|上述|下列|本方案|本规划|本意见|共|分为|包括|以上|如下|提出|明确|部署|确定|围绕|聚焦|坚持|突出|统筹|处理好|抓好)[^，。；]{0,6}$"
)


def is_quantity(place: Place, compare: Comparator, rate: str | None, *, aims: bool) -> bool:
    """Whether the token commits somebody, and is neither a fact nor a name nor a count of the text itself."""
    token = place.token
    if token.chinese and token.unit and not _chinese(place, compare, rate):
        return False
    if token.unit == "" and not _bare_number(place, compare):
        return False
    if any(excluded(place, compare) for excluded in _EXCLUDED):
        return False
    return not _past(place, aims=aims)


def _part_of_a_name(place: Place, compare: Comparator) -> bool:
    """Per-units, levels and addresses: 每4年, 千万级, 12号."""
    return place.left.endswith(("每", "每隔", "（含")) or place.right.startswith(
        ("级", "号", "楼", "路", "街", "届", "版", "半径")
    )


def _without_bound(place: Place, compare: Comparator) -> bool:
    """Numbers that mean something only with a bound: 亿元, 第三代, 18岁, 旬."""
    token, base = place.token, place.base
    if base == "旬":
        return True
    if compare != "eq":
        return False
    if token.bare or base in ("岁", "周岁"):
        return True
    if base == "日":
        return _DAYS.search(place.left) is None
    if base in _WEAK and (token.unit == base or token.chinese):
        return not (base in ("届", "期") and not token.chinese and OUTPUT_WORD.search(place.left))
    if base == "类" and not token.chinese:
        return OUTPUT_AT_END.search(place.left) is None
    return base in _GRADES and token.unit == base and place.right[:1].isalpha()


_DAYS = re.compile(r"(?:提前|公示|为期|期限为|期为)$")


def _base_of_a_grant(place: Place, compare: Comparator) -> bool:
    """每招用1人给予1500元: the 1 is the base of the rate."""
    return (
        compare == "eq"
        and place.token.value == 1
        and _PER_CASE.search(place.left) is not None
        and re.match(r"[^，。；]{0,6}(?:，|给予|奖|补|按|的)", place.right) is not None
    )


def _main_size(place: Place, compare: Comparator) -> bool:
    """What is only the rule of thumb: 以6层为主."""
    return place.left.endswith("以") and place.right.startswith("为主")


def _named_by_time(place: Place, compare: Comparator) -> bool:
    """A time that is part of a measure's name: 1小时完成率."""
    return compare == "eq" and place.base in TIME_UNITS and _TIMED_SHARE.match(place.right) is not None


_TIMED_SHARE = re.compile(r"[\u4e00-\u9fff]{1,6}(?:率|占比|比例)(?!为)")


def _no_span(place: Place, compare: Comparator) -> bool:
    """Years that are no span of time."""
    return place.base in ("年", "个年度", "周年") and not _span_of_years(place, compare)


def _scope(place: Place, compare: Comparator) -> bool:
    """Counts that describe the territory or the list before them: 全市31个乡镇."""
    if compare != "eq" or place.base not in COUNT_UNITS:
        return False
    if _SCOPE.search(place.left) and (place.token.chinese or _SCOPE_NOUN.match(place.right)):
        return True
    return (
        _SCOPE_LIST.match(place.left) is not None or _MEMBERS.match(place.right) is not None or _listed(place)
    )


_MEMBERS = re.compile(r"[^，。；、]{0,12}(?:任|为)(?:组长|副组长|成员|召集人|主任)")


def _of_the_text(place: Place, compare: Comparator) -> bool:
    """Counts of the text's own parts: 围绕8项重点任务."""
    return (
        place.base in ("项", "个", "类", "条", "大", "种")
        and _LIST_NOUN.match(place.right) is not None
        and _COUNTED_TEXT.search(place.left) is not None
    )


def _starting_level(place: Place, compare: Comparator) -> bool:
    """The level from which something rises or falls: 由20个工作日压缩至5个工作日."""
    return _FROM_BASE.search(place.left) is not None and _TO_LEVEL.match(place.right) is not None


def _listed(place: Place) -> bool:
    """Whether the number only counts a list before it (废铜、废铝等9种资源利用量达到…)."""
    if not place.left.endswith("等") or place.after is None:
        return False
    between = place.right[: place.after.start - place.token.end]
    return (
        re.search(r"(?:达到?|超过|不低于|提高|增长|下降|降低|控制在|突破|实现)[^，。；]{0,4}$", between)
        is not None
    )


def _bare_number(place: Place, compare: Comparator) -> bool:
    token = place.token
    if token.chinese:
        return True
    value = token.value
    if isinstance(value, int) and 1900 <= value <= 2100:
        return False
    if place.right[:1] in tuple("号〕）+-~/：:.、") or re.match(r"[A-Za-z°]", place.right):
        return place.right[:1] == "、" and compare != "eq"
    return (compare != "eq" and compare != "range") or _LEVEL_LEFT.search(place.left) is not None


def _span_of_years(place: Place, compare: Comparator) -> bool:
    token = place.token
    if token.upper is None and isinstance(token.value, int) and token.value > 100 and not token.bound:
        return False
    if compare != "eq":
        return True
    if (
        token.chinese
        and token.value == 1
        and not re.search(r"(?:满|为|期|用|给予|延长|免|提前)$", place.left)
    ):
        return False
    return _YEAR_LEFT.search(place.left) is not None or _YEAR_RIGHT.match(place.right) is not None


def _chinese(place: Place, compare: Comparator, rate: str | None) -> bool:
    token, base = place.token, place.base
    if base in RATIO_UNITS:
        return token.value != 1 or base != "成"
    if compare != "eq" and not (token.approximate and token.value in (10, 100, 1000)):
        return not (token.value == 1 and place.right.startswith("步"))
    if rate is not None and base in _FREQUENT:
        return token.value != 1 or base in ("次", "场", "期", "轮") or place.left.endswith("至少")
    if base in TIME_UNITS:
        return token.value != 1 or base not in ("天", "日", "周")
    if token.value == 1 or base in _WEAK_HAN:
        return False
    if base in _PLAIN_HAN:
        return (
            OUTPUT_WORD.search(place.left) is not None
            or base_unit(token.unit) != token.unit
            or token.value >= 100
        )
    if _LIST_NOUN.match(place.right) or re.match(
        r"[^，。；、]{0,4}(?:方面|关|坚持|关键|重点|基本)", place.right
    ):
        return False
    return OUTPUT_AT_END.search(place.left) is not None


def _past(place: Place, *, aims: bool) -> bool:
    """Facts: what has been reached already."""
    if aims:
        return re.search(r"(?:现有|已有|目前的?|已达|原有|现状)[^，。；到至]{0,16}$", place.left) is not None
    if _PAYS.search(place.sentence):
        return False
    return _PAST.search(place.told) is not None and _FUTURE.search(place.told) is None


_PAYS = re.compile(r"按[^，。；]{2,30}(?:给予|予以|奖励|补助|补贴|资助|贴息|提取|计提|收取|缴纳)")


_EXCLUDED: tuple[Callable[[Place, Comparator], bool], ...] = (
    _part_of_a_name,
    _without_bound,
    _base_of_a_grant,
    _main_size,
    _named_by_time,
    _no_span,
    _scope,
    _of_the_text,
    _starting_level,
)
