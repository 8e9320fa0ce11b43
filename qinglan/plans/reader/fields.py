"""What a number counts and by which act: quote, indicator, action."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.clauses import Place
from qinglan.plans.reader.model import Kind
from qinglan.plans.reader.units import COUNT_UNITS, base_unit
from qinglan.plans.reader.verbs import LEVEL_PATTERN, OUTPUT_PATTERN

_OUTPUT_LAST = re.compile(rf"(?:{OUTPUT_PATTERN})+")
_LEVEL_END = re.compile(
    rf"(?P<subject>.*?)(?:均|都|分别|总体|基本|力争|争取|要|应|须|将|稳步|逐步|年均|累计|总计|合计|全部|平均)*(?P<verb>{LEVEL_PATTERN})?"
    r"(?P<bound>不?(?:得)?(?:低于|少于|超过|高于|小于|大于|突破|足|到)|突破|达到?|超过?|过|约|近|至少|最高|最多|最低|逾|满|以)?$"
)
_LEAD = re.compile(
    r"^(?:[、和及与并且对]|以及|其中|同时|此外|另外|确保|力争|争取|推动|使|全力|努力|要|并|每年|年均(?=[培引新建])|累计(?=[培引新建完])|再(?!生|制造|就业|贷|融|利用)|(?:到|至|在|于|自)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|中|年底)?(?:之?前|以前|起)?|到期末|期末|(?:“?十[三四五六]五”?)(?:期间|末|时期)?)+"
)
_HEDGE_LEAD = re.compile(r"^(?:力争|争取|鼓励|探索|逐步|原则上|一般|努力)+")
_RIGHT_END = re.compile(r"[、（）；。，：]|(?:转化应用|落地|投产|上市|达标|开工|竣工|建成|入库|挂牌|升级|获批|投入使用|投运|转化|改造|就业|推广)$")


@dataclass(frozen=True, slots=True)
class Description:
    """Quote span (indices in the compact paragraph), indicator and action."""

    start: int
    end: int
    indicator: str
    action: str


_AFTER_SUBJECT = re.compile(
    r"(?:一般|原则上|最高|最低|最多|至少|首次|累计|总体|年均|分别|均|再|约|总数|力争|比(?:20\d\d|上)年[^，]{0,3}|较(?:20\d\d|上)年[^，]{0,3}|同比|应|要|可|将|按|达|合计|平均|总|到20\d\d年)+$"
)


def _subject(text: str) -> str:
    """A subject without the adverbs and comparisons before its number."""
    text = _AFTER_SUBJECT.sub("", text.strip("、的"))
    return re.sub(r"(?:[比较]|同)(?:20\d\d|上)年(?:底|末)?$", "", text).strip("、的，")


def describe(place: Place, kind: Kind, *, threshold: bool) -> Description:
    """Find the shortest run that holds number, unit and what it counts, the indicator in it and the verb."""
    token = place.token
    offset = place.clause_start
    left = place.left
    if place.before is not None:
        cut = max(0, place.before.end - place.clause_start)
        left, offset = left[cut:], offset + cut
    lead = _LEAD.match(left)
    if lead:
        left, offset = left[lead.end() :], offset + lead.end()
    if threshold:
        return _threshold(place, left, offset)
    base = base_unit(token.unit)
    if base in COUNT_UNITS:
        return _counted(place, left, offset)
    return _level(place, left, offset, kind)


_COMMON_TAIL = re.compile(r"(?:覆盖率|普及率|利用率|流通率|机械化率|比例|占比|比重|排放总量|减排量|总量|数量|浓度|产量|增加值|收入|面积|率|量|值|数)$")


def share(indicator: str, position: int, count: int) -> str:
    """The part of a shared indicator (花生种植、收获机械化率) that belongs to one number of a list."""
    parts = re.split(r"[、和与及]", indicator)
    if len(parts) != count or not all(parts):
        return indicator
    if all(_COMMON_TAIL.search(part) for part in parts):
        return parts[position]
    last = parts[-1]
    if count == 2:
        size = 2 if len(parts[0]) >= 2 else len(parts[0])
    else:
        size = len(parts[1])
    stem = last[min(size, max(0, len(last) - 2)) :]
    head = parts[0][: max(0, len(parts[0]) - 2)] if count == 2 and 2 < len(parts[0]) <= 6 and len(last) > 4 else ""
    if position == count - 1:
        return head + last
    return parts[position] + stem if position == 0 else parts[position] + stem


def _threshold(place: Place, left: str, offset: int) -> Description:
    left_part = left
    verb = None
    for match in _OUTPUT_LAST.finditer(left):
        if match.end() < len(left):
            verb = match
    if verb is not None and verb.end() < len(left):
        left_part, offset = left[verb.end() :], offset + verb.end()
    cut = max(left_part.rfind("的"), left_part.rfind("、"))
    if 0 <= cut < len(left_part) - 1:
        left_part, offset = left_part[cut + 1 :], offset + cut + 1
    subject = _strip_bound(left_part)
    head = _head(place.right)
    end = place.token.end
    if not subject and head:
        end = place.token.end + place.right.find(head) + len(head)
    return Description(offset, end, head + subject, "")


def _strip_bound(text: str) -> str:
    match = _LEVEL_END.match(text)
    return (match.group("subject") if match else text).strip("、的")


def _head(right: str) -> str:
    """The noun that the attribute before it qualifies."""
    text = right.removeprefix("的")
    stop = re.search(r"[、（）；。，：\d]", text)
    text = text[: stop.start()] if stop else text
    if "的" in text:
        text = text.rsplit("的", 1)[1]
    return text[:30]


def _counted(place: Place, left: str, offset: int) -> Description:
    token = place.token
    hedge = _HEDGE_LEAD.match(left)
    if hedge and hedge.end() < len(left):
        left, offset = left[hedge.end() :], offset + hedge.end()
    if place.before is not None:
        joint = re.search(r"^.*(?:[、和及与]|以及)", left)
        if joint:
            left, offset = left[joint.end() :], offset + joint.end()
    plain_left = re.sub(r"(?:不?(?:少于|低于|超过|高于)|至少|突破|达到?|超|过|约|近|各|均|共|总数|各类)+$", "", left)
    verbs = list(_OUTPUT_LAST.finditer(plain_left))
    first_verb = verbs[0] if verbs and verbs[0].start() <= 3 else None
    last_verb = verbs[-1] if verbs else None
    if last_verb is not None and last_verb.end() == len(plain_left):
        noun, end, tail = _noun_after(place)
        start = offset + (first_verb.start() if first_verb and len(plain_left) <= 14 else last_verb.start())
        action = tail or last_verb.group()
        return Description(start, end, noun, action)
    level = _LEVEL_END.match(left)
    if level is not None and (level.group("verb") or level.group("bound")) and level.group("subject"):
        subject, start = level.group("subject"), offset
        verb = _OUTPUT_LAST.match(subject)
        action = level.group("verb") or ""
        if verb is not None and verb.end() < len(subject):
            action, subject = verb.group(), subject[verb.end() :]
        return Description(start, token.end, subject.strip("、"), action)
    if first_verb is not None and first_verb.end() < len(plain_left):
        return Description(offset, token.end, plain_left[first_verb.end() :].strip("、"), first_verb.group())
    if plain_left and not place.right[:1].isalpha():
        return Description(offset, token.end, plain_left, _inherited_verb(place))
    noun, end, tail = _noun_after(place)
    if not noun:
        return Description(offset, token.end, plain_left, _inherited_verb(place))
    return Description(token.start if not left or len(left) > 16 else offset, end, noun, tail or _inherited_verb(place))


def _inherited_verb(place: Place) -> str:
    match = _OUTPUT_LAST.search(place.left)
    return match.group() if match else ""


def _noun_after(place: Place) -> tuple[str, int, str]:
    """The counted noun right of the number, the index at which it ends, and a closing verb."""
    right = place.right
    stop = re.search(r"[、（）；。，：]", right)
    text = right[: stop.start()] if stop else right
    if place.after is not None and place.after.start < place.token.end + len(text):
        inner = text[: place.after.start - place.token.end]
        if "的" in text[place.after.end - place.token.end :]:
            noun = text.rsplit("的", 1)[1]
            return noun, place.token.end + len(text), ""
        joint = re.search(r"(?:和|以及|及|与)[^和及与]*$", inner)
        text = inner[: joint.start()] if joint else inner
    end = place.token.end + len(text)
    noun = text.removeprefix("的")
    verb = re.search(r"(?:创建|争创|申报|建设|建成)(?=[^建创申]{3,}$)", noun)
    if verb and verb.start() <= 6 and verb.start() > 0:
        return noun[verb.end() :], end, verb.group()
    closing = re.search(r"(?:转化应用|落地转化|落地|投产|上市|达标|开工|竣工|建成投产|建成|入库|挂牌|升级改造|获批|投入使用|投运|转化|就业)$", noun)
    if closing and closing.start() > 1:
        return noun[: closing.start()], end, closing.group()
    return noun, end, ""


def _level(place: Place, left: str, offset: int, kind: Kind) -> Description:
    token = place.token
    hedge = _HEDGE_LEAD.match(left)
    if hedge and hedge.end() < len(left):
        left, offset = left[hedge.end() :], offset + hedge.end()
    match = _LEVEL_END.match(left)
    subject = match.group("subject") if match else left
    verb = (match.group("verb") or "") if match else ""
    if not verb and match and match.group("bound") in ("达到", "达"):
        verb = match.group("bound")
    output = _OUTPUT_LAST.match(subject)
    if output is not None and output.end() < len(subject) and output.end() >= 2 and kind == "target":
        subject = subject[output.end() :]
    subject = _subject(subject)
    end = token.end
    if not subject:
        noun, end, _ = _noun_after(place)
        subject = noun
    if verb in ("为", "至", "到", "占"):
        verb = ""
    return Description(offset, end, subject, verb)
