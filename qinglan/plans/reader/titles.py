"""The title, its status, and the documents that a notice forwards."""

import re
from dataclasses import dataclass

from qinglan.plans.reader.markers import mark_of

PLAN_NOUNS = "方案|意见|规划|纲要|计划|行动|若干措施|政策措施|工作措施|措施|要点|通知|决定|路线图|任务书|三年攻坚|指引|工作安排|安排"
OTHER_NOUNS = "办法|细则|规定|条例|规则|准则|规范|标准|指南|目录|公告|通告|公示|报告|政策|制度|章程|倡议书|预案|解读|问答|函|批复|清单|技术政策|简介|说明|合同|协议|法"
_STATUS_WORDS = "公开征求意见稿|征求意见稿|征求意见|送审稿|讨论稿|审议稿|草案|草稿|修订稿|修订草案|公示稿|报批稿|意见征集稿|初稿|试行|暂行"
_STATUS = re.compile(rf"[（(\[【〔]\s*({_STATUS_WORDS})\s*[）)\]】〕]")
_BRACKETS = r"(?:\s*[（(\[【〔《“][^）)\]】〕》”]{1,24}[）)\]】〕》”]\s*)*"
_TITLE = re.compile(rf"[^。；;！!？?\n]{{2,120}}?(?:{PLAN_NOUNS}|{OTHER_NOUNS})[》”]?{_BRACKETS}$")
_PLAN_TITLE = re.compile(rf"(?:{PLAN_NOUNS})[》”]?{_BRACKETS}$")
_FORWARD = re.compile(r"(?:印发|转发|批转|发布|下发|公布|颁布|颁发)")
_NOTICE = re.compile(rf"(?:的?通知|的函|的公告|的决定){_BRACKETS}$")
_NUMBER_LINE = re.compile(r"[^\s]{0,20}[〔\[（(［【]\s*\d{4}\s*[〕\]）)］】]\s*第?\s*\d+\s*号")
_DATE_LINE = re.compile(r"[（(]?\s*(?:\d{4}|二[〇零○0]..)\s*年.{1,12}日?[^。]{0,16}[）)]?")
_ANNEX_LINE = re.compile(r"附\s*(?:件|表|录)?\s*\d*\s*[:：]?")
_ORGANISATION = re.compile(
    r"(?:政府|办公厅|办公室|委员会|[省市县区]委|局|厅|部|院|党委|党组|委|会|集团|公司|中心|领导小组|指挥部|银行|总署|总局)$"
)
_META = re.compile(
    r"(?:索\s*引\s*号|发布日期|发布时间|来源|发文字号|文\s*号|成文日期|发布机构|浏览|字体|分享|打印|主题分类|名\s*称|有效性|标\s*题|信息来源|作者|点击|当前位置|您现在|您当前|首页|#)"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title over paragraphs `first` to `last` (inclusive)."""

    text: str
    status: str | None
    first: int
    last: int

    @property
    def forwards(self) -> bool:
        """Whether it is the title of a notice that forwards another document."""
        return bool(_FORWARD.search(self.text) and _NOTICE.search(self.text))

    @property
    def names_plan(self) -> bool:
        """Whether its last noun is one of a plan."""
        return bool(_PLAN_TITLE.search(self.text))


def find_titles(paragraphs: list[str]) -> list[Title]:
    """All titles standing on lines of their own, in order."""
    titles: list[Title] = []
    taken = -1
    for index, line in enumerate(paragraphs):
        if index <= taken or not _may_end_title(line):
            continue
        first = _first_line(paragraphs, index, taken)
        text = "".join(paragraphs[first : index + 1])
        last = index
        status = None
        while last + 1 < len(paragraphs) and last < index + 2:
            below = paragraphs[last + 1].strip()
            match = _STATUS.fullmatch(below)
            if match:
                status = match.group(1)
            elif not re.fullmatch(
                r"[（(]\s*(?:19|20)\d\d\s*年?\s*[-—–－~～至]{1,2}\s*(?:19|20)?\d\d\s*年?\s*[)）]", below
            ):
                break
            else:
                text += below
            last += 1
        titles.append(_title(text, status, first, last))
        taken = last
    return titles


def _title(text: str, status: str | None, first: int, last: int) -> Title:
    match = _STATUS.search(text)
    if match and match.group(1) not in ("试行", "暂行"):
        status = status or match.group(1)
        text = text[: match.start()] + text[match.end() :]
    elif match and match.end() == len(text.rstrip()):
        status = status or match.group(1)
    text = re.sub(r"(?<![A-Za-z])[\s\u3000]+|[\s\u3000]+(?![A-Za-z])", "", text)
    if text.startswith("《") and text.endswith("》"):
        text = text[1:-1]
    return Title(text, status, first, last)


def _may_end_title(line: str) -> bool:
    text = line.strip()
    if len(text) > 130 or mark_of(text) is not None or _META.match(text) or "|" in text or "\t" in text:
        return False
    if _STATUS.search(text):
        text = _STATUS.sub("", text).strip() or "x"
    if re.match(r"\d+(?:\.\d+)+|附录", text):
        return False
    if text.startswith(("关于《", "附件", "附：", "附表")) and "通知" not in text:
        return False
    return _TITLE.fullmatch(text) is not None and not re.search(
        r"[，,]", re.sub(r"《.*?》|（.*?）", "", text)[-12:]
    )


def _first_line(paragraphs: list[str], index: int, taken: int) -> int:
    """The line on which the title that ends at `index` begins."""
    first = index
    while first - 1 > taken and index - first < 3:
        above, here = paragraphs[first - 1].strip(), paragraphs[first].strip()
        if _own_line(above):
            break
        if _ORGANISATION.search(above):
            if not here.startswith(("关于", "印发", "转发")) and not (first < index and _short_name(above)):
                break
        elif len(above) < 5 or len(above) > 60 or _looks_whole(here):
            break
        first -= 1
    return first


def _short_name(text: str) -> bool:
    return len(text) <= 24


def _looks_whole(line: str) -> bool:
    """Whether a title line needs nothing before it."""
    return bool(
        re.match(r"(?:[^\s，]{2,12}(?:省|市|县|区|州|盟|旗|镇|乡)|国务院|中共|全国|国家|我[省市])", line)
    ) or line.startswith("《")


def _own_line(text: str) -> bool:
    return bool(
        not text
        or text[-1] in "。：:；;，,！？…."
        or _NUMBER_LINE.search(text)
        or _DATE_LINE.fullmatch(text)
        or _ANNEX_LINE.fullmatch(text)
        or _META.match(text)
        or _STATUS.fullmatch(text)
        or _TITLE.fullmatch(text)
        or mark_of(text) is not None
        or len(text) > 60
    )


def is_annex_line(line: str) -> bool:
    """Whether the line only says 附件, 附件2, 附表."""
    return _ANNEX_LINE.fullmatch(line.strip()) is not None


_RUN_IN = re.compile(r"[^，。；：]{4,60}?(?:方案|意见|规划|计划|纲要)(?=为|根据|按照|依据|为了)")


def run_in_title(line: str) -> str:
    """The title at the head of a line that goes on with the preamble; empty where there is none."""
    match = _RUN_IN.match(line.strip())
    return match.group() if match else ""


def forwarded_title(notice: str) -> str:
    """The title of the plan named in a notice's title."""
    quoted = re.search(r"《(.+)》", notice)
    if quoted:
        return quoted.group(1)
    match = re.search(r"(?:印发|转发|批转|发布|下发|公布)(.+?)的?通知", notice)
    return match.group(1) if match else notice
