"""What a number counts and by which act: quote, indicator, action."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Kind
from qinglan.plans.reader.units import COUNT_UNITS, RATIO_UNITS, TIME_UNITS, base_unit
from qinglan.plans.reader.verbs import LEVEL_PATTERN, OUTPUT_PATTERN

_VERB = rf"(?:{OUTPUT_PATTERN}|惠及|满足|统筹|承担|选择|实现|保护修复|聘用|走进|帮助|指导|结对|招募)(?![性型率量费化类者制品式区后])"
_HEAD_VERB = re.compile(
    rf"(?:全面|基本|累计|加快|积极|大力|新|再|着力|重点|集中|统一|分批|每年|为|依托)*(?P<verb>{_VERB}(?:[或和、]?{_VERB})*)(?:一批|各类|各级)?"
)
_LAST_VERB = re.compile(
    rf"(?P<verb>{_VERB}(?:[或和、]?{_VERB})*)(?:了|出|各类|共|近|约|超过|超|突破|至少|不少于|不低于|不超过|最多|达到?)*$"
)
_HELPERS = re.compile(r"^(?:推动|推进|支持|加快|引导|鼓励|组织|促进|力争|争取)(?=.)")
_LEVEL = re.compile(
    rf"(?:均|都|分别|总体|基本|要|应当?|须|将|稳步|逐步|年均|累计|总计|合计|全部|平均|同比|力争|争取)*(?P<verb>{LEVEL_PATTERN})?"
    r"(?P<bound>(?:不(?:得|能|应)?(?:低于|少于|超过|高于|小于|大于|突破|短于)|突破|达到?|超过?|低于|高于|大于|小于|不足|过|约|近|至少|最高|最多|最低|最长|逾|满|按|占|再|了)+)?$"
)
_LEAD = re.compile(
    r"^(?:[、和及与并且对]|以及|其中|同时|此外|另外|确保|力争|争取|使|全力|努力|要|可(?!再|持|循|回|降|视|研|穿|燃|比)|凡|每年|年均(?=[培引新建])|再(?!生|制造|就业|贷|融|利用)"
    r"|(?:到|至|在|于|自)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|中)?(?:之?前|以前|起)?(?:[-~至到].{0,8}?期间)?"
    r"|到期末|期末|“?十[四五六]五”?(?:期间|末|时期)?|鼓励|探索|逐步|原则上)+"
)
_AFTER_SUBJECT = re.compile(
    r"(?:一般|原则上|最高|最低|最多|最长|至少|首次|累计|总体|年均|分别|均|再|约|总数|力争|同比|应当?|要|可|将|按|达|合计|平均|到20\d\d年|每年|年度)+$"
)
_COMPARED = re.compile(
    r"(?:[比较]|相比|同)(?:20\d\d|上|十[三四五]五末)年?(?:底|末)?(?:水平)?(?:分别|累计|年均)?$"
)
_GRANTED = re.compile(
    r"(?:的)?(?P<noun>(?:一次性|配套|专项|年度|最高)?[^，。；、（）\d]{0,12}?(?:奖励|补助|补贴|资助|奖补|贴息|补偿|支持|奖金|扶持|优惠|返还))"
)
_GRANT_END = re.compile(
    r"(?P<subject>.*?)(?:按(?:照)?.*?)?(?P<verb>给予|奖励|补助|补贴|资助|贴息|减按|收取|缴纳|加收|承担|返还|支付|计提|预留|发放|提取)(?:每[^，。；]{1,6}|最高|不超过|不低于|不少于|一次性|总额|再)*$"
)
_COMMON_TAIL = re.compile(r"(?:率|比例|占比|比重|总量|数量|浓度|产量|增加值|收入|面积|量|值|数|能耗|强度)$")


_MEASURE = re.compile(
    r"(?:年?(?:排放|消费|使用|发生|处理|产生|运输|货运|客运|交易|销售|生产|回收|综合利用|资源化利用|利用|覆盖|普及|达标|合格|审批|验收|机械化))"
    r"(?:强度|总量|总额|水平|率|量|额|比例|占比)$"
)


@dataclass(frozen=True, slots=True)
class Description:
    """Quote span (indices in the compact paragraph), indicator and action."""

    start: int
    end: int
    indicator: str
    action: str


def describe(place: Place, kind: Kind, *, threshold: bool) -> Description:
    """Find the shortest run that holds number, unit and what it counts, the indicator in it and the verb."""
    if threshold:
        left, offset = _segment(place)
        return _threshold(place, left, offset)
    left, offset = _segment(place)
    base = base_unit(place.token.unit)
    if kind == "rule":
        grant = _GRANT_END.match(left)
        if grant is not None:
            return _grant(place, grant, offset)
        if base in TIME_UNITS and place.token.bound == "le":
            return _limit(place, left, offset)
    if left.startswith("的") and place.before is not None:
        return _attributed(place, left)
    return _plain(place, left, offset)


def _segment(place: Place) -> tuple[str, int]:
    """The words that belong to the number alone: after the number before, the last joint and any lead-in."""
    left, offset = place.left, place.clause_start
    if place.before is not None:
        cut = max(0, place.before.end - offset)
        left, offset = left[cut:], offset + cut
        joint = re.match(r".*(?:[、和及与]|以及)", left)
        if joint and not left.startswith("的"):
            left, offset = left[joint.end() :], offset + joint.end()
    lead = _LEAD.match(left)
    if lead:
        left, offset = left[lead.end() :], offset + lead.end()
    return left, offset


def _subject(text: str) -> str:
    """A subject without the adverbs and comparisons before its number."""
    for _ in range(3):
        text = _COMPARED.sub("", _AFTER_SUBJECT.sub("", text.strip("、的，（")))
    return re.sub(r"(?<=..)每个?[县镇村乡区市街道]{1,2}$", "", text.strip("、的，（"))


def _plain(place: Place, left: str, offset: int) -> Description:
    token = place.token
    level = _LEVEL.search(left)
    body = left[: level.start()] if level else left
    verb = (level.group("verb") or "") if level else ""
    bound = (level.group("bound") or "") if level else ""
    if not verb and bound in ("达到", "达"):
        verb = bound
    head = _HEAD_VERB.match(left)
    counted = base_unit(token.unit) in COUNT_UNITS or (head is not None and token.unit not in RATIO_UNITS)
    if not body or (head is not None and head.end() >= len(body)):
        action = _working(head.group("verb")) if head is not None else verb
        noun, end, closing = _noun_after(place)
        return Description(offset, end if noun else token.end, noun, closing or action or _inherited(place))
    last = _LAST_VERB.search(left)
    if last is not None and place.right[:1].isalpha() and last.start() > 0:
        noun, end, closing = _noun_after(place)
        if noun:
            return Description(offset + last.start(), end, noun, closing or _working(last.group("verb")))
    if head is not None and not _LEVEL_LIKE.search(body[: head.end()]):
        subject = _subject(body[head.end() :])
        if subject and counted and not (verb and base_unit(token.unit) not in COUNT_UNITS):
            return Description(offset, token.end, subject, _working(head.group("verb")))
    subject = _subject(body)
    if verb in ("为", "至", "到", "占", "超"):
        verb = ""
    if not verb and place.before is not None:
        verb = _inherited(place)
    return Description(offset, token.end, subject, verb)


_LEVEL_LIKE = re.compile(
    r"^(?:覆盖|利用|保障|服务|生产|消费|处置|回收|监测|检测|供给|供应|登记|取得|共享|开放)$"
)


def _working(verb: str) -> str:
    return _HELPERS.sub("", verb)


def _inherited(place: Place) -> str:
    """The verb of the list that the number continues (争创…1个、…1-2个)."""
    match = _HEAD_VERB.match(_LEAD.sub("", place.left))
    return _working(match.group("verb")) if match else ""


def _attributed(place: Place, left: str) -> Description:
    """A count whose noun is qualified by a number before it (年产值过亿元的企业5家)."""
    whole = place.left
    lead = _LEAD.match(whole)
    start = lead.end() if lead else 0
    head = _HEAD_VERB.match(whole[start:])
    level = _LEVEL.search(left)
    subject = _subject((left[: level.start()] if level else left).removeprefix("的"))
    action = _working(head.group("verb")) if head else ((level.group("verb") or "") if level else "")
    return Description(place.clause_start + start, place.token.end, subject, action)


def _grant(place: Place, grant: re.Match[str], offset: int) -> Description:
    after = _GRANTED.match(place.right)
    end = place.token.end + (after.end() if after else 0)
    subject = _subject(re.sub(r"(?:按照?|由|的)$", "", grant.group("subject")))
    noun = after.group("noun") if after else ("" if grant.group("verb") == "给予" else grant.group("verb"))
    start = offset if subject else offset + grant.start("verb")
    return Description(start, end, (subject + noun)[-40:], grant.group("verb"))


def _limit(place: Place, left: str, offset: int) -> Description:
    """A time limit: what must be done within it stands after it."""
    stop = re.search(r"[、（）；。，：]", place.right)
    after = (place.right[: stop.start()] if stop else place.right)[:24]
    verb = re.search(
        rf"{_VERB}|办结|完成|反馈|答复|回复|出具|审核|支付|缴纳|报送|保留|申报|给予|启动|修复|上报|备案|受理",
        after,
    )
    return Description(
        offset,
        place.token.end + len(after),
        _subject(re.sub(r"(?:可|应当?|须|要|在)+$", "", left)) + after.removeprefix("的"),
        verb.group() if verb else "",
    )


def _threshold(place: Place, left: str, offset: int) -> Description:
    head = _HEAD_VERB.match(left)
    if head is not None and head.end() < len(left):
        left, offset = left[head.end() :], offset + head.end()
    cut = max(left.rfind("的"), left.rfind("、"))
    if 0 <= cut < len(left) - 1:
        left, offset = left[cut + 1 :], offset + cut + 1
    level = _LEVEL.search(left)
    subject = _subject(left[: level.start()] if level else left)
    noun = _qualified(place.right)
    end = place.token.end
    if not subject and noun:
        end += place.right.find(noun) + len(noun)
    return Description(offset, end, noun + subject, "")


_PREDICATE = re.compile(
    r"(?<=..)(?:由|优先|可以?|应当?|须|要|给予|按照?|实行|全部|一律|每年|必须|不得|纳入|开展|均|自愿|突破|完成)"
)


def _qualified(right: str) -> str:
    """The noun that the attribute before it qualifies."""
    text = right.removeprefix("的")
    stop = re.search(r"[、（）；。，：\d]", text)
    text = text[: stop.start()] if stop else text
    if "的" in text:
        text = text.rsplit("的", 1)[1]
    verb = _PREDICATE.search(text)
    text = text[: verb.start()] if verb else text
    level = _LEVEL.search(text)
    return (text[: level.start()] if level else text)[:30]


def _noun_after(place: Place) -> tuple[str, int, str]:
    """The counted noun right of the number, the index at which it ends, and a closing verb."""
    right = place.right
    stop = re.search(r"[、（）；。，：]", right)
    text = right[: stop.start()] if stop else right
    after = place.after
    if after is not None and after.start < place.token.end + len(text):
        inner = text[: after.start - place.token.end]
        rest = text[after.end - place.token.end :]
        if "的" in rest:
            return rest.rsplit("的", 1)[1], place.token.end + len(text), ""
        joint = re.search(r"(?:和|以及|及|与)[^和及与]*$", inner)
        text = inner[: joint.start()] if joint else inner
    end = place.token.end + len(text)
    noun = text.removeprefix("的")
    verb = re.search(r"(?:创建|争创|申报|建设|建成)(?=[^建创申]{3,}$)", noun)
    if verb and 0 < verb.start() <= 6:
        return noun[verb.end() :], end, verb.group()
    closing = re.search(
        r"(?:转化应用|落地转化|落地|投产|上市|达标|开工|竣工|建成投产|建成|入库|挂牌|升级改造|获批|投入使用|投运|转化|就业|开展[^，]{2,12}|实施[^，]{2,12}|建立[^，]{2,12}|提供[^，]{2,12})$",
        noun,
    )
    if closing and closing.start() > 1:
        word = closing.group()
        return (
            noun[: closing.start()],
            end,
            word[:2] if word[:2] in ("开展", "实施", "建立", "提供") else word,
        )
    return noun, end, ""


def share(indicator: str, position: int, count: int) -> str:
    """The part of a shared indicator (花生种植、收获机械化率) that belongs to one number of a list.

    Where the parts cannot be told apart the whole indicator stands for each.
    """
    parts = re.split(r"[、和与及]", indicator)
    if len(parts) != count or not all(parts):
        return indicator
    if all(_COMMON_TAIL.search(part) for part in parts):
        return parts[position]
    if count > 2:
        measure = _MEASURE.search(parts[-1])
        if measure and measure.start() > 1:
            return parts[position] + (measure.group() if position < count - 1 else "")
        size = len(parts[-2])
        return parts[position] + (parts[-1][size:] if position < count - 1 else "")
    first, last = parts
    if len(first) > 4 or not 4 <= len(last) <= 9:
        return indicator
    shared = first[: len(first) - 2]
    return first + last[2:] if position == 0 else shared + last
