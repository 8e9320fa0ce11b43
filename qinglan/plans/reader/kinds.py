"""Whether a quantity is a target of the plan or a rule under it."""

import re

from qinglan.plans.reader import norms
from qinglan.plans.reader.clauses import Clauses, Place
from qinglan.plans.reader.model import Comparator, Kind
from qinglan.plans.reader.thresholds import is_threshold, output_near
from qinglan.plans.reader.units import COUNT_UNITS, RATIO_UNITS, TIME_UNITS
from qinglan.plans.reader.verbs import (
    GRANT_WORD,
    LEVEL_AT_END,
    OUTPUT_PATTERN,
    OUTPUT_WORD,
    PROCEDURE_WORD,
)

_SUBJECT_CASE = re.compile(
    r"(?:之日起|申请|申报|经营者|当事人|企业|单位|人员|项目|个人|科研人员|毕业生|申请人|用人单位|经认定|自.{1,16}起|合同|有效期|备案|审批|办理|办结|受理|反馈|答复|公示|整改|期满|到期|验收)"
)
_PLAN_SPAN = re.compile(r"(?:用|分|利用|通过|经过|力争|争取|计划|确保|再用|在)(?:约|近|大约)?$")


_MUST = re.compile(
    r"(?:(?<![供响适反对相])应(?!用|对|急|届|收|付|邀|变|链)当?|必须|须(?=[^，。；]*$)|不得|原则上|标准(?:为|配))"
)
_NORM = re.compile(r"(?:不得|不能|不应|应当?|须|必须|原则上|一般|按照?|严格|上限|下限|标准|起点|底线|门槛)")
_BUDGET = re.compile(
    r"(?:安排|设立|投入|筹集|募集|筹措|统筹|整合|撬动|带动|组建|发行|落实|发放|争取|新增|完成|实现|到位|引进|吸引|总规模|规模|达到?)[^，。；、的]{0,20}$"
)


def kind(place: Place, compare: Comparator, rate: str | None, aims: bool, clauses: Clauses) -> Kind:
    """Target or rule, by the paragraph and by the words of the clause."""
    base = place.base
    if is_threshold(place, compare):
        return "rule"
    if aims:
        return "target"
    if norms.binds_cases(place, compare, rate):
        return "rule"
    if base in TIME_UNITS:
        mean = _MEAN.search(place.own_left) is not None
        return "target" if mean or _plan_span(place, clauses) or _STOCK.search(place.right) else "rule"
    if base in ("次", "回", "轮", "批次") and rate is not None:
        return "target" if not _periodic(place, rate) else "rule"
    if base in ("学时", "课时") or (
        compare in ("ge", "le", "gt", "lt") and _EACH.match(place.own_left) and base not in RATIO_UNITS
    ):
        return "rule"
    grant = GRANT_WORD.search(place.clause) is not None
    if not grant and _AIM_WORD.search(place.own_left):
        return "target"
    if base.split("/")[0].endswith("元"):
        return _money(place, compare, rate, grant)
    if base in RATIO_UNITS:
        return _ratio(place, compare, grant)
    if base in COUNT_UNITS:
        return _count(place, compare, rate, grant)
    return _level(place, compare)


_AIM_WORD = re.compile(r"力争|争取|确保(?!安全)|努力")
_HEDGED_NORM = re.compile(r"不得|原则上|一般")
_OUTCOME = re.compile(
    r"(?:(?<![费利税积贴押])率|增速|增幅|满意度|知晓度|获得感)(?:不?(?:低于|少于|高于|超过|大于|小于)|控制在|均|稳定|保持|在|总体|平均|应|要)*$"
)
_EACH = re.compile(r"(?:单[个项体家户台笔座次]|同一)")
_MEAN = re.compile(r"(?:户均|人均|平均(?:审理|停电|响应|等待|出行|到达)|审理天数|停电时间|等候时间)")
_STOCK = re.compile(r"^[^，。；]{0,12}的[^，。；]{0,8}(?:能力|储备|规模|库存)")


def _periodic(place: Place, rate: str) -> bool:
    """Whether a frequency is one of a procedure rather than an output."""
    if PROCEDURE_WORD.search(place.clause):
        return True
    few = place.token.upper is None and place.token.value <= 2
    return few and not re.search(r"(?:举办|承办|举行)", place.clause)


def _money(place: Place, compare: Comparator, rate: str | None, grant: bool) -> Kind:
    left = place.own_left
    if _BUDGET.search(left) and not re.search(r"(?:给予|奖励|补助|补贴|资助|贴息)", left):
        return "target"
    if grant or "/" in place.token.unit or compare in ("le", "lt"):
        return "rule"
    if compare == "ge" and not place.token.bound and not _dated(place) and not _OUTPUT_HEAD.match(left):
        return "rule"
    return "rule" if rate is not None and not output_near(left) else "target"


_OUTPUT_HEAD = re.compile(
    rf"[^，。；]{{0,4}}?(?:每[年月]|年均|累计|新|再)?(?!拥有|取得|获得|服务|保障|落实|生产|利用|设施|培训时)(?:{OUTPUT_PATTERN})"
)


def _level(place: Place, compare: Comparator) -> Kind:
    left = place.own_left
    if _dated(place) or output_near(left) or _OUTPUT_HEAD.match(left):
        return "target"
    bare = re.sub(r"不(?:得|能|应)?(?:低于|少于|高于|超过|小于|大于|短于)$", "", left)
    if LEVEL_AT_END.search(bare):
        return "target"
    if compare in ("le", "lt") or (compare == "ge" and bare != left):
        return "rule"
    return "target"


def _dated(place: Place) -> bool:
    return _DATE.search(place.told) is not None


_DATE = re.compile(r"20\d\d年(?!(?:\d{1,2}月)?(?:\d{1,2}日)?起)|十[三四五六]五")


def _ratio(place: Place, compare: Comparator, grant: bool) -> Kind:
    clause, left = place.clause, place.left
    if grant and not re.search(r"(?:覆盖率|参保率|达标率|普及率|完成率)", left):
        return "rule"
    if re.search(r"(?:承担|分担|负担)(?!国家|重大|省|市)", place.clause):
        return "rule"
    if _dated(place):
        return "target"
    if _MUST.search(left) or _HEDGED_NORM.search(left):
        return "rule"
    if _OUTCOME.search(place.own_left):
        return "target"
    if re.search(r"按(?!时|期|质|需)照?[^，。；]{0,20}$|按$", left):
        return "rule"
    if re.match(r"的?(?:比例|标准|幅度)(?:给|予|安排|配|计|提|补|奖|执行|缴)", place.right):
        return "rule"
    if compare in ("le", "lt") and not LEVEL_AT_END.search(
        re.sub(r"不.{1,3}$|低于$|小于$|少于$|最高$|最多$", "", left)
    ):
        return "rule"
    if compare == "ge" and place.token.bound != "ge":
        return "rule"
    return "target" if clause else "rule"


def _count(place: Place, compare: Comparator, rate: str | None, grant: bool) -> Kind:
    left = place.left
    if compare in ("le", "lt"):
        return "rule"
    if _MUST.search(left) and not _dated(place):
        return "rule"
    if place.base in ("人次", "场次", "户次", "件次") and not grant:
        return "target"
    if OUTPUT_WORD.search(left):
        norm = re.search(r"(?:配备|配置|设置|配建|保障|安排|配有|设立)", left) is not None
        least = re.search(r"(?:配备|配置|设置|配建|配有)", left) and re.search(r"至少|不少于|不低于", left)
        each = norm and rate is not None and rate not in ("年", "季度", "月")
        if (each or least) and not _dated(place):
            return "rule"
        return "target"
    if OUTPUT_WORD.search(place.right[:12]) and compare in ("eq", "ge", "approx", "range", "gt"):
        return "target"
    if LEVEL_AT_END.search(left) or re.search(
        r"(?:达到?|达|总数|数量|总量|规模|人数|拥有量|个数|超过|突破|增至)", left
    ):
        return "target"
    if rate in ("年", "季度", "月") and not grant:
        return "target"
    if grant or compare == "ge" or rate is not None or _NORM.search(left):
        return "rule"
    return "target"


def _plan_span(place: Place, clauses: Clauses) -> bool:
    """Whether a span of time is the plan's own, rather than one that each case is given."""
    left, right, token = place.left, place.right, place.token
    if re.search(r"拨付|给予|支付|缴纳|发放|兑付|返还", place.clause):
        return False
    if (
        place.base == "年"
        and token.bound == "le"
        and right.startswith(("达到", "提高到", "提升到", "降至", "实现"))
    ):
        return True
    if _SUBJECT_CASE.search(place.clause) or "可" in place.right[:6] or "可" in place.left[-3:]:
        return False
    if place.base != "年" or token.bound == "ge":
        return False
    if _PLAN_SPAN.search(left) and (
        token.bound == "le" or right.startswith(("时间", "左右", "的时间", "努力")) or left.endswith("分")
    ):
        return True
    rest = right + place.sentence[place.clause_end - place.sentence_start :][:40]
    return token.bound == "le" and not left.strip("在") and _PLAN_WORK.match(rest) is not None


_PLAN_WORK = re.compile(rf"，?(?:全[市省县区]|基本|全面|累计|实现|{OUTPUT_PATTERN})")
