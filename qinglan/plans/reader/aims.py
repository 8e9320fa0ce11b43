"""Headings of aims and of background, and the plan's stated horizon."""

import re

_AIMS = re.compile(
    r"(?:目标(?!责任|考核|管理|导向|绩效|引领|分解|群体|人群|客户|市场|为导向|成本|定位)|主要指标|预期指标|发展指标|指标体系|指标要求|愿景|预期成效|预期效果|预期成果|工作指标|约束性指标)"
)
_NOT_AIMS = re.compile(
    r"(?:落实|强化|完善|加强|健全|压实|严格|明确|分解|细化|实行|建立|围绕|健全)[^，。]{0,8}目标|考核|监测"
)
_BACKGROUND = re.compile(
    r"(?:现状|发展基础|规划背景|编制背景|发展背景|发展回顾|成效回顾|主要成效|取得的?(?:主要)?成[效就绩]|发展成[就效]|面临(?:的)?(?:形势|挑战|机遇|问题)|发展形势|形势(?:与|和|分析)|存在(?:的)?(?:主要)?问题|发展环境$|环境与形势|工作基础|基本情况|基础条件|回顾|重要意义|重大意义|政策依据|编制依据|发展机遇|基础与环境|基础和环境|机遇与挑战|机遇和挑战)"
)
_LEAD_IN = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)]?[、.．]?)?(?:(?:总体|主要|发展|工作|行动|具体|近期|中期|远期|年度|建设|预期|阶段|第[一二三]阶段|20\d\d年)*(?:总体要求[与和及])?(?:目标|指标|愿景)(?:任务|要求)?)(?:[:：。]|（)"
)
_YEAR = re.compile(
    r"(?<!截)(?:到|至|力争|争取)(20\d\d)年|(二[〇零][一二三四五六七八九][〇零一二三四五六七八九])年"
)
_RANGE = re.compile(r"20\d\d年?\s*[-—–－~～至到]+\s*(20\d\d)年?")
_FIVE_SPAN = re.compile(r"十([三四五六])五”?(?:期间|末|时期)")
_YEAR_OPENS = re.compile(r"(?:^|[。；：])(20\d\d)年(?:底|末)?(?:，|全[市省县区国]|达到|实现|完成|力争)")
_FIVE = re.compile(r"十([三四五六])五")
_FIVE_END = {"三": "2020", "四": "2025", "五": "2030", "六": "2035"}
_HAN = str.maketrans("〇零一二三四五六七八九", "00123456789")


def is_aims(heading: str) -> bool:
    """Whether a heading announces aims (主要目标, 发展目标, 主要指标)."""
    return _AIMS.search(heading) is not None and _NOT_AIMS.search(heading) is None


def is_background(heading: str) -> bool:
    """Whether a heading announces the state of things rather than what is to be done."""
    return _BACKGROUND.search(heading) is not None and not is_aims(heading)


def opens_aims(text: str) -> bool:
    """Whether a paragraph begins with a run-in title of aims (工作目标：…)."""
    return _LEAD_IN.match(text) is not None


def stated_year(text: str) -> str | None:
    """The first year that a folded `text` sets as its horizon."""
    years = all_years(text)
    if years:
        return max(year for year in years if int(year) <= int(years[0]) + 1)
    five = _FIVE_SPAN.search(text)
    if five:
        return _FIVE_END[five.group(1)]
    return max(_YEAR_OPENS.findall(text), default=None)


def preamble_year(text: str) -> str | None:
    """The year whose work a preamble announces (为做好2024年就业工作)."""
    match = re.search(r"(20\d\d)年度?[^，。；]{0,14}(?:工作|任务|要点)", text)
    return match.group(1) if match else None


def all_years(text: str) -> list[str]:
    """All years that `text` sets as horizons, in order."""
    return [(match.group(1) or match.group(2)).translate(_HAN) for match in _YEAR.finditer(text)]


def title_horizon(title: str) -> str | None:
    """The horizon that a title states: the end of its years, or of its five-year plan."""
    match = _RANGE.search(title)
    if match:
        return match.group(1)
    five = _FIVE.search(title)
    if five:
        return _FIVE_END[five.group(1)]
    single = re.search(r"(20\d\d)年(?:度)?[^\d]{0,20}(?:要点|计划|方案|安排|任务)", title)
    return single.group(1) if single else None
