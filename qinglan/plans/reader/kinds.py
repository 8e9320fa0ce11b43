"""Whether a number is a quantity of the plan, and whether it is a target or a rule, firm or soft."""

import re

from qinglan.plans.reader.clauses import Clauses, Place
from qinglan.plans.reader.model import Comparator, Kind, Strength
from qinglan.plans.reader.units import COUNT_UNITS, RATIO_UNITS, TIME_UNITS, base_unit
from qinglan.plans.reader.verbs import (
    GRANT_WORD,
    HEDGE,
    LEVEL_AT_END,
    OUTPUT_AT_END,
    OUTPUT_PATTERN,
    OUTPUT_WORD,
    PROCEDURE_WORD,
)

_WEAK = frozenset(
    ["级", "代", "版", "星", "步", "道", "环", "届", "度", "环节", "门类", "村", "县", "站", "回"]
)
_WEAK_HAN = _WEAK | frozenset(
    [
        "类",
        "段",
        "块",
        "口",
        "头",
        "位",
        "部",
        "本",
        "门",
        "首",
        "层",
        "股",
        "日",
        "根",
        "版",
        "起",
        "副",
        "对",
        "双",
        "眼",
        "面",
        "点",
        "分",
        "米",
    ]
)
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
_FUTURE = re.compile(r"(?:到20|至20|力争|争取|确保|将|计划|拟|目标|新增|再|应|要|须|不得|不低于|不超过)")
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
    r"(?:期|时间|左右|免|的?(?:过渡|宽限|试用|保护|奖励|补助|补贴|支持|扶持|贴息|培育|建设|服务|跟踪|合同|有效|免费|租金|房租|运营|经历|经验|工作))"
)
_ATTRIBUTE = re.compile(
    r"的(?!目标|速度|水平|增速|要求|标准|比例|幅度|奖励|补助|补贴|资助|支持|资金|贴息|额度|经费|奖金|配套|扶持|给予|规定|上限)"
)
_PROPERTY = re.compile(
    r"(?:产值|收入|营收|规模|投资|投资额|投入|面积|金额|总额|额|资产|资本|能耗|用能|消费量|用水量|用电量|占比|比例|比重|强度|经历|从业|工作|任职|年限|年龄|成立|注册|经营|运营|存续|容量|功率|能力|产能|产量|水平|学历|人口|人数|员工|职工|增幅|增速|增长|增长率|利润|税收|纳税|贡献|销售|净值|得分|评分|分数|年满|未满|排放量|处理量|距离|长度|深度|高度|坡度|床位|户数|存栏|出栏|价值|估值|市值|重量|载重|总重|投用|使用|建成|楼龄|房龄|户籍|居住|参保|缴费|失业|资金|贷款|授信|单项|单台|单体|单个|单笔|成交|交易|到账|合同|进出口|出口|质量|率|累计|月|年|度|日|总|期|均|量|值)$"
)
_NOT_OUTPUT = re.compile(
    r"(?:拥有|取得|获得|生产|申请|登记|具有|具备|从事|接入|服务|安置|出栏|种养|持有|参与|保障|落实|签订)(?:不少于|不低于|至少|超过|突破|约|近|超|过|达到?|总?规模|面积|总量)?$"
)
_PER = re.compile(
    r"每(?P<per>学期|学年|(?:百|千|万|十万)人口?|半年|半个?月|季度|季|(?:\d+|[一二两三四五六七八九十]+)个?(?:年|月|工作日|天|周|季度|小时|日)|[年月周日天旬]度?"
    r"|(?:\d+|[一二两三四五六七八九十百千万]+)?(?:名|位|户|个|家|所|座|条|人|吨|千瓦时|千瓦|平方米|平方公里|公里|亩|件|项|台|辆|套|例|场|期|次|张|只|头|处|栋|村|县|镇|乡|校|园|班|单|学期|学年|届|批)?"
    r"(?:(?:常住|户籍|城镇|服务)?人口|城乡居民|老年人|农户|居民|[^\d，。；、每至少不最建配给补奖新培设完组举开支拥有达按可奖到加收提医床执注（安检留]{0,8}))"
)
_SUBJECT_CASE = re.compile(
    r"(?:之日起|申请|申报|经营者|当事人|企业|单位|人员|项目|个人|科研人员|毕业生|申请人|用人单位|经认定|自.{1,16}起|合同|有效期|备案|审批|办理|办结|受理|反馈|答复|公示|整改|期满|到期|验收)"
)
_PLAN_SPAN = re.compile(r"(?:用|分|利用|通过|经过|力争|争取|计划|确保|再用|在)(?:约|近|大约)?$")


def per(place: Place) -> str | None:
    """The base of a rate: 年 for 每年, 4年 for 每4年, 县 for 每个县; None where the number is no rate."""
    clause_left = place.left
    found = None
    for match in _PER.finditer(clause_left):
        if match.end("per") > match.start("per"):
            found = match
    if found is not None:
        return _base(found.group("per"))
    if re.search(r"年均(?=[培引新开举完实组发推])", clause_left):
        return "年"
    after = re.match(r"/(年|月|日|人|户)", place.right)
    if after:
        return after.group(1)
    head = re.match(r"[^，。；\d]{0,6}?每(年|季度|月|周|半年)", place.sentence)
    if head and head.end() <= place.clause_start - place.sentence_start and _joined(place):
        return head.group(1)
    return None


def _joined(place: Place) -> bool:
    """Whether a clause goes on with the head of its sentence, having no subject or time of its own."""
    if base_unit(place.token.unit) in TIME_UNITS or re.search(r"20\d\d年", place.sentence):
        return False
    return OUTPUT_WORD.match(place.left) is not None


def _base(text: str) -> str:
    text = re.sub(r"^(?:个|名|位|家|所|座)(?=.)", "", text)
    return text.rstrip("度") if text in ("年度",) else text


_SCOPED_LATER = re.compile(
    r"(?:且|并且|并|或者?|、|和|及)[^，。；]{1,40}的(?:企业|项目|单位|机构|个人|人员|家庭|园区|产品|主体|地区|区域|团队|平台|园|学校|医院|建筑|小区|用户|[^，。；的]{2,10}$)"
)


_SOFT_VERB = re.compile(r"(?:推进|推动|支持|鼓励|引导|组织|对|将|为|给予|优先|有)$")


def _output_near(left: str) -> bool:
    """Whether a verb of output stands directly before the number."""
    return (OUTPUT_AT_END.search(left) is not None and _NOT_OUTPUT.search(left) is None) or re.search(
        r"(?:实现|达到?)$", left
    ) is not None


_FUND = re.compile(r"(?:设立|组建|安排|筹集|发行|新增|统筹|整合|募集|设置|争取)[^，。；]{0,16}$")


def _unbound(left: str) -> str:
    """The words before the comparator that adjoins the number."""
    return re.sub(
        r"(?:不?(?:得|能|应)?(?:低于|少于|超过|高于|大于|小于|足)|突破|达到?|为|超过?|过|在|约|首次|至少|累计|均)+$",
        "",
        left,
    )


def is_threshold(place: Place, compare: Comparator) -> bool:
    """Whether the number only defines what is counted or scoped (年产值超过30亿元的企业)."""
    token = place.token
    right = place.right
    base = base_unit(token.unit)
    left = place.left
    if place.before is not None:
        left = left[max(0, place.before.end - place.clause_start) :]
    bounded = compare in ("ge", "gt", "le", "lt")
    verb = _output_near(left)
    if token.bound and "/" in token.unit and right[:1].isalpha():
        return True
    if (
        "元" in token.unit
        and _FUND.search(left)
        and re.match(r"的?[^，。；、的]{0,14}(?:基金|资金|经费|贷款|债券)", right)
    ):
        return False
    if bounded and re.match(r"的(?:[，。；、）]|$)", right):
        return True
    if _ATTRIBUTE.match(right):
        counts = base in COUNT_UNITS
        if bounded and not counts and _PROPERTY.search(_unbound(left)):
            return True
        if counts and verb:
            return False
        if base in RATIO_UNITS and _PROPERTY.search(_unbound(left)) is None:
            return False
        if bounded and not (verb and base in RATIO_UNITS):
            return bool(not verb or place.after is not None or place.before is not None)
        neighbour = any(
            other is not None and base_unit(other.unit) in COUNT_UNITS
            for other in (place.before, place.after)
        )
        return neighbour and _PROPERTY.search(_unbound(left)) is not None
    if bounded and token.bound and _SCOPED_LATER.match(right) and not verb:
        return True
    if not bounded or not right or right[0] in "、，。；（）：和与及或并且":
        return bool(base in ("岁", "周岁") and bounded)
    if base in ("岁", "周岁") or (token.bound == "ge" and right.startswith("部分")):
        return True
    if base in RATIO_UNITS:
        return False
    if verb and not _SOFT_VERB.search(left):
        return False
    if base in TIME_UNITS:
        return token.bound == "ge" or re.match(r"[^，。；、]{1,8}率", right) is not None
    if base in COUNT_UNITS and base != "人":
        return (
            token.bound == "ge"
            and base in ("户", "张", "床", "层", "辆", "头")
            and (not left or _SOFT_VERB.search(left) is not None)
        )
    return token.bound in ("ge", "le") and (_PROPERTY.search(left) is not None or not left or token.bare)


def is_quantity(
    place: Place,
    compare: Comparator,
    rate: str | None,
    aims: bool,
    background: bool,
    issued: int | None,
) -> bool:
    """Whether the token commits somebody, and is neither a fact nor a name nor a count of the text itself."""
    token, left, right = place.token, place.left, place.right
    base = base_unit(token.unit)
    if (
        background
        or left.endswith(("每", "每隔", "（含"))
        or right.startswith(("级", "号", "楼", "路", "街", "届", "版"))
    ):
        return False
    if token.bare and compare == "eq":
        return False
    if base in _WEAK and (token.unit == base or token.chinese) and compare == "eq":
        return base in ("届", "期") and not token.chinese and OUTPUT_WORD.search(left) is not None
    if token.unit == "" and not _bare_number(place, compare):
        return False
    if (
        base == "日" and compare == "eq" and not re.search(r"(?:提前|公示|为期|期限为|期为)$", left)
    ) or base == "旬":
        return False
    if compare == "eq" and base in _GRADES and token.unit == base and right[:1].isalpha():
        return False
    if (
        compare == "eq"
        and token.value == 1
        and _PER_CASE.search(left)
        and re.match(r"[^，。；]{0,6}(?:，|给予|奖|补|按|的)", right)
    ):
        return False
    if base in ("年", "个年度", "周年") and not _span_of_years(place, compare):
        return False
    if base in ("岁", "周岁") and compare == "eq":
        return False
    if token.chinese and token.unit and not _chinese(place, compare, rate, base):
        return False
    if (
        compare == "eq"
        and base in COUNT_UNITS
        and _SCOPE.search(left)
        and (token.chinese or _SCOPE_NOUN.match(right))
    ):
        return False
    if compare == "eq" and base in COUNT_UNITS and (_SCOPE_LIST.match(left) or _listed(place)):
        return False
    if (
        base in ("项", "个", "类", "条", "大", "种")
        and _LIST_NOUN.match(right)
        and re.search(
            r"(?:以下|上述|下列|本方案|本规划|本意见|共|分为|包括|以上|如下|提出|明确|部署|确定|围绕|聚焦|坚持|突出|统筹|处理好|抓好)[^，。；]{0,6}$",
            left,
        )
    ):
        return False
    if _FROM_BASE.search(left) and _TO_LEVEL.match(right):
        return False
    return not _past(place, aims)


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
    if token.upper is None and isinstance(token.value, int) and token.value > 100:
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


def _chinese(place: Place, compare: Comparator, rate: str | None, base: str) -> bool:
    token = place.token
    if base in RATIO_UNITS:
        return token.value != 1 or base != "成"
    if compare != "eq" and not (token.approximate and token.value in (10, 100, 1000)):
        return not (token.value == 1 and place.right.startswith("步"))
    if rate is not None and base in ("次", "场", "期", "轮", "个", "名", "处", "所", "家", "项", "批", "回"):
        return token.value != 1 or base in ("次", "场", "期", "轮") or place.left.endswith("至少")
    if base in TIME_UNITS:
        return token.value != 1 or base not in ("天", "日", "周")
    if token.value == 1 or base in _WEAK_HAN:
        return False
    if base in (
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
    ):
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


def _past(place: Place, aims: bool) -> bool:
    left = place.left
    if aims:
        return re.search(r"(?:现有|已有|目前的?|已达|原有|现状)[^，。；]{0,16}$", left) is not None
    before = place.sentence[: place.token.start - place.sentence_start]
    return _PAST.search(before) is not None and _FUTURE.search(before) is None


_MUST = re.compile(
    r"(?:(?<![供响适反对相])应(?!用|对|急|届|收|付|邀|变|链)当?|必须|须(?=[^，。；]*$)|不得|原则上|标准(?:为|配))"
)
_NORM = re.compile(r"(?:不得|不能|不应|应当?|须|必须|原则上|一般|按照?|严格|上限|下限|标准|起点|底线|门槛)")
_BUDGET = re.compile(
    r"(?:安排|设立|投入|筹集|募集|筹措|统筹|整合|撬动|带动|组建|发行|落实|发放|争取|新增|完成|实现|到位|引进|吸引|总规模|规模|达到?)[^，。；、的]{0,20}$"
)


def kind(place: Place, compare: Comparator, rate: str | None, aims: bool, clauses: Clauses) -> Kind:
    """Target or rule, by the paragraph and by the words of the clause."""
    token = place.token
    base = base_unit(token.unit)
    if is_threshold(place, compare):
        return "rule"
    if aims:
        return "target"
    if base in TIME_UNITS:
        return "target" if _plan_span(place, clauses) or _STOCK.search(place.right) else "rule"
    if base in ("次", "回", "轮", "批次") and rate is not None:
        return "target" if not _periodic(place, rate) else "rule"
    if base in ("学时", "课时") or (
        compare in ("ge", "le", "gt", "lt") and _EACH.match(_own_left(place)) and base not in RATIO_UNITS
    ):
        return "rule"
    grant = GRANT_WORD.search(place.clause) is not None
    if "元" in token.unit:
        return _money(place, compare, rate, grant)
    if base in RATIO_UNITS:
        return _ratio(place, compare, grant)
    if base in COUNT_UNITS:
        return _count(place, compare, rate, grant)
    return _level(place, compare)


_EACH = re.compile(r"(?:单[个项体家户台笔座次]|同一)")
_STOCK = re.compile(r"^[^，。；]{0,12}的[^，。；]{0,8}(?:能力|储备|规模|库存)")


def _periodic(place: Place, rate: str) -> bool:
    """Whether a frequency is one of a procedure rather than an output."""
    if PROCEDURE_WORD.search(place.clause):
        return True
    few = place.token.upper is None and place.token.value <= 2
    return few and not re.search(r"(?:举办|承办|举行)", place.clause)


def _money(place: Place, compare: Comparator, rate: str | None, grant: bool) -> Kind:
    left = _own_left(place)
    if _BUDGET.search(left) and not re.search(r"(?:给予|奖励|补助|补贴|资助|贴息)", left):
        return "target"
    if grant or "/" in place.token.unit or compare in ("le", "lt"):
        return "rule"
    if compare == "ge" and not place.token.bound and not _dated(place) and not _OUTPUT_HEAD.match(left):
        return "rule"
    return "rule" if rate is not None and not _output_near(left) else "target"


def _own_left(place: Place) -> str:
    """The clause's words between the number before, if any, and this one."""
    if place.before is None:
        return place.left
    return place.left[max(0, place.before.end - place.clause_start) :]


_OUTPUT_HEAD = re.compile(
    rf"[^，。；]{{0,4}}?(?:每[年月]|年均|累计|新|再)?(?!拥有|取得|获得|服务|保障|落实|生产|利用|设施|培训时)(?:{OUTPUT_PATTERN})"
)


def _level(place: Place, compare: Comparator) -> Kind:
    left = _own_left(place)
    if _dated(place) or _output_near(left) or _OUTPUT_HEAD.match(left):
        return "target"
    bare = re.sub(r"不(?:得|能|应)?(?:低于|少于|高于|超过|小于|大于|短于)$", "", left)
    if LEVEL_AT_END.search(bare):
        return "target"
    if compare in ("le", "lt") or (compare == "ge" and bare != left):
        return "rule"
    return "target"


def _dated(place: Place) -> bool:
    before = place.sentence[: place.token.start - place.sentence_start]
    return re.search(r"(?:到|至|在|力争|争取)?20\d\d年|十[三四五六]五", before) is not None


def _ratio(place: Place, compare: Comparator, grant: bool) -> Kind:
    clause, left = place.clause, place.left
    if grant and not re.search(r"(?:覆盖率|参保率|达标率|普及率|完成率)", left):
        return "rule"
    if re.search(r"(?:承担|分担|负担)(?!国家|重大|省|市)", place.clause):
        return "rule"
    if _dated(place):
        return "target"
    if _MUST.search(left) or re.search(r"不得|原则上|一般|按照?[^，。；]{0,20}$|按$", left):
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
    if OUTPUT_WORD.search(left):
        norm = re.search(r"(?:配备|配置|设置|配建|保障|安排|配有|设立)", left) is not None
        if rate is not None and norm and rate not in ("年", "季度", "月") and not _dated(place):
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
    if _SUBJECT_CASE.search(place.clause) or "可" in place.right[:6] or "可" in place.left[-3:]:
        return False
    if base_unit(token.unit) != "年" or token.bound == "ge":
        return False
    if _PLAN_SPAN.search(left) and (
        token.bound == "le" or right.startswith(("时间", "左右", "的时间", "努力")) or left.endswith("分")
    ):
        return True
    rest = right + place.sentence[place.clause_end - place.sentence_start :][:40]
    return (
        token.bound == "le"
        and not left.strip("在")
        and re.match(
            r"[，]?(?:全市|全省|全县|全区|基本|全面|培育|建成|建设|实现|完成|打造|新增|推动|引进|形成)", rest
        )
        is not None
    )


def strength(place: Place, clauses: Clauses, *, threshold: bool) -> Strength:
    """Soft where a hedge of the same clause (or a clause that holds only hedge and date) governs the number."""
    if threshold:
        return "firm"
    left = place.left
    if HEDGE.search(left):
        return "soft"
    if re.search(r"支持", left) and re.search(
        r"(?:创建|争创|申报|申请|建设国家|创成)", place.right[:14] + left
    ):
        return "soft" if re.search(r"(?:创建|争创|创成)", place.right[:14] + left) else "firm"
    start, end = clauses.previous_clause(place.clause_start)
    previous = clauses.text[start:end]
    if start >= place.sentence_start and re.fullmatch(
        r"(?:力争|争取|原则上|努力)(?:(?:到|在|用|通过|利用)?[^，。；]{0,4}(?:20\d\d年|\d年|[一二三四五]+年|十[四五六]五)[^，。；]{0,6})?",
        previous,
    ):
        return "soft"
    return "firm"
