"""Responsible bodies: brackets at the end of a paragraph, labelled lines, and offices named in the sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qinglan.plans.reader.model import Role

_WORDS = ("牵头", "负责", "责任", "配合", "职责分工", "协助", "会同")
_LABELS: list[tuple[str, Role]] = [
    ("(?:牵头|主责|主办|第一责任|责任牵头|总牵头)(?:责任)?(?:单位|部门|处室|机构)?", "lead"),
    ("(?:配合|协办|协同|参与|参加|支持|协助)(?:责任)?(?:单位|部门|处室|机构)?", "cooperate"),
    (
        "(?:责任|负责|实施|落实|承担|主管)(?:单位|部门|处室|主体|机构)|各责任单位|责任分工|分工|负责",
        "responsible",
    ),
]
_LABEL = re.compile("|".join(f"(?P<r{i}>{words})(?=[:：])" for i, (words, _) in enumerate(_LABELS)))
_BRACKET = re.compile(r"[（〔]([^（）〔〕\n]*(?:（[^（）]*）[^（）〔〕\n]*)*)[）〕]")
_FIRST_LEADS = re.compile(
    r"(?:列(?:在)?第一位(?:者|的)?|排(?:在)?(?:首位|第一位)(?:者|的)?|首位|第一(?:家|个)?单位)[^，。；）]{0,6}为?牵头"
)
_TAIL = re.compile(
    r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:按照?|依据|根据)?(?:各自)?(?:职责)?(?:分工)?(?:分别|共同|具体|牵头)?(?:负责|落实|牵头负责|组织实施|参与|配合|协助|牵头)?$"
)
_OFFICE = re.compile(
    r"(?:部|委|局|厅|办|院|署|处|会|政府|中心|集团|公司|银行|办公室|委员会|部门|单位|区县|县区|市县|园区|管委会|高校|学校|医院|街道|乡镇|镇|乡|区|县|市|省|总队|支队|分局|税务|海关|证监|银保监|工会|团委|妇联|科协|残联|工商联|"
    r"协会|联盟|企业|研究院|党委|（[^（）]{1,20}）|领导小组|指挥部|专班|公安|气象|民航|铁路|邮政|电网|省份|盟|旗|州|科室|机构|兵团)$"
)
_INLINE_LEAD = re.compile(
    r"(?:^|[，。；：、由在以请])(?P<names>[^，。；：由]{2,90}?)(?:共同|联合|具体)?牵头(?!单位|部门|人|企业|承担|成立了|作用|院|高校|科研)"
)
_INLINE_SHARE = re.compile(
    r"(?:^|[。；：，])(?P<names>[^，。；：]{2,90}?)(?:要|应|应当|须|结合实际|，)*(?:按照?|根据|依据|依照)(?:各自|本?部门)?(?:的)?职责(?:分工|范围)?"
)
_INLINE_DUTY = re.compile(r"(?:^|[，。；])(?P<names>[^，。；：]{2,60}?)(?:具体|统一|统筹)?负责(?!人|任)")
_INLINE_WITH = re.compile(
    r"(?:^|[，。；：由])(?P<lead>[^，。；：由]{2,60}?)会同(?P<help>[^，。；：]{2,60}?)(?=制定|研究|建立|开展|组织|负责|推进|编制|做好|加强|等(?:有关|相关)?部门|，|。)"
)
_INLINE_HELP = re.compile(
    r"(?:^|[，。；])(?P<names>[^，。；：]{2,60}?)(?:予以|积极|做好|协同|协助)?(?:配合|协助)(?=$|[，。；])"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A body named in a paragraph; spans index the compact text."""

    role: Role
    name: str
    start: int
    end: int


def first_leads(text: str) -> bool:
    """Whether the document says that the first body in a list is the leading one."""
    return _FIRST_LEADS.search(text) is not None


def find(text: str, *, first_is_lead: bool) -> list[Named]:
    """Bodies in one compact paragraph."""
    if not any(word in text for word in _WORDS):
        return []
    found: list[Named] = []
    taken: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        inner = match.group(1)
        if not re.search(r"牵头|负责|责任|配合|职责分工", inner):
            continue
        if match.end() < len(text) and text[match.end()] not in "。；，" and not _LABEL.search(inner):
            continue
        named = list(_bracket(inner, match.start(1), first_is_lead=first_is_lead))
        if named:
            found.extend(named)
            taken.append(match.span())
    plain = _without(text, taken)
    if _LABEL.match(plain):
        found.extend(_bracket(plain, 0, first_is_lead=first_is_lead))
        return found
    found.extend(_inline(plain))
    return found


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "。" * (end - start) + text[end:]
    return text


def _bracket(inner: str, offset: int, *, first_is_lead: bool) -> Iterator[Named]:
    labels = list(_LABEL.finditer(inner))
    if labels:
        for index, match in enumerate(labels):
            stop = labels[index + 1].start() if index + 1 < len(labels) else len(inner)
            labelled = next(_LABELS[i][1] for i in range(len(_LABELS)) if match.group(f"r{i}"))
            start = match.end() + 1
            yield from _list(
                inner[start:stop], offset + start, labelled, first_is_lead=first_is_lead, strict=False
            )
        return
    at = 0
    for piece in re.split(r"[；。]", inner):
        for part in re.finditer(r"[^，,]+(?:，(?![^，]*(?:牵头|配合|参与|协助|负责))[^，]+)*", piece):
            words = part.group()
            if re.search(r"为牵头|下同|第一位|排名", words):
                continue
            role: Role | None = None
            if re.search(r"牵头(?:负责|落实)?$|牵头", words):
                role = "lead"
            elif re.search(r"(?:配合|协助|参与|协同)", words):
                role = "cooperate"
            elif re.search(r"负责|落实|职责", words):
                role = "responsible"
            if role is not None:
                words = words.split("牵头")[0] if role == "lead" else words
                yield from _list(
                    words, offset + at + part.start(), role, first_is_lead=first_is_lead, strict=False
                )
        at += len(piece) + 1


_LEAD_IN = re.compile(r"(?:建立|成立|形成|健全|完善|由|并|请|及|和|以及|同时|各责任单位)(?=.{2,})")
_NO_NAME = re.compile(
    r"^(?:持续|长期|按|完成|\d|下同|排|列|均|以下|到20)|(?:推进|实施|坚持|完成|落实|开展|下同|底前|推动|参加)$"
)
_NAME = re.compile(
    r"(?:各[省市县区州](?:、[省市县区州]){0,3}(?:级)?(?:人民)?政府|[^、，；。,;（）]|（[^（）]*）)+"
)


def _list(names: str, offset: int, role: Role, *, first_is_lead: bool, strict: bool) -> Iterator[Named]:
    found: list[tuple[str, int]] = []
    for match in _NAME.finditer(names):
        raw = match.group()
        lead = _LEAD_IN.match(raw)
        skipped = lead.end() if lead else 0
        text = _TAIL.sub("", raw[skipped:])
        text = re.sub(r"等$", "", text)
        if 2 <= len(text) <= 40 and not _NO_NAME.search(text) and (not strict or _OFFICE.search(text)):
            found.append((text, offset + match.start() + skipped))
    ranked = role == "responsible" and first_is_lead and len(found) > 1
    for position, (text, start) in enumerate(found):
        yield Named("lead" if ranked and position == 0 else role, text, start, start + len(text))


def _inline(text: str) -> Iterator[Named]:
    seen: set[tuple[int, int]] = set()
    patterns: list[tuple[re.Pattern[str], str, Role]] = []
    if "牵头" in text:
        patterns.append((_INLINE_LEAD, "names", "lead"))
    if "会同" in text:
        patterns += [(_INLINE_WITH, "lead", "lead"), (_INLINE_WITH, "help", "cooperate")]
    if "职责" in text:
        patterns.append((_INLINE_SHARE, "names", "responsible"))
    if "负责" in text:
        patterns.append((_INLINE_DUTY, "names", "responsible"))
    if "配合" in text or "协助" in text:
        patterns.append((_INLINE_HELP, "names", "cooperate"))
    for pattern, group, role in patterns:
        for match in pattern.finditer(text):
            names = match.group(group)
            if re.match(r"(?:支持|鼓励|引导|推动|组织|促进|允许|培育|发挥|以)", names):
                continue
            begin = match.start(group)
            by = max(
                names.rfind("由"), names.rfind("会同") + 1 if "会同" in names and group == "names" else -1
            )
            if by >= 0:
                names, begin = names[by + 1 :], begin + by + 1
            for named in _list(names, begin, role, first_is_lead=False, strict=True):
                if not any(named.start < end and start < named.end for start, end in seen):
                    seen.add((named.start, named.end))
                    yield named
